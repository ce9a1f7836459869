"""A network becomes dual-stack after its cluster was created."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape

SEVERITY = Severity.ERROR

SOURCE = "https://github.com/hashicorp/terraform-provider-aws/pull/47279"
"""What was tried there: only IPV4 is taken at creation; UpdateConnectivity makes it DUAL."""


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse it at creation, as MSK does."""
    if shape.network_type != "DUAL":
        return None
    return Finding(
        rule="new-cluster-has-no-dual-stack",
        severity=SEVERITY,
        field="network_type",
        value=shape.network_type,
        must="be IPV4 while the cluster is being created",
        fix="deploy with IPV4 first, then change to DUAL in a second deployment",
        source=SOURCE,
    )
