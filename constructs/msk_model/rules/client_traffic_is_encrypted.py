"""Traffic between clients and brokers is encrypted."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("msk-encryption")


def rule(shape: ClusterShape) -> Finding | None:
    """Warn of plaintext client traffic."""
    if shape.client_broker_encryption not in {"PLAINTEXT", "TLS_PLAINTEXT"}:
        return None
    return Finding(
        rule="client-traffic-is-encrypted",
        severity=SEVERITY,
        field="client_broker_encryption",
        value=shape.client_broker_encryption,
        must="be TLS to keep records and passwords off the wire in clear",
        fix="use TLS",
        source=SOURCE,
    )
