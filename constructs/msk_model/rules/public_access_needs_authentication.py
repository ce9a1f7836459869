"""Public clusters authenticate every client."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("public-access")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse public access beside unauthenticated access, or with no authentication at all."""
    if shape.public_access is not True:
        return None
    nobody = (shape.iam, shape.scram, shape.tls) == (False, False, False)
    if shape.unauthenticated is not True and not nobody:
        return None
    return Finding(
        rule="public-access-needs-authentication",
        severity=SEVERITY,
        field="public_access",
        value=True,
        must="stay off while clients can connect without authentication",
        fix="switch unauthenticated access off and IAM, SCRAM or client certificates on",
        source=SOURCE,
    )
