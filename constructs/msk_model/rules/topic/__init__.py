"""Every rule about a topic and the cluster it lives on."""

from collections.abc import Callable

from msk_model.finding import Finding
from msk_model.shape import ClusterShape, TopicShape

TopicRule = Callable[[TopicShape, ClusterShape], Finding | None]

TOPIC_RULES: tuple[TopicRule, ...] = ()
"""Hold for every topic."""
