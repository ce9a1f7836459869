"""A status as one screen, as wide as the terminal."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from msk_model import BrokerType, ClusterShape, ClusterType
from msk_model.status import Advice, Gauge, Level, Status
from mskctl.status.words import NO_DATA, age, bar, day_from, moment, number, sparkline

_STYLES = {Level.PAGE: "bold red", Level.WARNING: "yellow", Level.NOTE: "cyan"}
_MARKS = {Level.PAGE: "!!", Level.WARNING: "!", Level.NOTE: "-"}
_WORDS = {
    Level.PAGE: "needs somebody now",
    Level.WARNING: "needs somebody soon",
    Level.NOTE: "nothing to do",
}
_STATES = {"ACTIVE": "bold green", "FAILED": "bold red", "HEALING": "bold yellow"}
_GROUPS, _ALARMS, _OPERATIONS = 8, 8, 3
_WIDE = 92


def screen(status: Status, *, width: int) -> RenderableType:
    """The whole screen.

    Args:
        status: What to show.
        width: Of the terminal, in characters: narrow ones get no bars and no course of the day.
    """
    wide = width >= _WIDE
    urgent = [one for one in status.advice if one.level is not Level.NOTE]
    notes = [one for one in status.advice if one.level is Level.NOTE]
    parts: list[RenderableType] = [_heading(status), Text()]
    # What somebody has to do stands where a small terminal still shows it.
    if urgent:
        parts += [Text("To do", style="bold"), _advice(urgent), Text()]
    parts.append(_facts(status))
    parts += [Text(), Text("Load", style="bold"), _load(status, wide=wide)]
    parts += [Text(), *_lag(status, wide=wide)]
    parts += [Text(), *_alarms(status)]
    parts += [Text(), *_operations(status)]
    if notes:
        parts += [Text(), Text("Good to know", style="bold"), _advice(notes)]
    return Group(*parts)


def worst(status: Status) -> Level:
    """The most urgent level of all advice."""
    return status.advice[0].level if status.advice else Level.NOTE


def _heading(status: Status) -> Text:
    snapshot = status.snapshot
    level = worst(status)
    text = Text()
    text.append(snapshot.name, style="bold")
    text.append("  ")
    text.append(snapshot.state, style=_STATES.get(snapshot.state, "bold yellow"))
    text.append("  ")
    text.append(_WORDS[level], style="green" if level is Level.NOTE else _STYLES[level])
    text.append(f"  {moment(snapshot.at)} UTC", style="dim")
    return text


def _facts(status: Status) -> Table:
    table = Table.grid(padding=(0, 2), pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    snapshot = status.snapshot
    table.add_row("Cluster", Text(_kind(snapshot.shape) + f" in {snapshot.arn.split(':')[3]}"))
    if snapshot.shape.cluster_type is ClusterType.PROVISIONED:
        table.add_row("Kafka", Text(_version(status)))
        table.add_row("Brokers", Text(_brokers(status)))
    for title, line in _storage(status):
        table.add_row(title, line)
    return table


def _kind(shape: ClusterShape) -> str:
    if shape.cluster_type is ClusterType.SERVERLESS:
        return "Serverless"
    kind = "Express" if shape.broker_type is BrokerType.EXPRESS else "Standard"
    return f"{kind}, {shape.broker_count} x {shape.broker_size}"


def _version(status: Status) -> str:
    version = status.snapshot.shape.kafka_version
    if not isinstance(version, str):
        return NO_DATA
    if status.end_of_support is None:
        return f"{version}, no end of support announced"
    away = day_from(status.end_of_support, status.snapshot.at.date())
    return f"{version}, supported until {away}"


def _brokers(status: Status) -> str:
    snapshot = status.snapshot
    if snapshot.brokers is None:
        return "could not be read"
    if not snapshot.brokers:
        return "none yet"
    places: dict[str, list[str]] = {}
    for one in snapshot.brokers:
        places.setdefault(one.subnet, []).append(one.id)
    zones = f"{len(snapshot.zones) or len(places)} zones"
    known = f" ({', '.join(snapshot.zones)})" if snapshot.zones else ""
    counts = sorted({len(ids) for ids in places.values()})
    spread = f"{counts[0]} in each" if len(counts) == 1 else "unevenly spread"
    return f"{len(snapshot.brokers)} in {zones}{known}, {spread}"


def _storage(status: Status) -> Iterator[tuple[str, Text]]:
    storage = status.storage
    if storage is None:
        yield "Storage", Text("provided by MSK, which publishes nothing about it")
        return
    if storage.volume_gib is None:
        yield "Storage", Text(f"{number(storage.used_gib, 'GiB')}, provided by MSK without end")
    else:
        yield "Storage", Text(_fullest(status))
    for one in storage.forecasts:
        per_day = f"{one.gib_per_day:+,.1f} GiB a day on {one.where}"
        text = Text(f"{per_day} over the last {one.span}")
        if storage.volume_gib is None:
            pass
        elif one.full_at is None:
            text.append(": not full in sight")
        else:
            away = one.full_at - status.snapshot.at
            soon = away <= timedelta(days=14)
            grown = ", with autoscaling" if one.autoscaling else ""
            text.append(": ")
            text.append(f"full on {one.full_at:%Y-%m-%d}", style="bold red" if soon else "")
            days = away / timedelta(days=1)
            left = f"{days:,.0f} days" if days >= 2 else age(away.total_seconds())
            text.append(f", in {left}{grown}")
        yield "", text
    if not storage.forecasts and storage.used_gib is not None:
        yield "", Text("no forecast yet: it takes six hours of data")


def _fullest(status: Status) -> str:
    storage = status.storage
    if storage is None:
        return NO_DATA
    used = NO_DATA if storage.used_percent is None else f"{storage.used_percent:.0f} % used"
    where = f" on {storage.where}" if storage.where else ""
    text = f"{used} of {storage.volume_gib:,} GiB{where}"
    if not storage.autoscaling_known:
        return f"{text}; autoscaling could not be read"
    if storage.autoscaling_max_gib is None:
        return f"{text}; no autoscaling"
    return (
        f"{text}; autoscaling at {storage.autoscaling_target_percent} % "
        f"to {storage.autoscaling_max_gib:,} GiB"
    )


def _load(status: Status, *, wide: bool) -> Table:
    columns = ["", "Now", "Where", "Of", "Limit", "Peak"]
    table = _table(columns, numbers={"Now", "Of", "Limit", "Peak"})
    if wide:
        table.add_column("", no_wrap=True)
        table.add_column("Last day", no_wrap=True)
    for gauge in status.gauges:
        row: list[Text] = [
            Text(gauge.title),
            Text(number(gauge.value, gauge.unit), style=_colour(gauge)),
            Text(gauge.where or ""),
            Text("" if gauge.percent is None else f"{gauge.percent:.0f} %", style=_colour(gauge)),
            Text("none" if gauge.limit is None else number(gauge.limit)),
            Text("" if gauge.peak is None else number(gauge.peak)),
        ]
        if wide:
            row += [Text(bar(gauge.percent, 10), style=_colour(gauge)), Text(_course(gauge))]
        table.add_row(*row)
    return table


def _colour(gauge: Gauge) -> str:
    if gauge.percent is None:
        return "dim" if gauge.value is None else ""
    return "red" if gauge.percent > 100 else "yellow" if gauge.percent > 80 else "green"


def _course(gauge: Gauge) -> str:
    """The highest of all brokers at each time."""
    highest: dict[float, float] = {}
    for line in gauge.lines.values():
        for time, value in line.points:
            highest[time] = max(value, highest.get(time, value))
    return sparkline([highest[time] for time in sorted(highest)], 16)


def _lag(status: Status, *, wide: bool) -> Iterator[RenderableType]:
    lags = status.lags
    if not lags:
        known = not any(
            one.source == "consumer groups and topics" for one in status.snapshot.unread
        )
        yield _line(
            "Lag", "no group has committed offsets lately" if known else "could not be read"
        )
        return
    hidden = len(lags) - _GROUPS
    yield _line("Lag", f"{hidden} more that are less behind are in --json" if hidden > 0 else "")
    table = _table(["Group", "Topic", "Records", "Behind", ""], numbers={"Records", "Behind"})
    if wide:
        table.add_column("Last day", no_wrap=True)
    for one in lags[:_GROUPS]:
        rising = Text("rising", style="yellow") if one.rising else Text()
        row = [
            Text(one.group),
            Text(one.topic),
            Text(number(one.records)),
            Text(age(one.seconds)),
            rising,
        ]
        if wide:
            row.append(Text(sparkline([value for _, value in one.line.points], 16)))
        table.add_row(*row)
    yield table


def _alarms(status: Status) -> Iterator[RenderableType]:
    alarms = status.snapshot.alarms
    if alarms is None:
        yield _line("Alarms", "could not be read")
        return
    counts = {state: [one for one in alarms if one.state == state] for state in _ALARM_WORDS}
    summary = ", ".join(f"{len(some)} {_ALARM_WORDS[state]}" for state, some in counts.items())
    yield _line("Alarms", summary if alarms else "none on this cluster")
    for one in (counts["ALARM"] + counts["INSUFFICIENT_DATA"])[:_ALARMS]:
        firing = one.state == "ALARM"
        text = Text("  ")
        text.append("firing " if firing else "no data", style="bold red" if firing else "yellow")
        text.append(f" {one.name}" + (" (composite)" if one.composite else ""))
        text.append(f" since {moment(one.since)}" if one.since else "", style="dim")
        yield text


_ALARM_WORDS = {"ALARM": "firing", "INSUFFICIENT_DATA": "without data", "OK": "fine"}


def _operations(status: Status) -> Iterator[RenderableType]:
    operations = status.snapshot.operations
    if operations is None:
        yield _line("Operations", "could not be read")
        return
    yield _line("Operations", "" if operations else "none yet")
    for one in operations[:_OPERATIONS]:
        style = "red" if one.failed else "cyan" if one.pending else ""
        text = Text(f"  {moment(one.started)}  {one.type}  ")
        text.append(one.state, style=style)
        text.append(f": {one.error}" if one.error else "")
        yield text


def _advice(advice: Iterable[Advice]) -> Table:
    table = Table.grid(padding=(0, 1), pad_edge=False)
    table.add_column(no_wrap=True, min_width=2)
    table.add_column(overflow="fold")
    for one in advice:
        table.add_row(Text(_MARKS[one.level], style=_STYLES[one.level]), _said(one))
    return table


def _said(one: Advice) -> Text:
    text = Text()
    text.append(one.what, style="bold" if one.level is Level.PAGE else "")
    text.append(f"\n{one.do[:1].upper()}{one.do[1:].rstrip('.')}.")
    text.append(f"\n{one.source}", style=f"dim link {one.source}")
    return text


def _line(title: str, text: str) -> Text:
    line = Text(title, style="bold")
    line.append(f"  {text}" if text else "", style="not bold")
    return line


def _table(columns: list[str], *, numbers: set[str]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in columns:
        right = column in numbers
        table.add_column(
            column, justify="right" if right else "left", no_wrap=right, overflow="fold"
        )
    return table
