"""Serverless clusters are asked for only in regions that have them."""

from collections.abc import Iterator

from msk_model.facts.regions import regions_without
from msk_model.finding import Finding, Severity
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import template_reference

SEVERITY = Severity.ERROR
SOURCE = template_reference("aws-resource-msk-serverlesscluster")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Refuse the resource where CloudFormation does not know it."""
    if view.region not in regions_without("serverless"):
        return
    for logical_id, _ in view.of_type("AWS::MSK::ServerlessCluster"):
        yield (
            logical_id,
            Finding(
                rule="serverless-is-in-region",
                severity=SEVERITY,
                field="Type",
                value=view.region,
                must="be a type that the region has; it has no serverless clusters",
                fix="use a provisioned cluster or another region",
                source=SOURCE,
            ),
        )
