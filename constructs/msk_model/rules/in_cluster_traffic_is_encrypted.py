"""Traffic between brokers is encrypted."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("msk-encryption")


def rule(shape: ClusterShape) -> Finding | None:
    """Warn of plaintext in the cluster, which cannot be mended later."""
    if shape.in_cluster_encryption is not False:
        return None
    return Finding(
        rule="in-cluster-traffic-is-encrypted",
        severity=SEVERITY,
        field="in_cluster_encryption",
        value=False,
        must="be on: it cannot be switched on later, and without it there is no public access",
        fix="leave it on",
        source=SOURCE,
    )
