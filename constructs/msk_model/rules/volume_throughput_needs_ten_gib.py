"""Provisioned volume throughput needs volumes of at least 10 GiB."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-provision-throughput-management")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse provisioned throughput on smaller volumes."""
    if not isinstance(shape.volume_throughput_mibps, int):
        return None
    if not isinstance(shape.volume_size_gib, int) or shape.volume_size_gib >= 10:
        return None
    return Finding(
        rule="volume-throughput-needs-ten-gib",
        severity=SEVERITY,
        field="volume_size_gib",
        value=shape.volume_size_gib,
        must="give each broker at least 10 GiB for provisioned throughput",
        fix="use a larger volume",
        source=SOURCE,
    )
