"""Connectivity to other VPCs needs Kafka 2.7.1 or later."""

from msk_model.facts.kafka_versions import release_of
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("aws-access-mult-vpc")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse it on older versions."""
    if not isinstance(shape.vpc_connectivity, frozenset) or not shape.vpc_connectivity:
        return None
    release = release_of(shape.kafka_version) if isinstance(shape.kafka_version, str) else None
    if release is None or release >= (2, 7, 1):
        return None
    return Finding(
        rule="vpc-connectivity-needs-kafka-version",
        severity=SEVERITY,
        field="kafka_version",
        value=shape.kafka_version,
        must="be 2.7.1 or later for connectivity to other VPCs",
        fix="use 3.9.x",
        source=SOURCE,
    )
