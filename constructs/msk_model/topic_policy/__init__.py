"""What an organization asks of its topics, beyond what Amazon MSK asks."""

from msk_model.topic_policy.declared_topic import DeclaredTopic
from msk_model.topic_policy.parts import ConfigRange, DeadLetters, NamingRule, TopicPlan
from msk_model.topic_policy.policy import TopicPolicy, Violation

__all__ = [
    "ConfigRange",
    "DeadLetters",
    "DeclaredTopic",
    "NamingRule",
    "TopicPlan",
    "TopicPolicy",
    "Violation",
]
