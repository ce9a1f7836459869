"""Cluster names have 1 to 64 characters."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import template_reference

SEVERITY = Severity.ERROR
SOURCE = template_reference("aws-resource-msk-cluster")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse an empty name and one CloudFormation finds too long."""
    if not isinstance(shape.cluster_name, str) or 1 <= len(shape.cluster_name) <= 64:
        return None
    return Finding(
        rule="cluster-name-fits",
        severity=SEVERITY,
        field="cluster_name",
        value=shape.cluster_name,
        must=f"have 1 to 64 characters, not {len(shape.cluster_name)}",
        fix="shorten it" if shape.cluster_name else "name the cluster",
        source=SOURCE,
    )
