"""Every rule about a topic and the cluster it lives on."""

from collections.abc import Callable

from msk_model.finding import Finding
from msk_model.rules.topic import (
    min_insync_replicas_is_below_replication_factor,
    replication_factor_fits_brokers,
    replication_factor_is_three_on_express,
    replication_factor_survives_a_broker,
    tiered_topic_deletes,
    tiered_topic_keeps_less_locally,
    tiered_topic_needs_tiered_cluster,
    tiered_topic_retains_three_days,
    tiered_topic_rolls_large_segments,
    topic_fits_express_quota,
    topic_fits_recommended_partitions,
    topic_fits_serverless_quota,
    topic_has_partitions,
    topic_name_is_legal,
    topic_name_is_not_reserved,
    topics_need_kafka_version,
    topics_need_provisioned_cluster,
)
from msk_model.shape import ClusterShape, TopicShape

TopicRule = Callable[[TopicShape, ClusterShape], Finding | None]

TOPIC_RULES: tuple[TopicRule, ...] = (
    topic_name_is_legal.rule,
    topic_name_is_not_reserved.rule,
    topic_has_partitions.rule,
    topic_fits_recommended_partitions.rule,
    topic_fits_express_quota.rule,
    topic_fits_serverless_quota.rule,
    replication_factor_fits_brokers.rule,
    replication_factor_is_three_on_express.rule,
    replication_factor_survives_a_broker.rule,
    min_insync_replicas_is_below_replication_factor.rule,
    tiered_topic_needs_tiered_cluster.rule,
    tiered_topic_deletes.rule,
    tiered_topic_retains_three_days.rule,
    tiered_topic_keeps_less_locally.rule,
    tiered_topic_rolls_large_segments.rule,
)
"""Hold for every topic."""

NATIVE_TOPIC_RULES: tuple[TopicRule, ...] = (
    topics_need_provisioned_cluster.rule,
    topics_need_kafka_version.rule,
)
"""Hold for topics that MSK itself manages, besides."""
