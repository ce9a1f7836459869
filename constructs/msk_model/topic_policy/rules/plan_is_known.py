"""Every topic follows a plan of the policy, if that has plans."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msk_model.finding import Finding
from msk_model.nearest import nearest

if TYPE_CHECKING:
    from msk_model.topic_policy.declared_topic import DeclaredTopic
    from msk_model.topic_policy.policy import TopicPolicy


def rule(topic: "DeclaredTopic", policy: "TopicPolicy") -> Iterator[Finding]:
    """Refuse an unknown plan, and none where none is the default."""
    if policy.plan_of(topic) is not None or (not policy.plans and topic.plan is None):
        return
    names = ", ".join(policy.plans)
    likely = nearest(topic.plan or "", policy.plans)
    yield Finding(
        rule="plan-is-known",
        severity=policy.severity,
        field="plan",
        value=topic.plan,
        must=f"be one of {names}" if names else "be left out, for the policy has no plans",
        fix=f"did you mean {likely!r}?" if likely else "choose one" if names else "leave it out",
        source=policy.source,
    )
