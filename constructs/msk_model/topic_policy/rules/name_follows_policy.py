"""Names of topics follow the policy."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msk_model.finding import Finding

if TYPE_CHECKING:
    from msk_model.topic_policy.declared_topic import DeclaredTopic
    from msk_model.topic_policy.policy import TopicPolicy


def rule(topic: "DeclaredTopic", policy: "TopicPolicy") -> Iterator[Finding]:
    """Refuse a name the pattern does not match as a whole."""
    naming = policy.naming
    if naming is None or not topic.name or re.fullmatch(naming.pattern, topic.name):
        return
    yield Finding(
        rule="name-follows-policy",
        severity=policy.severity,
        field="topic_name",
        value=topic.name,
        must=f"match {naming.pattern}",
        fix=naming.reason,
        source=policy.source,
    )
