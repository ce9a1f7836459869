"""Values of MSK's metrics, calculated from what was measured."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from msk_local.kafka import Authentication
from msk_local.kafka.front_door.traffic import Volume
from msk_local.metrics.brokers import BrokersView

_GIB: Final = 1024**3
_CLIENT_AUTHENTICATIONS: Final = {
    Authentication.IAM: "IAM",
    Authentication.SCRAM: "SCRAM",
    Authentication.TLS: "TLS",
}
"""MSK's word for IAM is documented; those for the others are a guess."""


@dataclass(frozen=True)
class Reading:
    """One value of one metric.

    Attributes:
        name: As CloudWatch spells it.
        dimensions: Besides the name of the cluster, in MSK's order.
        value: In the unit of the metric.
    """

    name: str
    dimensions: Mapping[str, str]
    value: float


def of_partitions(view: BrokersView) -> Iterator[Reading]:
    """What topics and partitions the cluster and each broker have, and in what state."""
    partitions = view.partitions
    yield Reading("ActiveControllerCount", {}, int(view.has_controller))
    yield Reading("GlobalTopicCount", {}, len({one.topic for one in partitions}))
    yield Reading("GlobalPartitionCount", {}, len(partitions))
    yield Reading("OfflinePartitionsCount", {}, sum(one.leader is None for one in partitions))
    for broker in view.brokers:
        led = [one for one in partitions if one.leader == broker]
        behind = [one for one in led if len(one.in_sync) < len(one.replicas)]
        few = [one for one in led if len(one.in_sync) < one.min_in_sync]
        here = {"Broker ID": str(broker)}
        yield Reading("PartitionCount", here, sum(broker in one.replicas for one in partitions))
        yield Reading("LeaderCount", here, len(led))
        yield Reading("UnderReplicatedPartitions", here, len(behind))
        yield Reading("UnderMinIsrPartitionCount", here, len(few))


def of_groups(view: BrokersView) -> Iterator[Reading]:
    """How far each group is behind, in each topic and partition."""
    by_topic: dict[tuple[str, str], list[int]] = defaultdict(list)
    for lag in view.lags:
        by_topic[lag.group, lag.topic].append(lag.records)
        where = {
            "Consumer Group": lag.group,
            "Topic": lag.topic,
            "Partition": str(lag.partition),
        }
        yield Reading("OffsetLag", where, lag.records)
    for (group, topic), records in by_topic.items():
        where = {"Consumer Group": group, "Topic": topic}
        yield Reading("MaxOffsetLag", where, max(records))
        yield Reading("SumOffsetLag", where, sum(records))


def of_traffic(
    view: BrokersView, volumes: Mapping[tuple[int, str], Volume], seconds: float
) -> Iterator[Reading]:
    """What was written and read in a time, each second on average.

    Args:
        view: Which brokers there are.
        volumes: By broker id and topic, in that time.
        seconds: How long it was.
    """
    by_broker: dict[int, Volume] = dict.fromkeys(view.brokers, Volume())
    by_topic: dict[str, Volume] = defaultdict(Volume)
    for (broker, topic), volume in volumes.items():
        by_broker[broker] = by_broker.get(broker, Volume()) + volume
        by_topic[topic] += volume
        yield from _rates({"Broker ID": str(broker), "Topic": topic}, volume, seconds)
    for topic, volume in by_topic.items():
        yield from _rates({"Topic": topic}, volume, seconds)
    for broker, volume in by_broker.items():
        yield from _rates({"Broker ID": str(broker)}, volume, seconds)


def of_connections(
    view: BrokersView, connections: Mapping[tuple[Authentication, int], int]
) -> Iterator[Reading]:
    """How many connections each broker has, those between brokers not counted."""
    for broker in view.brokers:
        here = {"Broker ID": str(broker)}
        at_broker = {way: n for (way, where), n in connections.items() if where == broker}
        yield Reading("ConnectionCount", here, sum(at_broker.values()))
        for way, number in at_broker.items():
            if way in _CLIENT_AUTHENTICATIONS:
                client = {"Client Authentication": _CLIENT_AUTHENTICATIONS[way]}
                yield Reading("ClientConnectionCount", {**here, **client}, number)


def of_disks(stored_bytes: Mapping[int, int], volume_gib: int) -> Iterator[Reading]:
    """How full the volume of each broker would be."""
    for broker, stored in stored_bytes.items():
        percent = 100 * stored / (volume_gib * _GIB)
        yield Reading("KafkaDataLogsDiskUsed", {"Broker ID": str(broker)}, percent)


def _rates(where: Mapping[str, str], volume: Volume, seconds: float) -> Iterator[Reading]:
    yield Reading("BytesInPerSec", where, volume.bytes_in / seconds)
    yield Reading("BytesOutPerSec", where, volume.bytes_out / seconds)
    yield Reading("MessagesInPerSec", where, volume.messages_in / seconds)
