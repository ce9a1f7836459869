"""Topics have at least one partition."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape, TopicShape
from msk_model.sources import template_reference

SEVERITY = Severity.ERROR
SOURCE = template_reference("aws-resource-msk-topic")


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse none and fewer."""
    if not isinstance(topic.partition_count, int) or topic.partition_count >= 1:
        return None
    return Finding(
        rule="topic-has-partitions",
        severity=SEVERITY,
        field="partition_count",
        value=topic.partition_count,
        must="be at least 1",
        fix="use as many as consumers shall share the work",
        source=SOURCE,
    )
