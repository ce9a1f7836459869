"""Topic names have 1 to 249 letters, digits, dots, underscores and hyphens."""

import re

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape, TopicShape
from msk_model.sources import template_reference

SEVERITY = Severity.ERROR
SOURCE = template_reference("aws-resource-msk-topic")


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse names Kafka refuses."""
    name = topic.topic_name
    if not isinstance(name, str):
        return None
    if re.fullmatch(r"[a-zA-Z0-9._-]{1,249}", name, re.ASCII) and name not in {".", ".."}:
        return None
    return Finding(
        rule="topic-name-is-legal",
        severity=SEVERITY,
        field="topic_name",
        value=name,
        must="have 1 to 249 letters, digits, dots, underscores and hyphens, and not be . or ..",
        fix="choose another name",
        source=SOURCE,
    )
