"""Graphs of connectors and replicators, a line for each by its name."""

from collections.abc import Sequence
from dataclasses import dataclass

from cdk_msk.monitoring.metric_queries import Entry
from msk_model.facts.metrics import MetricFacts, connector_metrics, replicator_metrics


@dataclass(frozen=True)
class NamedGraph:
    """One graph of a metric, or of several of one unit.

    Attributes:
        title: What it shows.
        metrics: What is drawn of each connector or replicator.
    """

    title: str
    metrics: tuple[MetricFacts, ...]

    @property
    def facts(self) -> MetricFacts:
        """What says the unit."""
        return self.metrics[0]

    def entries(self, names: Sequence[str]) -> list[Entry]:
        """A line for each name and metric."""
        return [
            [
                one.namespace,
                one.name,
                *(one.dimensions[0], name),
                {
                    "stat": one.statistic,
                    "label": f"{name} {one.name}" if len(self.metrics) > 1 else name,
                    **({"period": 60} if one.in_parts else {}),
                },
            ]
            for name in names
            for one in self.metrics
        ]


def _of(rows: Sequence[MetricFacts], *names: str) -> tuple[MetricFacts, ...]:
    """The metrics called `names` that need no dimension but the name of their owner."""
    plain = {one.name: one for one in rows if len(one.dimensions) == 1}
    return tuple(plain[name] for name in names)


_CONNECTOR, _REPLICATOR = connector_metrics(), replicator_metrics()

CONNECTOR_GRAPHS = (
    NamedGraph("Tasks", _of(_CONNECTOR, "RunningTaskCount", "ErroredTaskCount")),
    NamedGraph("Processor and memory", _of(_CONNECTOR, "CpuUtilization", "MemoryUtilization")),
    NamedGraph("Records", _of(_CONNECTOR, "SinkRecordSendRate", "SourceRecordWriteRate")),
)
REPLICATOR_GRAPHS = (
    NamedGraph("Replication latency", _of(_REPLICATOR, "ReplicationLatency")),
    NamedGraph("Records not replicated yet", _of(_REPLICATOR, "MessageLag")),
    NamedGraph("Bytes written to the target", _of(_REPLICATOR, "ReplicatorThroughput")),
    NamedGraph(
        "Failures",
        _of(
            _REPLICATOR,
            "ReplicatorFailure",
            "ReplicationFailures",
            "ConsumerGroupOffsetSyncFailure",
        ),
    ),
)
