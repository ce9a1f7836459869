"""Every topic has an owner, and one of the known ones."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msk_model.finding import Finding
from msk_model.nearest import nearest

if TYPE_CHECKING:
    from msk_model.topic_policy.declared_topic import DeclaredTopic
    from msk_model.topic_policy.policy import TopicPolicy


def rule(topic: "DeclaredTopic", policy: "TopicPolicy") -> Iterator[Finding]:
    """Refuse a topic nobody answers for, and an owner nobody knows."""
    if topic.owner is None:
        if not policy.owner_required:
            return
        must, fix = "name who answers for the topic", "name its team"
    elif policy.owners and topic.owner not in policy.owners:
        must = f"be one of {', '.join(sorted(policy.owners))}"
        likely = nearest(topic.owner, sorted(policy.owners))
        fix = f"did you mean {likely!r}?" if likely else "add the owner to the policy"
    else:
        return
    yield Finding(
        rule="owner-is-named",
        severity=policy.severity,
        field="owner",
        value=topic.owner,
        must=must,
        fix=fix,
        source=policy.source,
    )
