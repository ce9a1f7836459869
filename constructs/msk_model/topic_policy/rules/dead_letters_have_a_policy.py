"""Dead-letter topics are asked for where the policy says what they are like."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msk_model.finding import Finding

if TYPE_CHECKING:
    from msk_model.topic_policy.declared_topic import DeclaredTopic
    from msk_model.topic_policy.policy import TopicPolicy


def rule(topic: "DeclaredTopic", policy: "TopicPolicy") -> Iterator[Finding]:
    """Refuse to ask for what the policy does not describe."""
    if not topic.dead_letter or policy.dead_letters is not None:
        return
    yield Finding(
        rule="dead-letters-have-a-policy",
        severity=policy.severity,
        field="dead_letter",
        value=topic.dead_letter,
        must="be left out, for the policy does not say what dead-letter topics are like",
        fix="state dead_letters in the policy",
        source=policy.source,
    )
