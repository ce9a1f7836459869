"""One resource owns the whole list of secrets of a cluster."""

from collections.abc import Iterator

from msk_model.finding import Finding, Severity
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import template_reference

SEVERITY = Severity.ERROR
SOURCE = template_reference("aws-resource-msk-batchscramsecret")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Refuse a second one: both have the cluster's ARN as their id and undo each other."""
    owners: dict[str, str] = {}
    for logical_id, properties in view.of_type("AWS::MSK::BatchScramSecret"):
        arn = properties.get("ClusterArn")
        cluster = view.cluster_named_in(arn) or (arn if isinstance(arn, str) else None)
        if cluster is None or owners.setdefault(cluster, logical_id) == logical_id:
            continue
        yield (
            logical_id,
            Finding(
                rule="scram-secrets-have-one-owner",
                severity=SEVERITY,
                field="ClusterArn",
                value=cluster,
                must=f"be of a cluster without another BatchScramSecret than {owners[cluster]}",
                fix=f"move the secrets into the list of {owners[cluster]}",
                source=SOURCE,
            ),
        )
