"""Topics with tiered storage state a retention of three days or more."""

from collections.abc import Mapping

from msk_model.finding import Finding, Severity
from msk_model.rules.settings import flag, number
from msk_model.shape import ClusterShape, TopicShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-guidelines-tiered-storage-topic-level-config")


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse a tiered topic without retention.ms, and one too short."""
    if flag(topic.configs, "remote.storage.enable") is not True:
        return None

    if isinstance(topic.configs, Mapping) and "retention.ms" in topic.configs:
        kept = number(topic.configs, "retention.ms")
        if kept is None or kept == -1 or kept >= 259_200_000:
            return None
    else:
        kept = None
    return Finding(
        rule="tiered-topic-retains-three-days",
        severity=SEVERITY,
        field="configs",
        value=kept,
        must="set retention.ms to 259200000 (three days) or more, or -1, with tiered storage",
        fix="state how long records are kept",
        source=SOURCE,
    )
