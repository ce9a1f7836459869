"""Client certificates need TLS between clients and brokers."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-update-security")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse mTLS on a cluster with plaintext client traffic only."""
    if shape.tls is not True or shape.client_broker_encryption != "PLAINTEXT":
        return None
    return Finding(
        rule="client-certificates-need-tls",
        severity=SEVERITY,
        field="client_broker_encryption",
        value=shape.client_broker_encryption,
        must="be TLS or TLS_PLAINTEXT for client certificates",
        fix="use TLS",
        source=SOURCE,
    )
