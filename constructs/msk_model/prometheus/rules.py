"""Rules of Prometheus and the file they stand in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msk_model.prometheus.yaml_text import Yaml, yaml_text


@dataclass(frozen=True, kw_only=True)
class RecordingRule:
    """A series that is worked out ahead of every question.

    Attributes:
        record: Its name.
        expr: Its PromQL.
    """

    record: str
    expr: str

    def document(self) -> dict[str, Yaml]:
        """The rule as a rule file has it."""
        return {"record": self.record, "expr": self.expr}


@dataclass(frozen=True, kw_only=True)
class AlertRule:
    """Something to tell somebody.

    Attributes:
        alert: Its name.
        expr: The PromQL of what is wrong; no answer is good.
        for_seconds: How long it has to be wrong.
        labels: What is routed by.
        annotations: What people read; templates of Prometheus may stand in it.
    """

    alert: str
    expr: str
    for_seconds: int
    labels: Mapping[str, str]
    annotations: Mapping[str, str]

    def document(self) -> dict[str, Yaml]:
        """The rule as a rule file has it."""
        return {
            "alert": self.alert,
            "expr": self.expr,
            "for": duration(self.for_seconds),
            "labels": dict(self.labels),
            "annotations": dict(self.annotations),
        }


@dataclass(frozen=True, kw_only=True)
class RuleGroup:
    """Rules that are worked out one after another.

    Attributes:
        name: Unique in its file.
        rules: In the order they are worked out.
        interval_seconds: How often.
    """

    name: str
    rules: tuple[RecordingRule | AlertRule, ...]
    interval_seconds: int = 60


def rule_file(groups: Sequence[RuleGroup]) -> str:
    """The rule file, as `promtool check rules` and Amazon Managed Prometheus take it.

    https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/
    """
    return yaml_text(
        {
            "groups": [
                {
                    "name": group.name,
                    "interval": duration(group.interval_seconds),
                    "rules": [rule.document() for rule in group.rules],
                }
                for group in groups
            ]
        }
    )


def duration(seconds: int) -> str:
    """A duration as Prometheus writes it, in the largest unit that fits: ``15m``, ``90s``."""
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
