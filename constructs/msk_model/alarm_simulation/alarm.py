"""One metric alarm of a template."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msk_model.alarm_simulation.band import upper_band
from msk_model.alarm_simulation.expression import Value, evaluate
from msk_model.alarm_simulation.metrics import Metrics, Name
from msk_model.alarm_simulation.query import Query
from msk_model.alarm_simulation.state import MORE_THAN_ASKED, State, state_of

_BREACHES: Mapping[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": lambda value, threshold: value >= threshold,
    "GreaterThanThreshold": lambda value, threshold: value > threshold,
    "LessThanOrEqualToThreshold": lambda value, threshold: value <= threshold,
    "LessThanThreshold": lambda value, threshold: value < threshold,
}


@dataclass
class MetricAlarm:
    """A metric alarm and its state.

    Attributes:
        properties: Of its resource.
        state: Since it was last looked at.
        contributors: The time series in ALARM, where a query returns several: the brokers' ids.
    """

    properties: Mapping[str, Any]
    state: State = "INSUFFICIENT_DATA"
    contributors: tuple[str, ...] = ()
    _before: dict[str, State] = field(default_factory=dict)

    def look(self, metrics: Metrics, minute: int) -> None:
        """Work out the state at the beginning of `minute`, from what was published before it."""
        history = self._history(metrics, minute)
        if history:
            states = {name: self._state(points, name) for name, points in history.items()}
        else:  # no series at all: all data are missing
            states = {"": self._state([None] * self._range, "")}
        self._before = states
        self.contributors = tuple(
            name for name, state in states.items() if name and state == "ALARM"
        )
        self.state = (
            "ALARM" if "ALARM" in states.values() else next(iter(dict.fromkeys(states.values())))
        )

    @property
    def _range(self) -> int:
        return int(self.properties["EvaluationPeriods"]) + MORE_THAN_ASKED

    def _state(self, points: Sequence[bool | None], name: str) -> State:
        periods = int(self.properties["EvaluationPeriods"])
        return state_of(
            points,
            datapoints=int(self.properties.get("DatapointsToAlarm", periods)),
            periods=periods,
            missing=str(self.properties.get("TreatMissingData", "missing")),
            before=self._before.get(name, self.state),
        )

    def _history(self, metrics: Metrics, minute: int) -> dict[str, list[bool | None]]:
        """Whether each series breaches, period by period, the oldest first."""
        period = self._period
        rows = [
            self._values(metrics, minute - age * period // 60, period)
            for age in reversed(range(self._range))
        ]
        names = dict.fromkeys(name for row in rows for name in row)
        return {name: [row.get(name) for row in rows] for name in names}

    @property
    def _period(self) -> int:
        queries = self.properties.get("Metrics")
        if queries is None:
            return int(self.properties["Period"])
        return next(
            int(query.get("Period") or query["MetricStat"]["Period"])
            for query in queries
            if "Period" in query or "MetricStat" in query
        )

    def _values(self, metrics: Metrics, end: int, period: int) -> dict[str, bool | None]:
        """Whether each series breaches in the period that ends with minute `end`."""
        if "ThresholdMetricId" in self.properties:
            return self._beyond_band(metrics, end, period)
        breaches = _BREACHES[str(self.properties["ComparisonOperator"])]
        values: dict[str, Value] = {}
        watched = ""
        for query in self.properties.get("Metrics") or [self._single]:
            text = query.get("Expression")
            if text is None:
                values[query["Id"]] = _statistic(query["MetricStat"], metrics, end)
            elif text.startswith("SELECT "):
                found = Query.parse(text).values(metrics, end=end, period=period)
                threshold = float(self.properties["Threshold"])
                return {name: breaches(value, threshold) for name, value in found.items()}
            else:
                values[query["Id"]] = evaluate(text, values)
            if query.get("ReturnData", True):
                watched = query["Id"]
        value = values[watched]
        return {} if value is None else {"": breaches(value, float(self.properties["Threshold"]))}

    def _beyond_band(self, metrics: Metrics, end: int, period: int) -> dict[str, bool | None]:
        queries = self.properties["Metrics"]
        stat = next(query["MetricStat"] for query in queries if "MetricStat" in query)
        band = next(query["Expression"] for query in queries if "Expression" in query)
        value = _statistic(stat, metrics, end)
        learnt_until = end - self._range * period // 60
        edge = upper_band(band, metrics, _name(stat), stat["Stat"], end=learnt_until, period=period)
        return {} if value is None or edge is None else {"": value > edge}

    @property
    def _single(self) -> Mapping[str, Any]:
        names = ("Namespace", "MetricName", "Dimensions")
        metric = {name: self.properties.get(name, []) for name in names}
        stat = self.properties["Statistic"]
        period = self.properties["Period"]
        return {"Id": "m", "MetricStat": {"Metric": metric, "Stat": stat, "Period": period}}


def _statistic(stat: Mapping[str, Any], metrics: Metrics, end: int) -> Value:
    return metrics.statistic(_name(stat), stat["Stat"], end=end, period=int(stat["Period"]))


def _name(stat: Mapping[str, Any]) -> Name:
    metric = stat["Metric"]
    dimensions = frozenset((one["Name"], str(one["Value"])) for one in metric["Dimensions"])
    return metric["Namespace"], metric["MetricName"], dimensions
