"""The topics of a cluster have names of their own."""

from collections.abc import Iterator

from msk_model.finding import Finding, Severity
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import template_reference

SEVERITY = Severity.ERROR
SOURCE = template_reference("aws-resource-msk-topic")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Refuse a second topic of the same name, which CloudFormation cannot create."""
    owners: dict[tuple[str, str], str] = {}
    for logical_id, properties in view.of_type("AWS::MSK::Topic"):
        name = view.topics[logical_id].topic.topic_name
        arn = properties.get("ClusterArn")
        cluster = view.cluster_named_in(arn) or (arn if isinstance(arn, str) else None)
        if cluster is None or not isinstance(name, str):
            continue
        owner = owners.setdefault((cluster, name), logical_id)
        if owner == logical_id or _either_or(view, owner, logical_id):
            continue
        yield (
            logical_id,
            Finding(
                rule="topic-names-are-unique",
                severity=SEVERITY,
                field="TopicName",
                value=name,
                must=f"be used once for a cluster, and {owner} has it",
                fix="give one of them another name",
                source=SOURCE,
            ),
        )


def _either_or(view: TemplateView, *logical_ids: str) -> bool:
    """Whether a condition may leave one of them out."""
    return any("Condition" in view.resources[one] for one in logical_ids)
