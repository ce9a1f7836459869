"""Traffic between clients and brokers is TLS, TLS_PLAINTEXT or PLAINTEXT."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import template_reference

SEVERITY = Severity.ERROR
SOURCE = template_reference("aws-properties-msk-cluster-encryptionintransit")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse any other word."""
    if not isinstance(shape.client_broker_encryption, str):
        return None
    if shape.client_broker_encryption in {"TLS", "TLS_PLAINTEXT", "PLAINTEXT"}:
        return None
    return Finding(
        rule="client-broker-encryption-is-known",
        severity=SEVERITY,
        field="client_broker_encryption",
        value=shape.client_broker_encryption,
        must="be TLS, TLS_PLAINTEXT or PLAINTEXT",
        fix="use TLS",
        source=SOURCE,
    )
