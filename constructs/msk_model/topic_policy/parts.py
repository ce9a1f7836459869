"""The parts of a topic policy."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from msk_model.facts.settings import SettingType, ValueFacts
from msk_model.facts.topic_properties import TopicHost, all_topic_properties, topic_property
from msk_model.nearest import nearest
from msk_model.quantities import SettingValue, setting_text, setting_value

_NUMBERS = {SettingType.INT, SettingType.LONG, SettingType.DOUBLE}


def value_facts(name: str) -> ValueFacts | None:
    """The values the topic setting called `name` takes; None when there is no such setting."""
    facts = topic_property(name)
    return None if facts is None else facts.values[TopicHost.STANDARD]


def settings_text(configs: Mapping[str, SettingValue]) -> dict[str, str]:
    """Topic settings as Kafka writes them: ``7 days`` of ``retention.ms`` are ``604800000``."""
    return {name: setting_text(value, value_facts(name)) for name, value in configs.items()}


def readable_setting(name: str, text: str | None) -> SettingValue | None:
    """A topic setting as people would state it; None where there is none."""
    return None if text is None else setting_value(text, value_facts(name))


def require_range(setting: str, limits: "ConfigRange") -> None:
    """A range that no value can be outside of, or none inside, would say nothing, silently.

    Raises:
        ValueError: There is no such setting, a limit is none of its values, or the limits leave
            no value between them.
    """
    facts = value_facts(setting)
    if facts is None:
        raise ValueError(f"must be a topic setting of Kafka, got {setting!r}; {_advice(setting)}")
    for name, limit in (("minimum", limits.minimum), ("maximum", limits.maximum)):
        if limit is None:
            continue
        if facts.type not in _NUMBERS:
            raise ValueError(f"{name} must be left out, for {setting} is no number; state allowed")
        if not facts.accepts(setting_text(limit, facts)):
            raise ValueError(f"{name} must be {facts.phrase}, got {limit!r}")
    for one in limits.allowed:
        if not facts.accepts(setting_text(one, facts)):
            raise ValueError(f"allowed must name values that are {facts.phrase}, got {one!r}")
    if limits.minimum is None or limits.maximum is None:
        return
    if float(setting_text(limits.minimum, facts)) > float(setting_text(limits.maximum, facts)):
        raise ValueError(
            f"minimum must be at most the maximum, {limits.maximum!r}, got {limits.minimum!r}"
        )


def require_setting_name(setting: str, where: str) -> None:
    """Refuse a name of `where` that no topic setting has.

    Raises:
        ValueError: There is no such setting.
    """
    if value_facts(setting) is None:
        raise ValueError(f"{where} must name topic settings, got {setting!r}; {_advice(setting)}")


def _require_settings(configs: Mapping[str, SettingValue], where: str) -> None:
    for name, text in settings_text(configs).items():
        require_setting_name(name, where)
        facts = value_facts(name)
        if facts is not None and not facts.accepts(text):
            raise ValueError(f"{where}[{name!r}] must be {facts.phrase}, got {configs[name]!r}")


def _advice(name: str) -> str:
    likely = nearest(name, [one.name for one in all_topic_properties()])
    return f"use {likely}" if likely else "leave it out"


@dataclass(frozen=True, kw_only=True)
class NamingRule:
    """What names of topics look like.

    Attributes:
        pattern: Regular expression that the whole name matches.
        reason: What it means, in words, for whoever's name does not match:
            ``<domain>.<event>.v<number>``.

    Raises:
        ValueError: The pattern is no regular expression.
    """

    pattern: str
    reason: str

    def __post_init__(self) -> None:
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(
                f"pattern must be a regular expression, got {self.pattern!r}: {error}"
            ) from None


@dataclass(frozen=True, kw_only=True)
class TopicPlan:
    """A level of service that a topic follows, such as bronze, silver or gold.

    Attributes:
        partition_count: Partitions of a topic that states none. None: it has to.
        max_partition_count: The most a topic of the plan may have. None: as the policy says.
        replication_factor: Of every topic of the plan. None: the cluster decides.
        configs: Settings of every topic of the plan; none may state another value.
        default_configs: Settings of a topic that does not state its own.

    Raises:
        ValueError: A setting does not exist, or does not take its value.
    """

    partition_count: int | None = None
    max_partition_count: int | None = None
    replication_factor: int | None = None
    configs: Mapping[str, SettingValue] = field(default_factory=dict)
    default_configs: Mapping[str, SettingValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _require_settings(self.configs, "configs")
        _require_settings(self.default_configs, "default_configs")


@dataclass(frozen=True, kw_only=True)
class ConfigRange:
    """The values of one setting that topics may state.

    A limit is a number in Kafka's unit, or text with a unit: ``7 days``, ``10 GiB``. The value -1,
    by which Kafka means "without limit", is above every maximum and never below a minimum.

    Attributes:
        minimum: The least. None: Kafka's.
        maximum: The most. None: Kafka's.
        allowed: The values there are, with a unit or without. Empty: every value within the limits.
    """

    minimum: SettingValue | None = None
    maximum: SettingValue | None = None
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeadLetters:
    """The topics that take what consumers cannot process.

    Attributes:
        suffix: What is appended to the name of the topic.
        partition_count: Their partitions.
        configs: Their settings, in place of the topic's own.
        for_every_topic: Whether topics have one unless they decline; otherwise those that ask.

    Raises:
        ValueError: A setting does not exist, or does not take its value.
    """

    suffix: str = ".dlq"
    partition_count: int = 1
    configs: Mapping[str, SettingValue] = field(default_factory=dict)
    for_every_topic: bool = False

    def __post_init__(self) -> None:
        _require_settings(self.configs, "configs")
        if not self.suffix or not re.fullmatch(r"[a-zA-Z0-9._-]+", self.suffix, re.ASCII):
            raise ValueError(f"suffix must be letters, digits, . _ and -, got {self.suffix!r}")
