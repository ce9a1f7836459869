"""The body of a dashboard as a page of HTML, a card for each widget."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from picture_gallery.line_chart import line_chart, short
from picture_gallery.metric_math import Line, Metrics, lines_of

_COLUMN, _ROW, _GAP = 50, 41, 5
_RED, _GREEN, _BLUE = "#d62728", "#1d8102", "#1f77b4"
_STYLE = """
* { margin: 0; box-sizing: border-box; }
body { background: #f2f3f3; color: #16191f; font: 13px 'Liberation Sans', Arial, sans-serif; }
.card { position: absolute; background: #fff; border-radius: 6px; padding: 8px 10px;
  box-shadow: 0 1px 2px #0002; overflow: hidden; }
.text { position: absolute; padding: 4px 6px; line-height: 1.5; }
h1 { font-size: 22px; } h2 { font-size: 17px; margin-bottom: 2px; }
h3 { font-size: 13px; } li { margin-left: 18px; } a { color: #0073bb; text-decoration: none; }
.numbers { display: flex; flex-wrap: wrap; margin-top: 8px; }
.number { flex: 1 0 46%; padding: 4px 0; }
.number b { font-size: 25px; font-weight: 500; display: block; }
.number span, .soft { color: #687078; font-size: 11px; }
.alarms { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 8px; }
.alarm { border-left: 5px solid; border-radius: 3px; background: #f8f8f8; padding: 5px 9px;
  font-size: 12px; }
svg text { font-family: 'Liberation Sans', Arial, sans-serif; }
"""

Widget = Mapping[str, Any]


def size_of(widgets: Sequence[Widget]) -> tuple[int, int]:
    """Width and height of the page, in pixels."""
    rows = max(one["y"] + one["height"] for one in widgets)
    return 24 * _COLUMN + 2 * _GAP, rows * _ROW + 2 * _GAP


def page_of(widgets: Sequence[Widget], metrics: Metrics, firing: Sequence[str]) -> str:
    """The page.

    Args:
        widgets: Of the dashboard.
        metrics: What the widgets plot.
        firing: Names of the alarms that are in state ALARM.
    """
    drawn = "".join(_card(one, metrics, firing) for one in widgets)
    return f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>{drawn}"


def _card(widget: Widget, metrics: Metrics, firing: Sequence[str]) -> str:
    width = widget["width"] * _COLUMN - _GAP
    height = widget["height"] * _ROW - _GAP
    place = (
        f"left:{widget['x'] * _COLUMN + _GAP + 2}px;top:{widget['y'] * _ROW + _GAP}px;"
        f"width:{width}px;height:{height}px"
    )
    properties = widget["properties"]
    if widget["type"] == "text":
        return f'<div class="text" style="{place}">{markdown(properties["markdown"])}</div>'
    title = f"<h3>{escape(properties['title'])}</h3>"
    if widget["type"] == "alarm":
        inside = _alarms(properties["alarms"], firing)
    else:
        lines = lines_of(properties["metrics"], metrics)
        inside = _VIEWS[properties["view"]](properties, lines, width - 20, height - 28)
    return f'<div class="card" style="{place}">{title}{inside}</div>'


def markdown(text: str) -> str:
    """Headings, lists, bold and links, which is all our dashboards use."""
    inline = escape(text, quote=False)
    inline = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", inline)
    inline = re.sub(r"\[([^\]]+)\]\(([^)]+)\)", r'<a href="\2">\1</a>', inline)
    inline = re.sub(
        r"^(#+) (.*)$", lambda m: f"<h{len(m[1])}>{m[2]}</h{len(m[1])}>", inline, flags=re.M
    )
    return re.sub(r"^- (.*)$", r"<li>\1</li>", inline, flags=re.M)


def _alarms(arns: Sequence[str], firing: Sequence[str]) -> str:
    names = sorted((arn.rsplit(":", 1)[-1] for arn in arns), key=lambda name: name not in firing)
    cards = (
        f'<div class="alarm" style="border-color:{_RED if name in firing else _GREEN}">'
        f"{escape(name)}<br><span class=soft>{'In alarm' if name in firing else 'OK'}</span></div>"
        for name in names
    )
    return f'<div class="alarms">{"".join(cards)}</div>'


def _numbers(properties: Widget, lines: Sequence[Line], width: int, height: int) -> str:
    del properties, height
    cells = (
        f'<div class="number"><b>{short(line.values[-1])}</b><span>{escape(line.label)}</span>'
        f"{_sparkline(line, width // 2 - 20)}</div>"
        for line in lines
    )
    return f'<div class="numbers">{"".join(cells)}</div>'


def _sparkline(line: Line, width: int) -> str:
    top, last = max(*line.values, 1e-9), len(line.values) - 1
    points = " ".join(
        f"{step / last * width:.1f},{20 - value / top * 18:.1f}"
        for step, value in enumerate(line.values)
    )
    curve = f'<polyline points="{points}" fill="none" stroke="{_BLUE}" stroke-width="1.2"/>'
    return f'<br><svg width="{width}" height="22">{curve}</svg>'


def _dial(properties: Widget, lines: Sequence[Line], width: int, height: int) -> str:
    """Half a circle; what is beyond the threshold is red."""
    (line,) = lines
    value = line.values[-1]
    x, y, radius = width / 2, height - 18, min(width / 2 - 30, height - 34)
    limit = min((mark["value"] for mark in properties["annotations"]["horizontal"]), default=100)
    colour = _RED if value >= limit else _BLUE
    words = f'text-anchor="middle" x="{x}"'
    return (
        f'<svg width="{width}" height="{height + 8}">'
        f'<g fill="none" stroke-width="20">'
        f'<path d="{_arc(x, y, radius, (0, 100))}" stroke="#e9ebed"/>'
        f'<path d="{_arc(x, y, radius, (0, value))}" stroke="{colour}"/>'
        f'<path d="{_arc(x, y, radius + 15, (limit, 100))}" stroke="{_RED}" stroke-width="4"/></g>'
        f'<text {words} y="{y - 12}" font-size="30" fill="{colour}">{value:.0f}</text>'
        f'<text {words} y="{y + 12}" font-size="11" fill="#687078">{escape(line.label)}</text>'
        "</svg>"
    )


def _arc(x: float, y: float, radius: float, values: tuple[float, float]) -> str:
    """The path around a centre from one value of 0 to 100 to another."""
    angles = [math.pi * (1 - value / 100) for value in values]
    start, end = (
        f"{x + radius * math.cos(angle):.1f} {y - radius * math.sin(angle):.1f}" for angle in angles
    )
    return f"M{start}A{radius} {radius} 0 0 1 {end}"


_VIEWS: Mapping[str, Callable[[Widget, Sequence[Line], int, int], str]] = {
    "timeSeries": line_chart,
    "singleValue": _numbers,
    "gauge": _dial,
}
