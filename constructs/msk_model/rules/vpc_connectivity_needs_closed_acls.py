"""Clusters open to other VPCs by SCRAM or certificates refuse what no ACL allows."""

from collections.abc import Mapping

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("mvpc-cross-account-permissions")


def _opens_acl_authentication(shape: ClusterShape) -> bool:
    """Whether other VPCs come in by an authentication whose rights are Kafka ACLs."""
    opened = shape.vpc_connectivity
    return isinstance(opened, frozenset) and not opened.isdisjoint({"scram", "tls"})


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse such connectivity while resources without ACLs are open to everyone."""
    if not _opens_acl_authentication(shape):
        return None
    properties = shape.server_properties
    if properties is not None and not isinstance(properties, Mapping):
        return None
    stated = (properties or {}).get("allow.everyone.if.no.acl.found", "true")
    if not isinstance(stated, str) or stated.strip().lower() == "false":
        return None
    return Finding(
        rule="vpc-connectivity-needs-closed-acls",
        severity=SEVERITY,
        field="server_properties",
        value=stated,
        must="set allow.everyone.if.no.acl.found to false for other VPCs by SCRAM or certificates",
        fix="define the ACLs first, then set it to false",
        source=SOURCE,
    )
