"""Clusters let clients in by at least one authentication, or unauthenticated."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-update-security")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse a cluster nobody can connect to."""
    if (shape.iam, shape.scram, shape.tls, shape.unauthenticated) != (False, False, False, False):
        return None
    return Finding(
        rule="some-authentication-is-on",
        severity=SEVERITY,
        field="iam",
        value="none",
        must="switch on at least one authentication",
        fix="switch on IAM, SCRAM or client certificates",
        source=SOURCE,
    )
