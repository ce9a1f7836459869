"""Topic and broker settings: their defaults, and what values they accept."""

from collections.abc import Mapping
from dataclasses import dataclass

from msk_local.kafka.broker.properties import TIERED_STORAGE

_LARGEST_LONG = 2**63 - 1
_LARGEST_INT = 2**31 - 1

BOOLEAN, STRING, INT, LONG, DOUBLE, LIST = 1, 2, 3, 5, 6, 7
"""Types of settings, numbered as in DescribeConfigs."""


@dataclass(frozen=True)
class Setting:
    """One topic-level setting.

    Attributes:
        type: Its type as DescribeConfigs numbers it.
        default: Kafka's default, where the broker has none of its own.
        minimum: The smallest number, of a number.
        maximum: The greatest number, of a number.
        choices: The allowed words, of a word or a list; empty for any.
        broker: The server property that gives topics their default. Empty: none does.
    """

    type: int
    default: str
    minimum: int = 0
    maximum: int = _LARGEST_LONG
    choices: frozenset[str] = frozenset()
    broker: str = ""

    def problem(self, value: str) -> str | None:
        """What is wrong with a value, or `None` when it is right."""
        try:
            right, rule = self._judge(value)
        except ValueError:
            return "must be a number"
        return None if right else f"must be {rule}"

    def _judge(self, value: str) -> tuple[bool, str]:
        """Whether a value is right, and the rule; raises ValueError for a word as a number."""
        if self.type == BOOLEAN:
            return value in {"true", "false"}, "true or false"
        if self.type in {INT, LONG}:
            rule = f"{self.minimum} to {self.maximum}"
            return self.minimum <= int(value) <= self.maximum, rule
        if self.type == DOUBLE:
            return 0 <= float(value) <= 1, "0 to 1"
        words = [word.strip() for word in value.split(",")] if self.type == LIST else [value]
        allowed = not self.choices or self.choices.issuperset(words)
        return allowed, f"of {', '.join(sorted(self.choices))}"


def _integer(default: int, *, minimum: int = 0, broker: str = "") -> Setting:
    return Setting(INT, str(default), minimum=minimum, maximum=_LARGEST_INT, broker=broker)


def _long(default: int, *, minimum: int = 0, broker: str = "") -> Setting:
    return Setting(LONG, str(default), minimum=minimum, broker=broker)


def _flag(*, default: bool, broker: str = "") -> Setting:
    return Setting(BOOLEAN, str(default).lower(), broker=broker)


def _words(kind: int, default: str, *choices: str, broker: str = "") -> Setting:
    return Setting(kind, default, choices=frozenset(choices), broker=broker)


TOPIC_SETTINGS: Mapping[str, Setting] = {
    "cleanup.policy": _words(LIST, "delete", "compact", "delete", broker="log.cleanup.policy"),
    "compression.type": _words(
        STRING,
        "producer",
        *("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"),
        broker="compression.type",
    ),
    "delete.retention.ms": _long(86_400_000, broker="log.cleaner.delete.retention.ms"),
    "file.delete.delay.ms": _long(60_000, broker="log.segment.delete.delay.ms"),
    "flush.messages": _long(_LARGEST_LONG, minimum=1, broker="log.flush.interval.messages"),
    "flush.ms": _long(_LARGEST_LONG, broker="log.flush.interval.ms"),
    "follower.replication.throttled.replicas": _words(LIST, ""),
    "index.interval.bytes": _integer(4096, broker="log.index.interval.bytes"),
    "leader.replication.throttled.replicas": _words(LIST, ""),
    "local.retention.bytes": _long(-2, minimum=-2, broker="log.local.retention.bytes"),
    "local.retention.ms": _long(-2, minimum=-2, broker="log.local.retention.ms"),
    "max.compaction.lag.ms": _long(
        _LARGEST_LONG, minimum=1, broker="log.cleaner.max.compaction.lag.ms"
    ),
    "max.message.bytes": _integer(1_048_588, broker="message.max.bytes"),
    "message.timestamp.after.max.ms": _long(3_600_000, broker="log.message.timestamp.after.max.ms"),
    "message.timestamp.before.max.ms": _long(
        _LARGEST_LONG, broker="log.message.timestamp.before.max.ms"
    ),
    "message.timestamp.type": _words(
        STRING, "CreateTime", "CreateTime", "LogAppendTime", broker="log.message.timestamp.type"
    ),
    "min.cleanable.dirty.ratio": Setting(DOUBLE, "0.5", broker="log.cleaner.min.cleanable.ratio"),
    "min.compaction.lag.ms": _long(0, broker="log.cleaner.min.compaction.lag.ms"),
    "min.insync.replicas": _integer(1, minimum=1, broker="min.insync.replicas"),
    "preallocate": _flag(default=False, broker="log.preallocate"),
    "remote.storage.enable": _flag(default=False),
    "retention.bytes": _long(-1, minimum=-1, broker="log.retention.bytes"),
    "retention.ms": _long(604_800_000, minimum=-1, broker="log.retention.ms"),
    "segment.bytes": _integer(1_073_741_824, minimum=1_048_576, broker="log.segment.bytes"),
    "segment.index.bytes": _integer(10_485_760, minimum=4, broker="log.index.size.max.bytes"),
    "segment.jitter.ms": _long(0, broker="log.roll.jitter.ms"),
    "segment.ms": _long(604_800_000, minimum=1, broker="log.roll.ms"),
    "unclean.leader.election.enable": _flag(default=False, broker="unclean.leader.election.enable"),
}
"""The topic-level settings of Apache Kafka 4: https://kafka.apache.org/documentation/#topicconfigs."""


def invalid_setting(
    configs: Mapping[str, str | None], server_properties: Mapping[str, str]
) -> str | None:
    """A sentence about the first setting that no topic of these brokers can have, or `None`."""
    tiered = server_properties.get(TIERED_STORAGE) == "true"
    if configs.get("remote.storage.enable") == "true" and not tiered:
        return (
            "Tiered Storage functionality is disabled in the broker. "
            "Topic cannot be configured with remote log storage."
        )
    for name, value in configs.items():
        setting = TOPIC_SETTINGS.get(name)
        if setting is None:
            return f"Unknown topic config name: {name}"
        if value is None:
            return f"Null value not supported for topic configs: {name}"
        if problem := setting.problem(value):
            return f"Invalid value {value} for configuration {name}: {problem}"
    return None
