"""A cluster in its VPC, its clients on the left, what takes records elsewhere on the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from msk_model import ClusterType
from msk_model.intrinsics import members
from mskctl.report.assembly import Assembly, Placed
from mskctl.report.clusters import Deployed
from mskctl.report.markup import Markup, escaped

_WIDTH = 960
_BOX_WIDTH = 260
_BOX_HEIGHT = 46
_STEP = 58
_TOP = 34
_VPC_LEFT = 310
_VPC_WIDTH = 340
_MOST = 10
_LETTER = 7.4
_SMALL_LETTER = 6.4
"""Width of a letter, in both sizes of text."""


@dataclass(frozen=True, kw_only=True)
class Node:
    """A box.

    Attributes:
        title: Its first line.
        detail: Its second line, smaller.
        css: What colours it: ``client``, ``zone``, ``sink``, ``serverless``.
    """

    title: str
    detail: str
    css: str


def diagram(
    assembly: Assembly, cluster: Deployed, clients: Sequence[Node], sinks: Sequence[Node]
) -> Markup:
    """The drawing as SVG that takes its colours from the page around it."""
    zones = _zones(assembly, cluster)
    left, right = _shortened(clients, "clients"), _shortened(sinks, "sinks")
    rows = max(len(left), len(right), len(zones) + 1, 2)
    height = _TOP + rows * _STEP + 20
    middle = _TOP + (height - _TOP) / 2
    parts = [
        _vpc_box(_vpc_label(assembly, cluster), height),
        _text(_VPC_LEFT + 14, _TOP + 30, cluster.name, "strong"),
        _text(_VPC_LEFT + 14, _TOP + 47, _summary(cluster), "small"),
        _text(10, 20, "Clients", "strong"),
        _text(_WIDTH - _BOX_WIDTH - 10, 20, "Sinks", "strong"),
    ]
    for index, node in enumerate(zones):
        parts.append(_box(node, _VPC_LEFT + 14, _TOP + (index + 1) * _STEP, _VPC_WIDTH - 28))
    for index, node in enumerate(left):
        y = _TOP + index * _STEP
        parts.append(_box(node, 10, y, _BOX_WIDTH))
        parts.append(_arrow(10 + _BOX_WIDTH, y + _BOX_HEIGHT / 2, _VPC_LEFT, middle))
    for index, node in enumerate(right):
        x, y = _WIDTH - _BOX_WIDTH - 10, _TOP + index * _STEP
        parts.append(_box(node, x, y, _BOX_WIDTH))
        parts.append(_arrow(_VPC_LEFT + _VPC_WIDTH, middle, x, y + _BOX_HEIGHT / 2))
    name = escaped(f"Cluster {cluster.name}: {len(clients)} clients, {len(sinks)} sinks")
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">'
        f"<title>{name}</title>{''.join(parts)}</svg>"
    )


def _zones(assembly: Assembly, cluster: Deployed) -> list[Node]:
    shape = cluster.shape
    subnets = _subnets(assembly, cluster)
    count = shape.zone_count if isinstance(shape.zone_count, int) else len(subnets)
    nodes = []
    for index in range(min(count, _MOST)):
        subnet = subnets[index] if index < len(subnets) else None
        cidr = subnet.named("CidrBlock", "SubnetId") if subnet else ""
        detail = f"subnet {cidr}" if cidr else ""
        title = f"zone {index + 1}"
        if shape.cluster_type is ClusterType.PROVISIONED:
            title = f"zone {index + 1}: {_brokers(shape.broker_count, count, index)}"
        nodes.append(Node(title=title, detail=detail, css="zone"))
    if not nodes:
        serverless = shape.cluster_type is ClusterType.SERVERLESS
        title = "serverless" if serverless else _brokers(shape.broker_count, 1, 0)
        nodes.append(Node(title=title, detail="zones unknown", css="zone"))
    return nodes


def _brokers(brokers: object, zones: int, index: int) -> str:
    if not isinstance(brokers, int):
        return "brokers unknown"
    here = brokers // zones + (index < brokers % zones)
    return f"{here} broker{'' if here == 1 else 's'}"


def _subnets(assembly: Assembly, cluster: Deployed) -> list[Placed | None]:
    """The subnets of the cluster; `None` for each that stands in no template."""
    properties = cluster.place.properties
    nodes = properties.get("BrokerNodeGroupInfo")
    stated = nodes.get("ClientSubnets") if isinstance(nodes, dict) else None
    for config in members(properties.get("VpcConfigs")):
        if stated is None and isinstance(config, dict):
            stated = config.get("SubnetIds")
    if not isinstance(stated, list):
        return []
    return [assembly.find(cluster.place.file, one) for one in stated]


def _vpc_label(assembly: Assembly, cluster: Deployed) -> str:
    for subnet in _subnets(assembly, cluster):
        if subnet is not None:
            vpc = assembly.find(subnet.file, subnet.properties.get("VpcId"))
            if vpc is not None:
                return f"VPC {vpc.named('CidrBlock')}"
    return "VPC of another template"


def _summary(cluster: Deployed) -> str:
    shape = cluster.shape
    if shape.cluster_type is ClusterType.SERVERLESS:
        return f"serverless, {len(cluster.topics)} topics"
    size = shape.broker_size if isinstance(shape.broker_size, str) else "size unknown"
    version = shape.kafka_version if isinstance(shape.kafka_version, str) else "unknown"
    return f"{size}, Kafka {version}, {len(cluster.topics)} topics"


def _shortened(nodes: Sequence[Node], what: str) -> list[Node]:
    if len(nodes) <= _MOST:
        return list(nodes)
    rest = Node(title=f"and {len(nodes) - _MOST + 1} more {what}", detail="", css=nodes[0].css)
    return [*nodes[: _MOST - 1], rest]


def _vpc_box(label: str, height: float) -> str:
    return (
        f'<rect class="vpc" x="{_VPC_LEFT}" y="{_TOP}" width="{_VPC_WIDTH}" '
        f'height="{height - _TOP - 8}" rx="8"/>' + _text(_VPC_LEFT, 20, label, "strong")
    )


def _box(node: Node, x: float, y: float, width: float) -> str:
    box = (
        f'<rect class="{escaped(node.css)}" x="{x}" y="{y}" width="{width}" '
        f'height="{_BOX_HEIGHT}" rx="6"/>'
    )
    hint = f"<title>{escaped(f'{node.title} {node.detail}'.strip())}</title>"
    lines = _text(x + 10, y + 19, node.title, "", width) + _text(
        x + 10, y + 36, node.detail, "small", width
    )
    return f"<g>{hint}{box}{lines}</g>"


def _text(x: float, y: float, text: str, css: str, width: float = _VPC_WIDTH) -> str:
    longest = int((width - 16) / (_SMALL_LETTER if css == "small" else _LETTER))
    shown = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return f'<text x="{x}" y="{y}" class="{css}">{escaped(shown)}</text>'


def _arrow(x1: float, y1: float, x2: float, y2: float) -> str:
    bend = (x1 + x2) / 2
    return (
        f'<path class="flow" d="M{x1} {y1} C{bend} {y1} {bend} {y2} {x2} {y2}"/>'
        f'<circle class="end" cx="{x2}" cy="{y2}" r="3"/>'
    )
