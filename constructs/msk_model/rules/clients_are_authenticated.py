"""Clients say who they are."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import security_hub

SEVERITY = Severity.WARNING
SOURCE = security_hub("msk-6")


def rule(shape: ClusterShape) -> Finding | None:
    """Warn of access without authentication."""
    if shape.unauthenticated is not True:
        return None
    return Finding(
        rule="clients-are-authenticated",
        severity=SEVERITY,
        field="unauthenticated",
        value="unauthenticated access",
        must="keep unauthenticated clients out: who reaches a broker may read and write everything",
        fix="switch on IAM and switch unauthenticated access off",
        source=SOURCE,
    )
