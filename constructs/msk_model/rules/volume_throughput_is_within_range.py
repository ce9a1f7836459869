"""Provisioned volume throughput is at least 250 MiB/s and at most what the broker size carries."""

from msk_model.facts.broker_sizes import broker_size
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-provision-throughput-management")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse throughput outside the range of the size."""
    throughput = shape.volume_throughput_mibps
    if not isinstance(throughput, int):
        return None
    size = broker_size(shape.broker_size) if isinstance(shape.broker_size, str) else None
    most = size.max_volume_throughput_mibps if size else None
    if throughput >= 250 and (most is None or throughput <= most):
        return None
    upper = f"{most:g} MiB/s on {size.name}" if size and most else "what the broker size carries"
    return Finding(
        rule="volume-throughput-is-within-range",
        severity=SEVERITY,
        field="volume_throughput_mibps",
        value=throughput,
        must=f"provision from 250 MiB/s to {upper}",
        fix="choose a value in that range, or leave it out for the 250 MiB/s that are included",
        source=SOURCE,
    )
