"""What was read of a cluster at one time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from msk_model.shape import ClusterShape
from msk_model.status.series import Series

BROKER, GROUP, TOPIC = "Broker ID", "Consumer Group", "Topic"
"""Dimensions as CloudWatch spells them."""


@dataclass(frozen=True)
class MetricId:
    """One metric of one cluster.

    Attributes:
        name: As CloudWatch spells it.
        dimensions: Names and values but for the name of the cluster, in the order of
            `msk_model.facts.metrics`.
    """

    name: str
    dimensions: tuple[tuple[str, str], ...] = ()

    def value_of(self, dimension: str) -> str | None:
        """The value of a dimension; `None` when the metric has no such dimension."""
        return dict(self.dimensions).get(dimension)


@dataclass(frozen=True, kw_only=True)
class Broker:
    """One broker.

    Attributes:
        id: Its number, as metrics spell it: ``1``.
        subnet: Where it is.
        kafka_version: What runs on it, which differs from the others' during an upgrade. Absent:
            not told.
    """

    id: str
    subnet: str
    kafka_version: str | None = None


@dataclass(frozen=True, kw_only=True)
class Operation:
    """An update of the cluster that MSK does or did.

    Attributes:
        type: In MSK's words: ``UPDATE_BROKER_TYPE``.
        state: In MSK's words: ``UPDATE_IN_PROGRESS``.
        started: When. Absent: not told.
        ended: When. Absent: not yet.
        error: What went wrong. Absent: nothing, or not told.
    """

    type: str
    state: str
    started: datetime | None = None
    ended: datetime | None = None
    error: str | None = None

    @property
    def failed(self) -> bool:
        """Whether it ended badly."""
        return self.state.endswith("FAILED")

    @property
    def pending(self) -> bool:
        """Whether it goes on, or has yet to begin."""
        return self.ended is None and not self.failed and not self.state.endswith("COMPLETE")


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """A CloudWatch alarm about the cluster.

    Attributes:
        name: Its name.
        state: ``OK``, ``ALARM`` or ``INSUFFICIENT_DATA``.
        since: Since when. Absent: not told.
        reason: Why, in CloudWatch's words.
        description: What its makers say of it.
        composite: Whether it is made of other alarms.
        notifies: Whether it tells anybody now that it fires, or would.
    """

    name: str
    state: str
    since: datetime | None = None
    reason: str = ""
    description: str = ""
    composite: bool = False
    notifies: bool = False


@dataclass(frozen=True, kw_only=True)
class Unread:
    """A source that could not be read, which leaves its part of the answer open.

    Attributes:
        source: What is missing: ``alarms``.
        action: The IAM action it takes; `None` when none would help.
        reason: Why, in one line.
    """

    source: str
    action: str | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A cluster at one time, as far as it could be read.

    Attributes:
        at: When, in UTC.
        arn: Of the cluster.
        state: In MSK's words: ``ACTIVE``.
        shape: What is known of it; its name always is.
        state_reason: What MSK adds to the state. Absent: nothing.
        created: When it was created. Absent: not told.
        zones: Ids of its Availability Zones; none when they are not told.
        brokers: All of them; `None` when they could not be read or there are none to have.
        operations: The last ones, newest first; `None` when they could not be read.
        alarms: Those about this cluster; `None` when they could not be read.
        groups: Consumer groups with the topics they read, of which there is lag to ask for.
        topics: Topics that metrics are published of by themselves, on Serverless.
        series: What was read of its metrics. A metric without values is not in it.
        metrics_read: Whether metrics could be read at all.
        unread: What could not be read.
    """

    at: datetime
    arn: str
    state: str
    shape: ClusterShape
    state_reason: str | None = None
    created: datetime | None = None
    zones: tuple[str, ...] = ()
    brokers: tuple[Broker, ...] | None = None
    operations: tuple[Operation, ...] | None = None
    alarms: tuple[Alarm, ...] | None = None
    groups: tuple[tuple[str, str], ...] = ()
    topics: tuple[str, ...] = ()
    series: Mapping[MetricId, Series] = field(default_factory=dict)
    metrics_read: bool = True
    unread: tuple[Unread, ...] = ()

    @property
    def name(self) -> str:
        """The cluster's name."""
        return str(self.shape.cluster_name)

    @property
    def seconds(self) -> float:
        """When it was read, in seconds since the epoch."""
        return self.at.timestamp()

    def series_of(self, metric: str) -> Iterator[tuple[MetricId, Series]]:
        """Every series of the metrics called so, in the order they were asked for."""
        return ((one, series) for one, series in self.series.items() if one.name == metric)

    def by_broker(self, metric: str) -> dict[str, Series]:
        """The series of a metric by broker."""
        return {
            broker: series
            for one, series in self.series_of(metric)
            if (broker := one.value_of(BROKER)) is not None
        }
