"""The ports of brokers are open to clients that are known, not to every address."""

from collections.abc import Iterator, Mapping
from typing import Literal

from msk_model.facts.ports import Listener, exporter_port, ports
from msk_model.finding import Finding, Severity
from msk_model.intrinsics import members, references, text_at, whole_number_at
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("port-info")

_EVERYWHERE = ("0.0.0.0/0", "::/0")
_LISTENERS: tuple[Listener, ...] = ("plaintext", "tls", "scram", "iam")
_EXPORTERS: tuple[Literal["jmx", "node"], ...] = ("jmx", "node")


def _broker_ports() -> set[int]:
    """Of clients, and of the Prometheus exporters, which ask for no credentials."""
    listeners = [ports(listener) for listener in _LISTENERS]
    return {
        *(exporter_port(exporter) for exporter in _EXPORTERS),
        *(p for one in listeners for p in (one.vpc, one.ipv6, one.public) if p is not None),
    }


def _opened(ingress: Mapping[str, object]) -> set[int]:
    """The broker ports that a rule opens."""
    protocol = text_at(ingress, "IpProtocol")
    if protocol == "-1":
        return _broker_ports()
    first, last = whole_number_at(ingress, "FromPort"), whole_number_at(ingress, "ToPort")
    if protocol not in {"tcp", "6"} or not isinstance(first, int) or not isinstance(last, int):
        return set()
    return {port for port in _broker_ports() if first <= port <= last}


def _ingresses(view: TemplateView) -> Iterator[tuple[str, str, bool, Mapping[str, object]]]:
    """Each rule: logical id, property, whether a cluster has the group, and the rule itself."""
    of_clusters = references(
        [
            [properties.get("BrokerNodeGroupInfo"), properties.get("VpcConfigs")]
            for _, properties in view.of_type("AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster")
        ]
    )
    for logical_id, group in view.of_type("AWS::EC2::SecurityGroup"):
        for ingress in members(group.get("SecurityGroupIngress")):
            if isinstance(ingress, Mapping):
                yield logical_id, "SecurityGroupIngress", logical_id in of_clusters, ingress
    for logical_id, ingress in view.of_type("AWS::EC2::SecurityGroupIngress"):
        yield logical_id, "CidrIp", bool(references(ingress.get("GroupId")) & of_clusters), ingress


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of a group that is a cluster's, or names broker ports one by one, open to everyone."""
    for logical_id, path, is_of_cluster, ingress in _ingresses(view):
        sources = {text_at(ingress, "CidrIp"), text_at(ingress, "CidrIpv6")}
        everywhere = next((one for one in _EVERYWHERE if one in sources), None)
        opened = _opened(ingress)
        first = whole_number_at(ingress, "FromPort")
        names_them = first in _broker_ports() and first == whole_number_at(ingress, "ToPort")
        if everywhere is None or not opened or not (is_of_cluster or names_them):
            continue
        yield (
            logical_id,
            Finding(
                rule="broker-ports-are-closed",
                severity=SEVERITY,
                field=path,
                value=everywhere,
                must=f"not open the broker ports {', '.join(map(str, sorted(opened)))} to everyone",
                fix="name the security groups or the address ranges of the clients and scrapers",
                source=SOURCE,
            ),
        )
