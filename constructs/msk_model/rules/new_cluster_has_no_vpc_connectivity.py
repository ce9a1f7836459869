"""Connectivity to other VPCs is switched on after a cluster was created."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape

SEVERITY = Severity.ERROR

SOURCE = "https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1775"
"""MSK's own words: "When creating a cluster, all vpcConnectivity auth schemes must be disabled"."""


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse it at creation, as MSK does."""
    if not isinstance(shape.vpc_connectivity, frozenset) or not shape.vpc_connectivity:
        return None
    return Finding(
        rule="new-cluster-has-no-vpc-connectivity",
        severity=SEVERITY,
        field="vpc_connectivity",
        value=sorted(shape.vpc_connectivity),
        must="be absent while the cluster is being created",
        fix="deploy without it first, then switch it on in a second deployment",
        source=SOURCE,
    )
