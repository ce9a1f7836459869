"""No default replication factor is above the number of brokers."""

from msk_model.finding import Finding, Severity
from msk_model.rules.settings import number
from msk_model.shape import ClusterShape
from msk_model.sources import KAFKA_BROKER_CONFIGS

SEVERITY = Severity.ERROR
SOURCE = KAFKA_BROKER_CONFIGS

_FACTORS = (
    "default.replication.factor",
    "offsets.topic.replication.factor",
    "transaction.state.log.replication.factor",
)


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse factors the brokers cannot carry, for topics, offsets and transactions."""
    if not isinstance(shape.broker_count, int):
        return None
    for name in _FACTORS:
        factor = number(shape.server_properties, name)
        if factor is not None and factor > shape.broker_count:
            return Finding(
                rule="replication-properties-fit-brokers",
                severity=SEVERITY,
                field="server_properties",
                value=factor,
                must=f"set {name} to at most the {shape.broker_count} brokers of the cluster",
                fix="lower it, or add brokers",
                source=SOURCE,
            )
    return None
