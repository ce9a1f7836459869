"""IAM authentication needs TLS, and TLS alone, between clients and brokers."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-update-security")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse IAM authentication beside plaintext client traffic."""
    if shape.iam is not True:
        return None
    if shape.client_broker_encryption not in {"PLAINTEXT", "TLS_PLAINTEXT"}:
        return None
    return Finding(
        rule="iam-needs-tls",
        severity=SEVERITY,
        field="client_broker_encryption",
        value=shape.client_broker_encryption,
        must="be TLS for IAM authentication",
        fix="use TLS, or switch IAM off",
        source=SOURCE,
    )
