"""What no ACL allows is refused."""

from msk_model.finding import Finding, Severity
from msk_model.rules.settings import flag
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("msk-acls")


def rule(shape: ClusterShape) -> Finding | None:
    """Warn of a configuration that says resources without ACLs are open to everyone."""
    if flag(shape.server_properties, "allow.everyone.if.no.acl.found") is not True:
        return None
    if True not in (shape.scram, shape.tls, shape.unauthenticated):
        return None
    return Finding(
        rule="acls-are-closed-by-default",
        severity=SEVERITY,
        field="server_properties",
        value="true",
        must="set allow.everyone.if.no.acl.found to false, "
        "or every client may use topics without ACLs",
        fix="define the ACLs first, then set it to false",
        source=SOURCE,
    )
