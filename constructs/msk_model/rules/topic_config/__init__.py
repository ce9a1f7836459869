"""Every rule about one setting of a topic: `rule(name, value, topic, cluster)`."""

from collections.abc import Callable

from msk_model.finding import Finding
from msk_model.rules.topic_config import (
    topic_config_fits_kafka_version,
    topic_config_is_settable,
    topic_config_takes_its_value,
)
from msk_model.shape import ClusterShape, TopicShape

TopicConfigRule = Callable[[str, object, TopicShape, ClusterShape], Finding | None]

TOPIC_CONFIG_RULES: tuple[TopicConfigRule, ...] = (
    topic_config_is_settable.rule,
    topic_config_takes_its_value.rule,
    topic_config_fits_kafka_version.rule,
)
"""Hold for each setting by itself."""
