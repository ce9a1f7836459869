"""Each Standard broker has a volume of 1 to 16384 GiB."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("limits")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse sizes outside MSK's limits."""
    if not isinstance(shape.volume_size_gib, int) or 1 <= shape.volume_size_gib <= 16384:
        return None
    return Finding(
        rule="volume-size-is-within-range",
        severity=SEVERITY,
        field="volume_size_gib",
        value=shape.volume_size_gib,
        must="give each broker a volume of 1 to 16384 GiB",
        fix="choose a size in that range; more brokers hold more",
        source=SOURCE,
    )
