"""No two topics share a name, or names that metrics cannot tell apart."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msk_model.finding import Finding

if TYPE_CHECKING:
    from msk_model.topic_policy.declared_topic import DeclaredTopic
    from msk_model.topic_policy.policy import TopicPolicy


def rule(
    topics: "tuple[DeclaredTopic, ...]", policy: "TopicPolicy"
) -> "Iterator[tuple[DeclaredTopic, Finding]]":
    """Refuse the second of two names that differ in nothing but dots and underscores.

    Kafka itself refuses to create it: both become the same name of a metric.
    """
    first: dict[str, DeclaredTopic] = {}
    for topic in topics:
        if not topic.name:
            continue
        other = first.setdefault(topic.name.replace(".", "_"), topic)
        if other is not topic:
            place = f" in {other.file}" if other.file and other.file != topic.file else ""
            yield (
                topic,
                Finding(
                    rule="topic-names-differ",
                    severity=policy.severity,
                    field="topic_name",
                    value=topic.name,
                    must=f"differ from {other.name!r}{place} in more than dots and underscores",
                    fix="choose another name, or remove one of the two",
                    source="https://kafka.apache.org/documentation/#basic_ops_add_topic",
                ),
            )
