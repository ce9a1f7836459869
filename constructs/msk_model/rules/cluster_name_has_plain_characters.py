"""Cluster names are letters, digits and hyphens, and start with a letter or digit."""

import re

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import template_reference

SEVERITY = Severity.WARNING
SOURCE = template_reference("aws-resource-msk-cluster")


def rule(shape: ClusterShape) -> Finding | None:
    """Warn of other characters: MSK's pages do not say what it takes, only what it took so far."""
    if not isinstance(shape.cluster_name, str) or not shape.cluster_name:
        return None
    if re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z-]*", shape.cluster_name, re.ASCII):
        return None
    return Finding(
        rule="cluster-name-has-plain-characters",
        severity=SEVERITY,
        field="cluster_name",
        value=shape.cluster_name,
        must="consist of letters, digits and hyphens, and start with a letter or digit",
        fix="replace the other characters with hyphens",
        source=SOURCE,
    )
