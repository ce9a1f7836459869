"""Standard m7g brokers need Kafka 2.8.2, or 3.3.2 and later."""

from msk_model.facts.kafka_versions import release_of
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("broker-instance-sizes")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse older versions on m7g."""
    if not isinstance(shape.broker_size, str) or not shape.broker_size.startswith("kafka.m7g."):
        return None
    release = release_of(shape.kafka_version) if isinstance(shape.kafka_version, str) else None
    if release is None or release == (2, 8, 2) or release >= (3, 3, 2):
        return None
    return Finding(
        rule="m7g-needs-kafka-version",
        severity=SEVERITY,
        field="kafka_version",
        value=shape.kafka_version,
        must="be 2.8.2, or 3.3.2 and later, on m7g brokers",
        fix="use 3.9.x, or m5 brokers",
        source=SOURCE,
    )
