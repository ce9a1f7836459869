"""The Kafka version is one that the broker type runs."""

from msk_model.facts.kafka_versions import all_kafka_versions, kafka_version
from msk_model.finding import Finding, Severity
from msk_model.shape import BrokerType, ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("supported-kafka-versions")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse versions that only the other broker type runs."""
    facts = kafka_version(shape.kafka_version) if isinstance(shape.kafka_version, str) else None
    express = shape.broker_type is BrokerType.EXPRESS
    if facts is None or not isinstance(shape.broker_type, BrokerType):
        return None
    if facts.express if express else facts.standard:
        return None
    offered = [
        version.name
        for version in all_kafka_versions()
        if version.end_of_support is None and (version.express if express else version.standard)
    ]
    brokers = "Express" if express else "Standard"
    return Finding(
        rule="kafka-version-runs-on-broker-type",
        severity=SEVERITY,
        field="kafka_version",
        value=facts.name,
        must=f"be a version that {brokers} brokers run",
        fix=f"use one of {', '.join(offered)}",
        source=SOURCE,
    )
