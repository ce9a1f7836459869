"""Authentications open to other VPCs are switched on in the cluster too."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("aws-access-mult-vpc")


def rule(shape: ClusterShape) -> Finding | None:
    """Warn of one that the cluster itself does not have."""
    if not isinstance(shape.vpc_connectivity, frozenset) or not shape.vpc_connectivity:
        return None
    missing = sorted(name for name in shape.vpc_connectivity if getattr(shape, name, None) is False)
    if not missing:
        return None
    return Finding(
        rule="vpc-connectivity-uses-enabled-authentication",
        severity=SEVERITY,
        field="vpc_connectivity",
        value=missing,
        must="name authentications that the cluster has switched on",
        fix=f"switch on {', '.join(missing)} in the cluster too",
        source=SOURCE,
    )
