"""The clusters of a template have names of their own."""

from collections.abc import Iterator

from msk_model.finding import Finding, Severity
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import template_reference

SEVERITY = Severity.ERROR
SOURCE = template_reference("aws-resource-msk-cluster")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Refuse a second cluster of the same name, which MSK cannot create."""
    owners: dict[str, str] = {}
    for logical_id, cluster in view.clusters.items():
        name = cluster.cluster_name
        if not isinstance(name, str) or "Condition" in view.resources[logical_id]:
            continue
        if (owner := owners.setdefault(name, logical_id)) == logical_id:
            continue
        yield (
            logical_id,
            Finding(
                rule="cluster-names-are-unique",
                severity=SEVERITY,
                field="ClusterName",
                value=name,
                must=f"be used once in an account and region, and {owner} has it",
                fix="give one of them another name",
                source=SOURCE,
            ),
        )
