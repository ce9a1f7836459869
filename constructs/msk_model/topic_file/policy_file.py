"""A file with a topic policy."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from msk_model.finding import Severity
from msk_model.quantities import SettingValue, setting_text
from msk_model.topic_file.fault import FileFault
from msk_model.topic_file.fields import Fields, shown
from msk_model.topic_policy.parts import (
    ConfigRange,
    DeadLetters,
    NamingRule,
    TopicPlan,
    require_range,
    value_facts,
)
from msk_model.topic_policy.policy import TopicPolicy

POLICY_FIELDS = (
    "naming",
    "plans",
    "default_plan",
    "allowed_configs",
    "config_ranges",
    "max_partitions_per_topic",
    "max_partitions_per_cluster",
    "owner_required",
    "owners",
    "dead_letters",
    "severity",
    "source",
)
_SEVERITIES = {one.value: one for one in Severity}

_Part = TypeVar("_Part")


def read_policy_file(content: object, file: str) -> tuple[TopicPolicy, list[FileFault]]:
    """The policy of a file as far as it can be read, and all that is wrong with it.

    The fields are those of `TopicPolicy`, and of its parts below them.

    Args:
        content: What a YAML parser made of the file.
        file: How to call the file in faults.
    """
    faults: list[FileFault] = []
    reader = _PolicyFile(content, file, faults)
    return reader.policy(), faults


class _PolicyFile:
    def __init__(self, content: object, file: str, faults: list[FileFault]) -> None:
        self._file, self._faults = file, faults
        self._fields = self._at("", content, POLICY_FIELDS)

    def policy(self) -> TopicPolicy:
        fields = self._fields
        stated = fields.texts("allowed_configs")
        allowed = {one for one in stated or () if fields.setting_name("allowed_configs", one)}
        plans = {name: self._plan(name, one) for name, one in fields.mapping("plans").items()}
        default = fields.text("default_plan")
        if default is not None and default not in plans:
            names = ", ".join(plans) or "the plans"
            fields.fault("default_plan", f"must be one of {names}, got {default!r}")
            default = None
        return TopicPolicy(
            naming=self._naming(),
            plans=plans,
            default_plan=default,
            allowed_configs=None if stated is None else frozenset(allowed),
            config_ranges=self._ranges(),
            max_partitions_per_topic=fields.whole("max_partitions_per_topic"),
            max_partitions_per_cluster=fields.whole("max_partitions_per_cluster"),
            owner_required=fields.flag("owner_required") or False,
            owners=frozenset(fields.texts("owners") or ()),
            dead_letters=self._dead_letters(),
            severity=self._severity(),
            source=fields.text("source") or "",
        )

    def _at(self, path: str, content: object, known: tuple[str, ...]) -> Fields:
        return Fields(content, file=self._file, path=path, known=known, faults=self._faults)

    def _built(self, fields: Fields, build: Callable[[], _Part]) -> _Part | None:
        """What `build` makes; what it refuses is a fault of the fields."""
        try:
            return build()
        except ValueError as error:
            fields.fault("", str(error))
            return None

    def _naming(self) -> NamingRule | None:
        content = self._fields.value("naming")
        if content is None:
            return None
        fields = self._at("naming", content, ("pattern", "reason"))
        pattern, reason = fields.required_text("pattern"), fields.required_text("reason")
        if pattern is None or reason is None:
            return None
        return self._built(fields, lambda: NamingRule(pattern=pattern, reason=reason))

    def _plan(self, name: str, content: object) -> TopicPlan:
        known = (
            "partition_count",
            "max_partition_count",
            "replication_factor",
            "configs",
            "default_configs",
        )
        fields = self._at(f"plans.{name}", {} if content is None else content, known)
        return TopicPlan(
            partition_count=fields.whole("partition_count"),
            max_partition_count=fields.whole("max_partition_count"),
            replication_factor=fields.whole("replication_factor"),
            configs=fields.settings("configs"),
            default_configs=fields.settings("default_configs"),
        )

    def _ranges(self) -> Mapping[str, ConfigRange]:
        found: dict[str, ConfigRange] = {}
        for setting, content in self._fields.mapping("config_ranges").items():
            place = f"config_ranges.{setting}"
            if self._fields.setting_name(place, setting):
                fields = self._at(place, content, ("minimum", "maximum", "allowed"))
                limits = ConfigRange(
                    minimum=_limit(fields, setting, "minimum"),
                    maximum=_limit(fields, setting, "maximum"),
                    allowed=fields.texts("allowed") or (),
                )
                if self._is_range(fields, setting, limits):
                    found[setting] = limits
        return found

    def _is_range(self, fields: Fields, setting: str, limits: ConfigRange) -> bool:
        """Whether there is a range of those limits; if not, that is noted."""
        try:
            require_range(setting, limits)
        except ValueError as error:
            fields.fault("", str(error))
            return False
        return True

    def _dead_letters(self) -> DeadLetters | None:
        content = self._fields.value("dead_letters")
        if content is None:
            return None
        known = ("suffix", "partition_count", "configs", "for_every_topic")
        fields = self._at("dead_letters", content, known)
        return self._built(
            fields,
            lambda: DeadLetters(
                suffix=fields.text("suffix") or DeadLetters.suffix,
                partition_count=fields.whole("partition_count") or DeadLetters.partition_count,
                configs=fields.settings("configs"),
                for_every_topic=fields.flag("for_every_topic") or False,
            ),
        )

    def _severity(self) -> Severity:
        stated = self._fields.text("severity") or Severity.ERROR.value
        if stated not in _SEVERITIES:
            words = " or ".join(_SEVERITIES)
            self._fields.fault("severity", f"must be {words}, got {stated!r}")
        return _SEVERITIES.get(stated, Severity.ERROR)


def _limit(fields: Fields, setting: str, name: str) -> SettingValue | None:
    value, facts = fields.value(name), value_facts(setting)
    if value is None or facts is None:
        return None
    if isinstance(value, str | int | float) and facts.accepts(setting_text(value, facts)):
        return value
    fields.fault(name, f"must be {facts.phrase}, got {shown(value)}")
    return None
