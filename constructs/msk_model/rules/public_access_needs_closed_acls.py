"""Public clusters with SCRAM or client certificates refuse what no ACL allows."""

from collections.abc import Mapping

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("public-access")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse public access while resources without ACLs are open to everyone."""
    if shape.public_access is not True or True not in (shape.scram, shape.tls):
        return None
    properties = shape.server_properties
    if properties is not None and not isinstance(properties, Mapping):
        return None
    stated = (properties or {}).get("allow.everyone.if.no.acl.found", "true")
    if not isinstance(stated, str) or stated.strip().lower() == "false":
        return None
    return Finding(
        rule="public-access-needs-closed-acls",
        severity=SEVERITY,
        field="server_properties",
        value=stated,
        must="set allow.everyone.if.no.acl.found to false for public SCRAM or certificates",
        fix="define the ACLs first, then set it to false",
        source=SOURCE,
    )
