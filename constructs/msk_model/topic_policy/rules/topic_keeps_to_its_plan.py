"""A topic states nothing that its plan states otherwise."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msk_model.finding import Finding
from msk_model.topic_policy.parts import settings_text
from msk_model.unknown import Unknown

if TYPE_CHECKING:
    from msk_model.topic_policy.declared_topic import DeclaredTopic
    from msk_model.topic_policy.policy import TopicPolicy


def rule(topic: "DeclaredTopic", policy: "TopicPolicy") -> Iterator[Finding]:
    """Refuse another replication factor and other values of the plan's settings."""
    plan = policy.plan_of(topic)
    if plan is None:
        return
    name = topic.plan or policy.default_plan
    factor = topic.shape.replication_factor
    held = plan.replication_factor
    if held is not None and isinstance(factor, int) and factor != held:
        yield Finding(
            rule="topic-keeps-to-its-plan",
            severity=policy.severity,
            field="replication_factor",
            value=factor,
            must=f"be {held}, as the plan {name!r} has it",
            fix="leave it out, or choose another plan",
            source=policy.source,
        )
    configs = topic.shape.configs
    if isinstance(configs, Unknown):
        return
    for setting, text in settings_text(plan.configs).items():
        own = configs.get(setting, text)
        if isinstance(own, str) and own != text:
            yield Finding(
                rule="topic-keeps-to-its-plan",
                severity=policy.severity,
                field=f"configs.{setting}",
                value=own,
                must=f"be {text}, as the plan {name!r} has it",
                fix="leave it out, or choose another plan",
                source=policy.source,
            )
