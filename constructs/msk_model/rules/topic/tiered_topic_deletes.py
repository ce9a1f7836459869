"""Topics with tiered storage delete old records and do not compact them."""

from collections.abc import Mapping

from msk_model.finding import Finding, Severity
from msk_model.rules.settings import flag
from msk_model.shape import ClusterShape, TopicShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-tiered-storage")


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse compaction of a tiered topic."""
    if flag(topic.configs, "remote.storage.enable") is not True:
        return None

    policy = topic.configs.get("cleanup.policy") if isinstance(topic.configs, Mapping) else None
    if not isinstance(policy, str) or "compact" not in policy:
        return None
    return Finding(
        rule="tiered-topic-deletes",
        severity=SEVERITY,
        field="configs",
        value=policy,
        must="set cleanup.policy to delete alone on a topic with tiered storage",
        fix="use delete, or leave tiered storage off",
        source=SOURCE,
    )
