"""Clusters run a Kafka version whose end of support has not passed."""

from datetime import date

from msk_model.facts.kafka_versions import all_kafka_versions, is_kraft, kafka_version
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("version-support")


def rule(shape: ClusterShape, on: date) -> Finding | None:
    """Warn of a version that MSK, on the day `on`, may replace by itself at any time."""
    if not isinstance(shape.kafka_version, str):
        return None
    facts = kafka_version(shape.kafka_version)
    if facts is None or facts.end_of_support is None or on <= facts.end_of_support:
        return None
    recommended = next(
        version.name
        for version in all_kafka_versions()
        if version.recommended and version.kraft == is_kraft(facts.name)
    )
    return Finding(
        rule="kafka-version-is-within-support",
        severity=SEVERITY,
        field="kafka_version",
        value=facts.name,
        must=f"be a version still supported (this one was until {facts.end_of_support}: "
        "MSK upgrades it without notice)",
        fix=f"upgrade to {recommended}",
        source=SOURCE,
    )
