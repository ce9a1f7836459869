"""SCRAM authentication needs TLS, and TLS alone, between clients and brokers."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-update-security")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse SCRAM authentication beside plaintext client traffic."""
    if shape.scram is not True:
        return None
    if shape.client_broker_encryption not in {"PLAINTEXT", "TLS_PLAINTEXT"}:
        return None
    return Finding(
        rule="scram-needs-tls",
        severity=SEVERITY,
        field="client_broker_encryption",
        value=shape.client_broker_encryption,
        must="be TLS for SCRAM authentication",
        fix="use TLS, or switch SCRAM off",
        source=SOURCE,
    )
