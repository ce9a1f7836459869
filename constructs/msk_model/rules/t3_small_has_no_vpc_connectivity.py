"""Private connectivity to other VPCs needs brokers larger than kafka.t3.small."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("aws-access-mult-vpc")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse multi-VPC connectivity on the smallest size."""
    if shape.broker_size != "kafka.t3.small" or not isinstance(shape.vpc_connectivity, frozenset):
        return None
    if not shape.vpc_connectivity:
        return None
    return Finding(
        rule="t3-small-has-no-vpc-connectivity",
        severity=SEVERITY,
        field="broker_size",
        value=shape.broker_size,
        must="be larger for connectivity to other VPCs",
        fix="use kafka.m7g.large, or leave vpc_connectivity out",
        source=SOURCE,
    )
