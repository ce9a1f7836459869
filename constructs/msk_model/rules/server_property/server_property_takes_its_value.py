"""Every property of a configuration has a value Kafka can read and MSK accepts."""

from msk_model.facts.server_properties import server_property
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import KAFKA_BROKER_CONFIGS, developer_guide

SEVERITY = Severity.ERROR

SOURCE = developer_guide("msk-configuration-properties")


def rule(name: str, value: object, shape: ClusterShape) -> Finding | None:
    """Refuse values of the wrong type and outside the range."""
    facts = server_property(name)
    if facts is None or not isinstance(value, str) or facts.value.accepts(value):
        return None
    return Finding(
        rule="server-property-takes-its-value",
        severity=SEVERITY,
        field="server_properties",
        value=value,
        must=f"set {name} to {facts.value.phrase}",
        fix="correct the value",
        source=SOURCE if facts.msk_range else KAFKA_BROKER_CONFIGS,
    )
