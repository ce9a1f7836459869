"""The CloudWatch metrics of clusters, of MSK Connect and of MSK Replicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from msk_model.facts.table import read_table
from msk_model.shape import BrokerType, ClusterType

Condition = Literal["t3", "zookeeper", "iam", "tiered"]
LEVELS = ("DEFAULT", "PER_BROKER", "PER_TOPIC_PER_BROKER", "PER_TOPIC_PER_PARTITION")
"""The monitoring levels, each of which includes those before it."""


@dataclass(frozen=True, kw_only=True)
class MetricFacts:
    """A metric with one set of dimensions.

    Attributes:
        name: As CloudWatch spells it.
        namespace: CloudWatch namespace.
        meaning: What it tells, in one sentence.
        dimensions: Names of the dimensions, ``Cluster Name`` first.
        unit: What a value counts, for labels. Never a filter: CloudWatch then finds nothing.
        statistic: The one that means something for one broker, cluster or group.
        in_parts: Whether it is published in parts once a minute, so that only a sum over a minute
            is its value.
        standard: The least monitoring level at which Standard brokers publish it; `None`: never.
        express: As for Standard.
        serverless: As for Standard; always ``DEFAULT`` or `None`.
        only: What else a cluster needs: brokers of a t3 size, ZooKeeper, IAM, tiered storage.
            `None`: nothing.
    """

    name: str
    meaning: str
    namespace: str
    dimensions: tuple[str, ...]
    unit: str
    statistic: str
    in_parts: bool = False
    standard: str | None = None
    express: str | None = None
    serverless: str | None = None
    only: Condition | None = None

    def level(self, cluster_type: ClusterType, broker_type: BrokerType | None) -> str | None:
        """The least level at which such a cluster publishes it; `None`: never."""
        if cluster_type is ClusterType.SERVERLESS:
            return self.serverless
        return self.express if broker_type is BrokerType.EXPRESS else self.standard


@cache
def all_metrics() -> tuple[MetricFacts, ...]:
    """Every metric of clusters with every set of dimensions, the fewest dimensions first."""
    table = read_table("metrics")
    return _rows(table, "metrics", table["namespace"], table["meanings"])


@cache
def connector_metrics() -> tuple[MetricFacts, ...]:
    """Every metric of a connector of MSK Connect; all are free of charge."""
    table = read_table("metrics")
    return _rows(table, "connector", table["connector_namespace"], table["connector_meanings"])


@cache
def replicator_metrics() -> tuple[MetricFacts, ...]:
    """Every metric of a replicator with every set of dimensions, the fewest first."""
    table = read_table("metrics")
    return _rows(table, "replicator", table["namespace"], table["replicator_meanings"])


def _rows(
    table: Mapping[str, Any], key: str, namespace: str, meanings: Mapping[str, str]
) -> tuple[MetricFacts, ...]:
    rows: Sequence[Mapping[str, Any]] = table[key]
    return tuple(
        MetricFacts(
            **{**row, "dimensions": tuple(table["dimensions"][row["dimensions"]])},
            namespace=namespace,
            meaning=meanings[row["name"]],
        )
        for row in rows
    )


def metric(name: str, *, dimensions: tuple[str, ...] | None = None) -> MetricFacts | None:
    """The metric called `name`, or `None` when MSK publishes none such.

    Args:
        name: As CloudWatch spells it.
        dimensions: Names of the dimensions wanted. Absent: the fewest it is published with.
    """
    return next(
        (one for one in all_metrics() if one.name == name and dimensions in (None, one.dimensions)),
        None,
    )


def published_metrics(
    cluster_type: ClusterType, broker_type: BrokerType | None, level: str
) -> tuple[MetricFacts, ...]:
    """What such a cluster publishes at a monitoring level, `MetricFacts.only` not looked at.

    Args:
        cluster_type: Provisioned or serverless.
        broker_type: Ignored for serverless clusters.
        level: One of `LEVELS`. Serverless clusters publish all they have at ``DEFAULT``.
    """
    included = LEVELS[: LEVELS.index(level) + 1]
    return tuple(one for one in all_metrics() if one.level(cluster_type, broker_type) in included)
