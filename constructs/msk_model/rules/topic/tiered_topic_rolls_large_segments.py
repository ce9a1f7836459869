"""Topics with tiered storage move segments of at least 48 MiB or ten minutes."""

from msk_model.finding import Finding, Severity
from msk_model.rules.settings import flag, number
from msk_model.shape import ClusterShape, TopicShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-guidelines-tiered-storage-topic-level-config")


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse smaller and shorter segments."""
    if flag(topic.configs, "remote.storage.enable") is not True:
        return None

    for name, least in (("segment.bytes", 50_331_648), ("segment.ms", 600_000)):
        stated = number(topic.configs, name)
        if stated is not None and stated < least:
            return Finding(
                rule="tiered-topic-rolls-large-segments",
                severity=SEVERITY,
                field="configs",
                value=stated,
                must=f"set {name} to at least {least} on a topic with tiered storage",
                fix="raise it, or leave it out",
                source=SOURCE,
            )
    return None
