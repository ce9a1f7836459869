"""Storage autoscaling aims at 10 to 80 percent of the volume in use."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-autoexpand")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse targets outside MSK's range; AWS advises 50 to 60."""
    target = shape.autoscaling_target_percent
    if not isinstance(target, int) or 10 <= target <= 80:
        return None
    return Finding(
        rule="autoscaling-target-is-within-range",
        severity=SEVERITY,
        field="autoscaling_target_percent",
        value=target,
        must="aim at 10 to 80 percent of the volume in use",
        fix="use 50 to 60, as AWS advises",
        source=SOURCE,
    )
