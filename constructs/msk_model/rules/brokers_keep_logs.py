"""Broker logs go somewhere."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape, ClusterType
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("msk-logging")


def rule(shape: ClusterShape) -> Finding | None:
    """Warn of a cluster whose brokers log to nowhere."""
    if shape.broker_log_destinations != frozenset() or shape.cluster_type is ClusterType.SERVERLESS:
        return None
    return Finding(
        rule="brokers-keep-logs",
        severity=SEVERITY,
        field="broker_log_destinations",
        value="no destination",
        must="send broker logs somewhere",
        fix="send them to CloudWatch Logs, S3 or Firehose",
        source=SOURCE,
    )
