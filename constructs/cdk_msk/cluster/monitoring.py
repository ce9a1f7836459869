"""What brokers tell about themselves."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import aws_ec2 as ec2


class MonitoringLevel(enum.Enum):
    """The detail of the metrics in CloudWatch; each level includes those before it.

    https://docs.aws.amazon.com/msk/latest/developerguide/metrics-details.html
    """

    DEFAULT = "DEFAULT"
    """Free of charge."""
    PER_BROKER = "PER_BROKER"
    PER_TOPIC_PER_BROKER = "PER_TOPIC_PER_BROKER"
    PER_TOPIC_PER_PARTITION = "PER_TOPIC_PER_PARTITION"


@dataclass(frozen=True, kw_only=True)
class OpenMonitoring:
    """Prometheus exporters on every broker.

    https://docs.aws.amazon.com/msk/latest/developerguide/open-monitoring.html

    Attributes:
        jmx_exporter: Kafka's own metrics, on port 11001.
        node_exporter: Metrics of the machine, on port 11002.
        scrapers: Who may reach them, besides those that `Cluster.allow_scraping_from` lets in.
            Absent: nobody.
    """

    jmx_exporter: bool = True
    node_exporter: bool = True
    scrapers: Sequence[ec2.IConnectable] = ()
