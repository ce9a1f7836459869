"""Public clusters encrypt all traffic, to clients and between brokers."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("public-access")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse public access with any plaintext."""
    if shape.public_access is not True:
        return None
    plaintext = shape.client_broker_encryption in {"PLAINTEXT", "TLS_PLAINTEXT"}
    if not plaintext and shape.in_cluster_encryption is not False:
        return None
    return Finding(
        rule="public-access-needs-encryption",
        severity=SEVERITY,
        field="public_access",
        value=True,
        must="stay off while any traffic is in plaintext",
        fix="use TLS to clients, and encryption in the cluster, which is decided at creation",
        source=SOURCE,
    )
