"""Topics outlive the loss of one broker."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape, TopicShape
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("bestpractices")


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Warn of a single replica, which is offline whenever its broker restarts."""
    if topic.replication_factor != 1:
        return None
    return Finding(
        rule="replication-factor-survives-a-broker",
        severity=SEVERITY,
        field="replication_factor",
        value=topic.replication_factor,
        must="be at least 2, or partitions go offline whenever a broker is patched",
        fix="use 3",
        source=SOURCE,
    )
