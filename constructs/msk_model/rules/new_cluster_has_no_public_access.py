"""Public access is switched on after a cluster was created."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("public-access")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse it at creation, as MSK does."""
    if shape.public_access is not True:
        return None
    return Finding(
        rule="new-cluster-has-no-public-access",
        severity=SEVERITY,
        field="public_access",
        value=True,
        must="be off while the cluster is being created",
        fix="deploy without it first, then switch it on in a second deployment",
        source=SOURCE,
    )
