"""Clusters that authenticate clients encrypt the traffic between their brokers."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-update-security")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse IAM, SCRAM and client certificates without encryption in the cluster."""
    if shape.in_cluster_encryption is not False:
        return None
    if True not in (shape.iam, shape.scram, shape.tls):
        return None
    return Finding(
        rule="authentication-needs-in-cluster-encryption",
        severity=SEVERITY,
        field="in_cluster_encryption",
        value=False,
        must="be on for IAM, SCRAM and client certificates",
        fix="switch it on now; it cannot be switched on later",
        source=SOURCE,
    )
