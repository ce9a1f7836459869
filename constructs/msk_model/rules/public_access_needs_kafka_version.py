"""Public access needs Kafka 2.6.0 or later."""

from msk_model.facts.kafka_versions import release_of
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("public-access")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse it on older versions."""
    release = release_of(shape.kafka_version) if isinstance(shape.kafka_version, str) else None
    if shape.public_access is not True or release is None or release >= (2, 6):
        return None
    return Finding(
        rule="public-access-needs-kafka-version",
        severity=SEVERITY,
        field="kafka_version",
        value=shape.kafka_version,
        must="be 2.6.0 or later for public access",
        fix="use 3.9.x",
        source=SOURCE,
    )
