"""Tiered storage needs Kafka 3.6.0 or later, or 2.8.2.tiered."""

from msk_model.facts.kafka_versions import release_of
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-tiered-storage")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse tiered storage on versions without it."""
    if shape.storage_mode != "TIERED" or not isinstance(shape.kafka_version, str):
        return None
    release = release_of(shape.kafka_version)
    if release is None or release >= (3, 6) or shape.kafka_version == "2.8.2.tiered":
        return None
    return Finding(
        rule="tiered-storage-needs-kafka-version",
        severity=SEVERITY,
        field="kafka_version",
        value=shape.kafka_version,
        must="be 3.6.0 or later (or 2.8.2.tiered) for tiered storage",
        fix="use 3.9.x, or local storage",
        source=SOURCE,
    )
