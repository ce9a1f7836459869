"""The last day of a cluster as charts."""

from collections.abc import Mapping
from statistics import median

from msk_model.status import Gauge, Lag, Series, Status
from mskctl.plots import Panel, line_charts
from mskctl.status.words import moment

_HOURS = 24
_MOST_LINES = 3
_NAME = 17
_HOLDS = 75 * 60
_GIB = 2**30

Lines = Mapping[str, Series]


def plot(status: Status) -> str:
    """Load, storage and lag of the last 24 hours, as the text of an SVG file.

    Up to three brokers are lines of their own; of more, the highest, the middle and the lowest at
    each time are.
    """
    start = status.snapshot.seconds - _HOURS * 3600
    panels = [
        Panel(title=_title(gauge), lines=_points(_few(gauge.lines), start))
        for gauge in status.gauges
        if gauge.id != "consumer-groups"
    ]
    if status.storage is not None:
        express = status.storage.volume_gib is None
        lines = status.storage.lines
        if express:
            lines = {name: _in_gib(line) for name, line in lines.items()}
        title = "Storage used, GiB" if express else "Disk used, %"
        panels.append(Panel(title=title, lines=_points(_few(lines), start)))
    panels.append(Panel(title="Lag, records", lines=_points(_lags(status.lags), start)))
    panels = [
        panel if any(panel.lines.values()) else Panel(title=f"{panel.title}: no data", lines={})
        for panel in panels
    ]
    return line_charts(
        f"{status.snapshot.name}, the day until {moment(status.snapshot.at)} UTC",
        panels,
        x_label="hours; 24 is when it was read",
        mark=_HOURS,
        x_maximum=_HOURS,
    )


def _title(gauge: Gauge) -> str:
    unit = f", {gauge.unit}" if gauge.unit else ""
    limit = "" if gauge.limit is None else f" (limit {gauge.limit:,.4g})"
    return f"{gauge.title}{unit}{limit}"


def _few(lines: Lines) -> Lines:
    if len(lines) <= _MOST_LINES:
        return {name if name == "cluster" else f"broker {name}": s for name, s in lines.items()}
    values: dict[float, list[float]] = {}
    for line in lines.values():
        for time, value in line.points:
            values.setdefault(time, []).append(value)
    times = sorted(values)
    return {
        "highest": Series(tuple((time, max(values[time])) for time in times)),
        "middle": Series(tuple((time, median(values[time])) for time in times)),
        "lowest": Series(tuple((time, min(values[time])) for time in times)),
    }


def _lags(lags: tuple[Lag, ...]) -> Lines:
    """The three that are furthest behind, by a name that fits beside the chart."""
    found: dict[str, Series] = {}
    for number, lag in enumerate(lags[:_MOST_LINES], start=1):
        name = lag.group if len(lag.group) <= _NAME else f"{lag.group[: _NAME - 1]}…"
        found[f"{name[: _NAME - 2]} {number}" if name in found else name] = lag.line
    return found


def _in_gib(line: Series) -> Series:
    return Series(tuple((time, value / _GIB) for time, value in line.points))


def _points(lines: Lines, start: float) -> dict[str, list[tuple[float, float]]]:
    return {
        name: [((time - start) / 3600, value) for time, value in _held(line, start).points]
        for name, line in lines.items()
    }


def _held(line: Series, start: float) -> Series:
    """The day, whose last value stands until the end unless it is old."""
    day = line.since(start)
    end = start + _HOURS * 3600
    value = line.latest(end, within=_HOLDS)
    return day if value is None else Series((*day.points, (end, value)))
