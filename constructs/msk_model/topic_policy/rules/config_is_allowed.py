"""Topics state only settings that the policy lets them state."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msk_model.finding import Finding
from msk_model.nearest import nearest
from msk_model.unknown import Unknown

if TYPE_CHECKING:
    from msk_model.topic_policy.declared_topic import DeclaredTopic
    from msk_model.topic_policy.policy import TopicPolicy


def rule(topic: "DeclaredTopic", policy: "TopicPolicy") -> Iterator[Finding]:
    """Refuse settings beyond the allowed ones and those of the topic's plan."""
    configs = topic.shape.configs
    if policy.allowed_configs is None or isinstance(configs, Unknown):
        return
    plan = policy.plan_of(topic)
    of_plan = {*plan.configs, *plan.default_configs} if plan else set()
    for setting in configs:
        if setting in policy.allowed_configs or setting in of_plan:
            continue
        allowed = sorted(policy.allowed_configs)
        likely = nearest(setting, allowed)
        yield Finding(
            rule="config-is-allowed",
            severity=policy.severity,
            field=f"configs.{setting}",
            value=configs[setting],
            must=f"not be stated; topics may state {', '.join(allowed) or 'no settings'}",
            fix=f"did you mean {likely!r}?" if likely else "leave it out",
            source=policy.source,
        )
