"""The transaction log has at least as many replicas as it must have in sync."""

from msk_model.finding import Finding, Severity
from msk_model.rules.settings import number
from msk_model.shape import ClusterShape
from msk_model.sources import KAFKA_BROKER_CONFIGS

SEVERITY = Severity.ERROR
SOURCE = KAFKA_BROKER_CONFIGS


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse a minimum of in-sync replicas above the log's replication factor."""
    least = number(shape.server_properties, "transaction.state.log.min.isr", 2)
    factor = number(shape.server_properties, "transaction.state.log.replication.factor", 3)
    if least is None or factor is None or least <= factor:
        return None
    return Finding(
        rule="transaction-log-can-be-written",
        severity=SEVERITY,
        field="server_properties",
        value=least,
        must=f"set transaction.state.log.min.isr to at most the {factor} replicas of the log, "
        "or no transaction commits",
        fix=f"set it to {max(1, factor - 1)}",
        source=SOURCE,
    )
