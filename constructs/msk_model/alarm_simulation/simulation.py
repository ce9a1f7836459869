"""The alarms of a template, minute by minute."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from msk_model.alarm_simulation.alarm import MetricAlarm
from msk_model.alarm_simulation.composite import CompositeAlarm
from msk_model.alarm_simulation.metrics import Metrics
from msk_model.alarm_simulation.state import State
from msk_model.alarm_simulation.text import text_of

_ACTIONS: Mapping[State, str] = {
    "ALARM": "AlarmActions",
    "OK": "OKActions",
    "INSUFFICIENT_DATA": "InsufficientDataActions",
}


@dataclass(frozen=True, kw_only=True)
class Notification:
    """Somebody was told.

    Attributes:
        minute: When.
        alarm: Logical id of the alarm.
        state: What it went into.
        target: Logical id of the topic, or the action as it stands.
    """

    minute: int
    alarm: str
    state: State
    target: str


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """What happened.

    Attributes:
        notifications: Everything that was told, in order.
        fired: Every alarm that was in ALARM, with the minutes it went into it.
        contributors: Of alarms over several time series, every one that was in ALARM.
    """

    notifications: tuple[Notification, ...]
    fired: Mapping[str, tuple[int, ...]]
    contributors: Mapping[str, frozenset[str]]

    def told(self, target: str, state: State = "ALARM") -> tuple[str, ...]:
        """The alarms that told `target` of `state`, in order, as often as they did."""
        return tuple(
            one.alarm for one in self.notifications if one.target == target and one.state == state
        )


@dataclass
class _Run:
    metrics: Mapping[str, MetricAlarm]
    composites: Mapping[str, CompositeAlarm]
    notifications: list[Notification] = field(default_factory=list)
    fired: dict[str, tuple[int, ...]] = field(default_factory=dict)
    contributors: dict[str, frozenset[str]] = field(default_factory=dict)

    def pass_minute(self, published: Metrics, minute: int) -> None:
        for name, alarm in self.metrics.items():
            before = alarm.state
            alarm.look(published, minute)
            if alarm.state != before:
                self._note(name, alarm.state, minute)
                self._tell(name, alarm.properties, alarm.state, minute)
            known = self.contributors.get(name, frozenset())
            self.contributors[name] = known | frozenset(alarm.contributors)
        states = {name: alarm.state for name, alarm in self.metrics.items()}
        for name, composite in self.composites.items():
            before = composite.state
            told = composite.look(states, minute)
            states[name] = composite.state
            if composite.state != before:
                self._note(name, composite.state, minute)
            if told is not None:
                self._tell(name, composite.properties, told, minute)

    def _note(self, name: str, state: State, minute: int) -> None:
        if state == "ALARM":
            self.fired[name] = (*self.fired.get(name, ()), minute)

    def _tell(self, name: str, properties: Mapping[str, Any], state: State, minute: int) -> None:
        for action in properties.get(_ACTIONS[state]) or ():
            self.notifications.append(
                Notification(minute=minute, alarm=name, state=state, target=text_of(action))
            )


def simulate(template: Mapping[str, Any], metrics: Metrics, *, minutes: int) -> Simulation:
    """What the alarms of `template` do while `metrics` are published.

    M out of N, missing data, metric math, queries over several series, composite alarms and their
    suppression follow CloudWatch's documentation. What CloudWatch does not document is taken as
    simple as can be: data arrive at once, and alarms are evaluated at every full minute.

    Args:
        template: A CloudFormation template.
        metrics: What is published.
        minutes: How long.

    Raises:
        ValueError: An alarm has an expression, query or text that only AWS could evaluate, or
            composite alarms are made of each other.
    """
    run = _Run(
        metrics={name: MetricAlarm(p) for name, p in _of(template, "AWS::CloudWatch::Alarm")},
        composites=_in_order(
            {
                name: CompositeAlarm(properties)
                for name, properties in _of(template, "AWS::CloudWatch::CompositeAlarm")
            }
        ),
    )
    for minute in range(1, minutes + 1):
        run.pass_minute(metrics, minute)
    return Simulation(
        notifications=tuple(run.notifications), fired=run.fired, contributors=run.contributors
    )


def _of(template: Mapping[str, Any], kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, resource in template["Resources"].items():
        if resource["Type"] == kind:
            yield name, resource["Properties"]


def _in_order(composites: Mapping[str, CompositeAlarm]) -> dict[str, CompositeAlarm]:
    """Those that others are made of, or are held back by, first."""
    ordered: dict[str, CompositeAlarm] = {}
    waiting = dict(composites)
    while waiting:
        ready = {
            name: one
            for name, one in waiting.items()
            if waiting.keys().isdisjoint({*one.rule.alarms, one.suppressor})
        }
        if not ready:
            raise ValueError(f"composite alarms must not be made of each other, got {[*waiting]}")
        ordered |= ready
        waiting = {name: one for name, one in waiting.items() if name not in ready}
    return ordered
