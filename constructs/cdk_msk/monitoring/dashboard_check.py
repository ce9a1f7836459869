"""Whether CloudWatch takes the body of a dashboard, as far as its documentation says.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

_MOST_WIDGETS = 500
_MOST_METRICS = 500
_MOST_METRICS_IN_ALL = 2500
_MOST_ALARMS = 100
_COLUMNS = 24
_ID = re.compile(r"[a-z][a-zA-Z0-9_]*")
_REFERENCE = re.compile(r"\b[a-z][a-zA-Z0-9_]*\b")
_BODY_KEYS = {"start", "end", "periodOverride", "widgets", "variables"}
_VIEWS = {"timeSeries", "singleValue", "gauge", "bar", "pie", "table"}
_METRIC_KEYS = {
    "accountId",
    "annotations",
    "end",
    "legend",
    "liveData",
    "metrics",
    "period",
    "region",
    "setPeriodToTimeRange",
    "singleValueFullPrecision",
    "sparkline",
    "stacked",
    "start",
    "stat",
    "table",
    "timezone",
    "title",
    "trend",
    "view",
    "yAxis",
}
_ENTRY_KEYS = {
    "accountId",
    "color",
    "expression",
    "id",
    "label",
    "period",
    "region",
    "stat",
    "visible",
    "yAxis",
}
_MARK_KEYS = {"color", "fill", "label", "value", "visible", "yAxis"}
_AXIS_KEYS = {"label", "max", "min", "showUnits"}

Properties = Mapping[str, Any]


def faults_of(body: Mapping[str, Any]) -> list[str]:
    """What CloudWatch would refuse; one sentence for each fault, none for a good body."""
    widgets = body.get("widgets")
    if not isinstance(widgets, Sequence):
        return ["widgets must be a list"]
    faults = [f"the body has no {key}" for key in sorted(set(body) - _BODY_KEYS)]
    if body.get("periodOverride", "auto") not in {"auto", "inherit"}:
        faults.append("periodOverride must be auto or inherit")
    if len(widgets) > _MOST_WIDGETS:
        faults.append(f"a dashboard has at most {_MOST_WIDGETS} widgets, got {len(widgets)}")
    metrics = sum(len(one["properties"].get("metrics", ())) for one in widgets)
    if metrics > _MOST_METRICS_IN_ALL:
        faults.append(f"a dashboard has at most {_MOST_METRICS_IN_ALL} metrics, got {metrics}")
    for number, widget in enumerate(widgets, start=1):
        properties = widget["properties"]
        where = f"widget {number} ({properties.get('title', widget['type'])})"
        check = _CHECKS.get(widget["type"], _unknown)
        faults += [f"{where}: {fault}" for fault in (*_place(widget), *check(properties))]
    return faults


def _place(widget: Mapping[str, Any]) -> Iterator[str]:
    x, y, width, height = (widget[key] for key in ("x", "y", "width", "height"))
    if not (x >= 0 and width >= 1 and x + width <= _COLUMNS):
        yield f"x and width must lie in {_COLUMNS} columns, got {x} and {width}"
    if y < 0 or not 1 <= height <= 1000:
        yield f"y and height must be 0 and 1 to 1000, got {y} and {height}"


def _text(properties: Properties) -> Iterator[str]:
    if not isinstance(properties.get("markdown"), str):
        yield "markdown must be text"
    yield from _foreign(properties, {"markdown", "background"})
    if properties.get("background", "solid") not in {"solid", "transparent"}:
        yield "background must be solid or transparent"


def _alarm(properties: Properties) -> Iterator[str]:
    yield from _foreign(properties, {"alarms", "sortBy", "states", "title"})
    if not 1 <= len(properties.get("alarms", ())) <= _MOST_ALARMS:
        yield f"alarms must be 1 to {_MOST_ALARMS}"
    sorts = {"default", "stateUpdatedTimestamp", "timestamp"}
    if properties.get("sortBy", "default") not in sorts:
        yield f"sortBy must be one of {sorted(sorts)}"
    if not set(properties.get("states", ())) <= {"ALARM", "INSUFFICIENT_DATA", "OK"}:
        yield "states must be states of alarms"


def _metric(properties: Properties) -> Iterator[str]:
    yield from _foreign(properties, _METRIC_KEYS)
    metrics = properties.get("metrics", ())
    if not 1 <= len(metrics) <= _MOST_METRICS:
        yield f"metrics must be 1 to {_MOST_METRICS}, got {len(metrics)}"
    if not properties.get("region"):
        yield "region must be given"
    if properties.get("view", "timeSeries") not in _VIEWS:
        yield f"view must be one of {sorted(_VIEWS)}"
    yield from _period(properties)
    axes = properties.get("yAxis", {})
    if properties.get("view") == "gauge" and not {"min", "max"} <= set(axes.get("left", {})):
        yield "a gauge needs yAxis.left.min and yAxis.left.max"
    yield from _foreign(axes, {"left", "right"})
    for axis in axes.values():
        yield from _foreign(axis, _AXIS_KEYS)
    for mark in properties.get("annotations", {}).get("horizontal", ()):
        yield from _foreign(mark, _MARK_KEYS)
        if not isinstance(mark.get("value"), int | float):
            yield f"an annotation needs a number, got {mark.get('value')!r}"
        if mark.get("fill", "none") not in {"above", "below", "none"}:
            yield f"fill must be above, below or none, got {mark['fill']!r}"
    yield from _entries(metrics)


def _entries(metrics: Sequence[Sequence[Any]]) -> Iterator[str]:
    options = [entry[-1] for entry in metrics if isinstance(entry[-1], Mapping)]
    ids = [one["id"] for one in options if "id" in one]
    if len(ids) != len(set(ids)):
        yield "ids must differ"
    for one in options:
        yield from _foreign(one, _ENTRY_KEYS)
        yield from _period(one)
        if "id" in one and not _ID.fullmatch(one["id"]):
            yield f"an id begins with a small letter, got {one['id']!r}"
        missing = _references(one.get("expression", "")) - set(ids)
        if missing:
            yield f"an expression needs {', '.join(sorted(missing))}, which there is not"
    for entry in metrics:
        names = entry[:-1] if isinstance(entry[-1], Mapping) else entry
        expression = isinstance(entry[-1], Mapping) and "expression" in entry[-1]
        if expression and names:
            yield "an entry is a metric or an expression, not both"
        if not expression and (len(names) < 2 or len(names) % 2):
            yield f"dimensions come in pairs, got {len(names) - 2} names and values"
    hidden = [one for one in options if one.get("visible") is False]
    if metrics and len(hidden) == len(metrics):
        yield "one metric at least must be visible"


def _references(expression: str) -> set[str]:
    """The ids metric math speaks of; queries and what stands in quotes have none."""
    if expression.startswith("SELECT "):
        return set()
    return set(_REFERENCE.findall(re.sub(r"'[^']*'", "", expression)))


def _period(properties: Properties) -> Iterator[str]:
    period = properties.get("period", 300)
    if period not in {1, 5, 10, 30} and (period <= 0 or period % 60):
        yield f"period must be 1, 5, 10, 30 or a multiple of 60, got {period}"


def _foreign(properties: Properties, known: set[str]) -> Iterator[str]:
    for key in sorted(set(properties) - known):
        yield f"there is no {key}"


def _unknown(properties: Properties) -> Iterator[str]:
    del properties
    yield "type must be alarm, metric or text, the ones this check knows"


_CHECKS: Mapping[str, Callable[[Properties], Iterator[str]]] = {
    "alarm": _alarm,
    "metric": _metric,
    "text": _text,
}
