"""Storage autoscaling grows volumes to 16384 GiB at most, and to no less than they have."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-autoexpand")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse a maximum below the volume's own size or above MSK's limit."""
    most, size = shape.autoscaling_max_gib, shape.volume_size_gib
    if not isinstance(most, int):
        return None
    least = size if isinstance(size, int) else 1
    if least <= most <= 16384:
        return None
    return Finding(
        rule="autoscaling-maximum-is-within-range",
        severity=SEVERITY,
        field="autoscaling_max_gib",
        value=most,
        must=f"grow volumes to a maximum from {least} to 16384 GiB",
        fix="raise the maximum above the volume size" if most < least else "lower the maximum",
        source=SOURCE,
    )
