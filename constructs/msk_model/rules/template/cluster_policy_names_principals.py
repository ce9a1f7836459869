"""The policy of a cluster names who may connect."""

from collections.abc import Iterator, Mapping

from msk_model.finding import Finding, Severity
from msk_model.intrinsics import look_up, members
from msk_model.policy_principals import EVERYBODY, let_in
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("mvpc-cluster-owner-action-policy")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of a policy that lets every AWS account in."""
    for logical_id, properties in view.of_type("AWS::MSK::ClusterPolicy"):
        for statement in members(look_up(properties, "Policy", "Statement")):
            if not isinstance(statement, Mapping) or EVERYBODY not in let_in(statement):
                continue
            yield (
                logical_id,
                Finding(
                    rule="cluster-policy-names-principals",
                    severity=SEVERITY,
                    field="Policy",
                    value="*",
                    must="name whom it lets in, or set a condition on who they are",
                    fix="put the account ids or the service in Principal",
                    source=SOURCE,
                ),
            )
