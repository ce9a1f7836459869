"""A day of a cluster that never was: busy, with a broker that fills up and a slow consumer.

It ends at six in the evening. Broker 2 was patched at three in the morning. Broker 4 leads too
much: its processor is above the alarm at the peak and its volume since the afternoon. The group
``billing`` has fallen behind since lunch.
"""

import math
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from msk_model.facts.metrics import all_metrics
from picture_gallery.metric_math import PERIOD, Line, Values

CLUSTER = "orders-production"
STEPS = 24 * 3600 // PERIOD
FIRST_HOUR = 18
"""Of the day before."""
_TOPICS = {
    "orders": 0.34,
    "clicks": 0.27,
    "payments": 0.16,
    "inventory": 0.11,
    "audit": 0.08,
    "emails": 0.04,
}
_GROUPS = (
    ("billing", "orders"),
    ("shipping", "orders"),
    ("search-index", "inventory"),
    ("fraud", "payments"),
    ("reports", "clicks"),
)
_DIMENSIONS: dict[str, Sequence[str]] = {
    "Cluster Name": [CLUSTER],
    "Topic": list(_TOPICS),
    "Consumer Group": sorted({group for group, _ in _GROUPS}),
    "Client Authentication": ["IAM", "SCRAM"],
}
_HOT = "4"
_PATCHED = "2"

_QUIET_AND_BUSY: dict[str, tuple[float, float]] = {
    "ActiveControllerCount": (1, 1),
    "BurstBalance": (100, 97),
    "BytesInPerSec": (3e6, 19e6),
    "BytesOutPerSec": (7e6, 47e6),
    "ClientConnectionCount": (160, 410),
    "ConnectionCount": (380, 860),
    "ConnectionCreationRate": (1.2, 6.5),
    "CpuSystem": (3, 11),
    "CpuUser": (8, 38),
    "FetchConsumerTotalTimeMsMean": (310, 90),
    "FetchFollowerTotalTimeMsMean": (420, 160),
    "GlobalPartitionCount": (1104, 1104),
    "GlobalTopicCount": (46, 46),
    "HeapMemoryAfterGC": (27, 44),
    "KafkaAppLogsDiskUsed": (11, 12),
    "KafkaDataLogsDiskUsed": (56, 58),
    "KafkaFileDescriptorsUsagePercent": (8, 10),
    "KafkaMemoryMappedFilesUsagePercent": (14, 15),
    "LeaderCount": (178, 178),
    "MessagesInPerSec": (4e3, 29e3),
    "NetworkProcessorAvgIdlePercent": (0.98, 0.74),
    "PartitionCount": (552, 552),
    "ProduceTotalTimeMsMean": (2.1, 7.2),
    "ReplicationBytesInPerSec": (6e6, 38e6),
    "ReplicationBytesOutPerSec": (6e6, 38e6),
    "RequestHandlerAvgIdlePercent": (0.97, 0.63),
    "RootDiskUsed": (31, 32),
    "VolumeQueueLength": (0.1, 1.4),
    "VolumeReadBytes": (2e9, 9e9),
    "VolumeWriteBytes": (3e9, 21e9),
}
"""What one broker, topic or cluster shows at night and at the peak; what is missing shows 0."""
_STOPS_WHILE_PATCHED = re.compile("Bytes.*PerSec|Messages|Cpu|Connection|Volume|Replication")


@dataclass(frozen=True)
class BusyDay:
    """The metrics of that day, the same for the same seed.

    Attributes:
        seed: Decides the noise.
        brokers: How many there are.
    """

    seed: int = 7
    brokers: int = 6

    def find(self, name: str, dimensions: Sequence[str]) -> list[Line]:
        """Every time series of a metric with exactly these dimensions."""
        return list(_found(self, name, tuple(dimensions)))

    def series(self, name: str, dimensions: Sequence[str]) -> list[Line]:
        """As `find`, made anew."""
        if not any(
            one.name == name and set(one.dimensions) == set(dimensions) for one in all_metrics()
        ):
            return []
        brokers = [str(broker) for broker in range(1, self.brokers + 1)]
        values_of = {**_DIMENSIONS, "Broker ID": brokers}
        every = (
            dict(zip(dimensions, values, strict=True))
            for values in product(*(values_of[one] for one in dimensions))
        )
        return [
            Line(label=name, values=self._values(name, place), dimensions=place)
            for place in every
            if "Consumer Group" not in place or (place["Consumer Group"], place["Topic"]) in _GROUPS
        ]

    def _values(self, name: str, place: dict[str, str]) -> Values:
        if name == "CpuIdle":
            user, system = (self._values(one, place) for one in ("CpuUser", "CpuSystem"))
            return tuple(98 - u - s for u, s in zip(user, system, strict=True))
        noise = random.Random(f"{self.seed} {name} {sorted(place.items())}")  # noqa: S311
        hours = (FIRST_HOUR + step * PERIOD / 3600 for step in range(STEPS))
        return tuple(_value(name, place, hour, noise) for hour in hours)


@cache
def _found(day: BusyDay, name: str, dimensions: tuple[str, ...]) -> list[Line]:
    """A calculation over sixty brokers asks for the same metric sixty times."""
    return day.series(name, dimensions)


def load(hour: float) -> float:
    """How busy the day is, from 0 to 1: a peak before noon, another in the afternoon."""
    hour %= 24
    morning = math.exp(-(((hour - 10.6) / 2.3) ** 2))
    afternoon = 0.9 * math.exp(-(((hour - 16.0) / 2.6) ** 2))
    evening = 0.35 * math.exp(-(((hour - 20.5) / 1.9) ** 2))
    return min(1.0, 0.06 + morning + afternoon + evening)


def _value(name: str, place: dict[str, str], hour: float, noise: random.Random) -> float:
    """At an hour since midnight of the day before."""
    wobble = noise.gauss(0, 1)
    if "Consumer Group" in place:
        return _lag(name, place["Consumer Group"], hour - 24, wobble)
    broker = place.get("Broker ID", "")
    patched = 27.1 <= hour < 27.5
    if name == "UnderReplicatedPartitions":
        return 92.0 if patched and broker != _PATCHED else 0.0
    if name == "KafkaDataLogsDiskUsed" and broker == _HOT:
        return 61 + 26 / (1 + math.exp(-(hour - 35.5) / 2.6)) + 0.1 * wobble
    quiet, busy = _QUIET_AND_BUSY.get(name, (0.0, 0.0))
    part = _TOPICS[place["Topic"]] if "Topic" in place else 1.0
    part *= 0.3 if place.get("Client Authentication") == "SCRAM" else 1.0
    if name == "LeaderCount":
        return 248.0 if broker == _HOT else 161.0 + 3 * (int(broker) % 6)
    hot = {1: 1.42, -1: 1.15, 0: 1.0}[(busy > quiet) - (busy < quiet)] if broker == _HOT else 1.0
    lean = 1 + 0.025 * (int(broker) * 7 % 5 - 2) if broker else 1.0
    value = quiet + (busy - quiet) * load(hour) * hot * lean
    if patched and broker == _PATCHED and _STOPS_WHILE_PATCHED.match(name):
        value *= 0.1
    return max(0.0, part * (value + 0.007 * abs(busy - quiet) * wobble))


def _lag(name: str, group: str, hour: float, wobble: float) -> float:
    """At an hour of the day itself."""
    behind = max(0.0, 40 + 60 * load(hour) + 6 * wobble)
    if group == "billing" and hour > 13:
        behind += 26_000 * (hour - 13) ** 1.6
    return behind if name == "SumOffsetLag" else behind / (140 + 260 * load(hour))
