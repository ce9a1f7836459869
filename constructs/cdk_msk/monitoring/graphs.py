"""What there is to see of a cluster."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Graph:
    """One graph: metrics of one unit, a line for each broker, topic or group.

    Attributes:
        title: What it shows.
        metrics: Names; those that the cluster does not publish are left out, and the graph with
            the last of them.
        section: Heading it stands under; decides by which dimensions the lines differ.
        alarm: Id of the alarm whose threshold is drawn.
    """

    title: str
    metrics: tuple[str, ...]
    section: str = "Brokers"
    alarm: str | None = None


NUMBERS = (
    "ActiveControllerCount",
    "GlobalTopicCount",
    "GlobalPartitionCount",
    "OfflinePartitionsCount",
    "StorageUsed",
    "UnderProvisioned",
    "RebalanceInProgress",
)
"""Metrics of the whole cluster, shown as numbers."""

GRAPHS = (
    Graph("Processor", ("CpuUser", "CpuSystem")),
    Graph("Data volumes", ("KafkaDataLogsDiskUsed",), alarm="KafkaDataLogsDiskUsed"),
    Graph("Heap after garbage collection", ("HeapMemoryAfterGC",), alarm="HeapMemoryAfterGC"),
    Graph("Bytes in", ("BytesInPerSec",), alarm="BytesInPerSec"),
    Graph("Bytes out", ("BytesOutPerSec",), alarm="BytesOutPerSec"),
    Graph("Messages in", ("MessagesInPerSec",)),
    Graph("Partitions", ("PartitionCount",), alarm="PartitionCount"),
    Graph("Partitions in trouble", ("UnderReplicatedPartitions", "UnderMinIsrPartitionCount")),
    Graph("Connections", ("ConnectionCount",)),
    Graph("Produce time", ("ProduceTotalTimeMsMean",)),
    Graph("Consumers' fetch time", ("FetchConsumerTotalTimeMsMean",)),
    Graph(
        "Idle threads",
        ("RequestHandlerAvgIdlePercent", "NetworkProcessorAvgIdlePercent"),
        alarm="RequestHandlerAvgIdlePercent",
    ),
    Graph("Throttling", ("ProduceThrottleTime", "FetchThrottleTime")),
    Graph("Volume queue", ("VolumeQueueLength",)),
    Graph("New connections", ("ConnectionCreationRate",), alarm="ConnectionCreationRate"),
    Graph("Bytes in by topic", ("BytesInPerSec",), "Topics"),
    Graph("Bytes out by topic", ("BytesOutPerSec",), "Topics"),
    Graph("Messages in by topic", ("MessagesInPerSec",), "Topics"),
    Graph("Lag in records", ("SumOffsetLag",), "Consumer groups"),
    Graph("Lag in time", ("EstimatedMaxTimeLag",), "Consumer groups"),
)
"""What there is to see of a cluster, the most asked-for first."""
