"""Topics with tiered storage live on clusters with tiered storage."""

from msk_model.finding import Finding, Severity
from msk_model.rules.settings import flag
from msk_model.shape import ClusterShape, TopicShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-tiered-storage")


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse a tiered topic on a cluster that keeps everything on its volumes."""
    if flag(topic.configs, "remote.storage.enable") is not True:
        return None

    if not isinstance(cluster.storage_mode, str) and cluster.storage_mode is not None:
        return None
    if cluster.storage_mode == "TIERED":
        return None
    return Finding(
        rule="tiered-topic-needs-tiered-cluster",
        severity=SEVERITY,
        field="configs",
        value="true",
        must="leave remote.storage.enable off on a cluster without tiered storage",
        fix="give the cluster storage mode TIERED first; there is no way back",
        source=SOURCE,
    )
