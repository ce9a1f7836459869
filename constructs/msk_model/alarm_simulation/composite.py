"""One composite alarm of a template, and what holds its actions back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from msk_model.alarm_simulation.rule import Rule
from msk_model.alarm_simulation.state import State
from msk_model.alarm_simulation.text import text_of


@dataclass
class CompositeAlarm:
    """A composite alarm and its state.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html

    Attributes:
        properties: Of its resource.
        state: Since it was last looked at.
        rule: What it is made of.
    """

    properties: Mapping[str, Any]
    state: State = "INSUFFICIENT_DATA"
    rule: Rule = field(init=False)
    _due: int | None = None
    _told: bool = False
    _was_suppressed: bool = False

    def __post_init__(self) -> None:
        self.rule = Rule(text_of(self.properties["AlarmRule"]))

    @property
    def suppressor(self) -> str | None:
        """The alarm that holds its actions back."""
        suppressor = self.properties.get("ActionsSuppressor")
        return None if suppressor is None else text_of(suppressor)

    def look(self, states: Mapping[str, State], minute: int) -> State | None:
        """Work out the state from those of other alarms.

        Returns:
            The state whose actions are performed now; `None`: nothing is done.
        """
        before = self.state
        self.state = "ALARM" if self.rule.holds(states) else "OK"
        suppressed = self.suppressor is not None and states.get(self.suppressor) == "ALARM"
        if self.state == "ALARM":
            return "ALARM" if self._tells(before, minute, suppressed=suppressed) else None
        told, self._told, self._due = self._told, False, None
        self._was_suppressed = False
        return "OK" if told and not suppressed else None

    def _tells(self, before: State, minute: int, *, suppressed: bool) -> bool:
        if self._told:
            return False
        if before != "ALARM":
            self._due = minute + self._minutes("ActionsSuppressorWaitPeriod")
        if suppressed:
            self._was_suppressed = True
            return False
        if self._was_suppressed:
            self._was_suppressed = False
            self._due = minute + self._minutes("ActionsSuppressorExtensionPeriod")
        self._told = self._due is not None and minute >= self._due
        return self._told

    def _minutes(self, name: str) -> int:
        return -(-int(self.properties.get(name, 0)) // 60) if self.suppressor else 0
