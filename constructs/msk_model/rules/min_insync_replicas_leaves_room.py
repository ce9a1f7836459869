"""min.insync.replicas is below the default replication factor."""

from msk_model.finding import Finding, Severity
from msk_model.rules.settings import number
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("bestpractices")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse a minimum above the factor; warn of one equal to it, which no broker may miss."""
    least = number(shape.server_properties, "min.insync.replicas")
    usual = shape.zone_count if shape.zone_count in {2, 3} else None
    factor = number(shape.server_properties, "default.replication.factor", usual)
    if least is None or factor is None or least < factor or least == factor == 1:
        return None
    return Finding(
        rule="min-insync-replicas-leaves-room",
        severity=Severity.ERROR if least > factor else Severity.WARNING,
        field="server_properties",
        value=least,
        must=f"set min.insync.replicas below the default replication factor of {factor}, "
        "or producers stop when a broker does",
        fix=f"set it to {max(1, factor - 1)}",
        source=SOURCE,
    )
