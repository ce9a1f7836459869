"""Topics with tiered storage keep less on their volumes than in all."""

from msk_model.finding import Finding, Severity
from msk_model.rules.settings import flag, number
from msk_model.shape import ClusterShape, TopicShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-guidelines-tiered-storage-topic-level-config")


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse a local retention above the whole."""
    if flag(topic.configs, "remote.storage.enable") is not True:
        return None

    for local, whole in (
        ("local.retention.ms", "retention.ms"),
        ("local.retention.bytes", "retention.bytes"),
    ):
        near, all_ = number(topic.configs, local), number(topic.configs, whole)
        if near is not None and all_ is not None and near > all_ > 0:
            return Finding(
                rule="tiered-topic-keeps-less-locally",
                severity=SEVERITY,
                field="configs",
                value=near,
                must=f"set {local} to at most {whole}, {all_}",
                fix="lower it, or leave it out to keep all of it on the volumes",
                source=SOURCE,
            )
    return None
