"""Dual-stack networking needs Kafka 3.6.0 or later."""

from msk_model.facts.kafka_versions import release_of
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("mskp-choose-cluster-network-type")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse it on older versions."""
    release = release_of(shape.kafka_version) if isinstance(shape.kafka_version, str) else None
    if shape.network_type != "DUAL" or release is None or release >= (3, 6):
        return None
    return Finding(
        rule="dual-stack-needs-kafka-version",
        severity=SEVERITY,
        field="kafka_version",
        value=shape.kafka_version,
        must="be 3.6.0 or later for a dual-stack network",
        fix="use 3.9.x, or network type IPV4",
        source=SOURCE,
    )
