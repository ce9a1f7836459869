"""What the MSK resources of one template cost, and what of it is left out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msk_model.cost.alarms import MONITORING_TYPES, brokers_watched, monitoring_costs
from msk_model.cost.cluster import cluster_costs
from msk_model.cost.line import CostLine, Estimate, added_up, line
from msk_model.cost.usage import Usage
from msk_model.facts.prices import HOURS_PER_MONTH, PriceTable
from msk_model.intrinsics import look_up, whole_number_at
from msk_model.resource import properties_of
from msk_model.template import from_template

ALWAYS_LEFT_OUT = (
    "data transfer: between zones, regions and to the internet",
    "CloudWatch: metrics of monitoring levels above DEFAULT, broker logs",
    "reads from tiered storage; data processed by multi-VPC connectivity",
    "taxes, discounts, support",
)
"""What no estimate holds, whatever is in the template."""

BILLED_ELSEWHERE: Mapping[str, str] = {
    "AWS::MSK::Channel": "data delivery",
    "AWS::ACMPCA::CertificateAuthority": "private certificate authorities",
    "AWS::Lambda::Function": "Lambda functions",
    "AWS::Lambda::EventSourceMapping": "event pollers",
    "AWS::S3::Bucket": "S3 buckets",
    "AWS::DynamoDB::Table": "DynamoDB tables",
    "AWS::KMS::Key": "KMS keys",
    "AWS::SecretsManager::Secret": "secrets",
    "AWS::Logs::LogGroup": "log groups",
    "AWS::Logs::MetricFilter": "metrics made of logs",
    "AWS::APS::Workspace": "Prometheus workspaces",
    "AWS::APS::Scraper": "Prometheus collectors",
    "AWS::EC2::EIP": "public addresses",
    "AWS::EC2::NatGateway": "NAT gateways",
    "AWS::EC2::VPCEndpoint": "VPC endpoints",
    "AWS::EC2::Instance": "EC2 instances",
    "AWS::EC2::FlowLog": "flow logs",
    "AWS::KinesisFirehose::DeliveryStream": "Firehose streams",
    "AWS::SQS::Queue": "queues",
    "AWS::SNS::Topic": "SNS topics",
}
"""Types that AWS bills for and an estimate of MSK leaves out."""


@dataclass(frozen=True, kw_only=True)
class ResourceCost:
    """What one resource costs.

    Attributes:
        resource: Its logical id; ``(monitoring)`` for all alarms and dashboards together.
        type: Its CloudFormation type.
        estimate: What it costs.
        conditional: Whether a condition decides if it is there; it is counted as if it were.
    """

    resource: str
    type: str
    estimate: Estimate
    conditional: bool


@dataclass(frozen=True, kw_only=True)
class TemplateCost:
    """What one template costs.

    Attributes:
        resources: The resources of MSK and MSK Connect that cost something, and monitoring.
        left_out: How many of other resources AWS bills for, by type.
    """

    resources: tuple[ResourceCost, ...]
    left_out: Mapping[str, int]

    @property
    def estimate(self) -> Estimate:
        """All resources together."""
        return added_up(one.estimate for one in self.resources)


def template_cost(
    template: Mapping[str, object],
    prices: PriceTable,
    usage: Usage,
    usages: Mapping[str, Usage] | None = None,
    broker_counts: Mapping[str, int] | None = None,
) -> TemplateCost:
    """What `template` costs in a month.

    Args:
        template: A CloudFormation template.
        prices: What things cost.
        usage: The load on each cluster that `usages` does not name.
        usages: The load on clusters, by logical id.
        broker_counts: How many brokers clusters of other templates have, by name, for alarms on
            them.
    """
    clusters = from_template(template).clusters
    resources = template.get("Resources")
    costs: list[ResourceCost] = []
    left_out: Counter[str] = Counter()
    for logical_id, resource in resources.items() if isinstance(resources, Mapping) else ():
        if not isinstance(resource, Mapping):
            continue
        kind = str(resource.get("Type"))
        own_usage = (usages or {}).get(logical_id, usage)
        if logical_id in clusters:
            estimate = cluster_costs(clusters[logical_id], own_usage, prices)
        elif kind == "AWS::KafkaConnect::Connector":
            estimate = Estimate((_connector(properties_of(resource), prices),))
        elif kind == "AWS::MSK::Replicator":
            estimate = Estimate(_replicator(own_usage, prices))
        else:
            left_out.update([kind] if kind in BILLED_ELSEWHERE else [])
            continue
        costs.append(
            ResourceCost(
                resource=logical_id,
                type=kind,
                estimate=estimate,
                conditional="Condition" in resource,
            )
        )
    costs.extend(_monitoring(resources, prices, {**(broker_counts or {}), **brokers_of(template)}))
    return TemplateCost(resources=tuple(costs), left_out=dict(sorted(left_out.items())))


def brokers_of(template: Mapping[str, object]) -> dict[str, int]:
    """How many brokers the clusters of `template` have, by name, where both are known."""
    return {
        shape.cluster_name: shape.broker_count
        for shape in from_template(template).clusters.values()
        if isinstance(shape.cluster_name, str) and isinstance(shape.broker_count, int)
    }


def _monitoring(
    resources: object, prices: PriceTable, broker_counts: Mapping[str, int]
) -> Iterator[ResourceCost]:
    """Alarms and dashboards as if they were one resource: dozens of cents are no reading."""
    if not isinstance(resources, Mapping):
        return
    estimate = monitoring_costs(resources, prices, {**brokers_watched(resources), **broker_counts})
    if estimate is not None:
        yield ResourceCost(
            resource="(monitoring)",
            type="AWS::CloudWatch::Alarm",
            estimate=estimate,
            conditional=any(
                "Condition" in one
                for one in resources.values()
                if isinstance(one, Mapping) and one.get("Type") in MONITORING_TYPES
            ),
        )


def _connector(properties: Mapping[str, object], prices: PriceTable) -> CostLine:
    """Worker hours; an autoscaled connector is counted with the fewest workers it can have."""
    fixed = ("Capacity", "ProvisionedCapacity")
    autoscaled = ("Capacity", "AutoScaling")
    scales = look_up(properties, *fixed) is None and look_up(properties, *autoscaled) is not None
    capacity = autoscaled if scales else fixed
    workers = whole_number_at(properties, *capacity, "MinWorkerCount" if scales else "WorkerCount")
    units = whole_number_at(properties, *capacity, "McuCount")
    known = isinstance(workers, int)
    if units is None and known:
        units = 1  # MSK Connect's own default
    quantity = (
        float(workers * units * HOURS_PER_MONTH)
        if isinstance(workers, int) and isinstance(units, int)
        else None
    )
    note = f"{workers} workers x {units} MCU"
    if scales:
        most = whole_number_at(properties, *autoscaled, "MaxWorkerCount")
        note += f", the fewest; autoscaling may start {most if isinstance(most, int) else 'more'}"
    return line(
        prices, "connect-unit", "workers", quantity, note=note, unknown="capacity is unknown"
    )


def _replicator(usage: Usage, prices: PriceTable) -> tuple[CostLine, ...]:
    return (
        line(prices, "replicator", "replicator", float(HOURS_PER_MONTH)),
        line(
            prices,
            "replicated-data",
            "replicated data",
            usage.ingress_gb,
            note="as if all that is written were replicated",
            unknown="state the ingress to know it",
        ),
    )
