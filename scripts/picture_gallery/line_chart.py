"""A graph as CloudWatch would draw it: lines or areas over a day, with thresholds and a legend."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from mskctl.plots import ceiling, number
from picture_gallery.busy_day import FIRST_HOUR
from picture_gallery.metric_math import Line

PALETTE = (
    "#1f77b4",
    "#ff7f0e",
    "#2ca02c",
    "#9467bd",
    "#8c564b",
    "#e377c2",
    "#17becf",
    "#bcbd22",
    "#7b4173",
    "#393b79",
)
_SOFT, _GRID, _INK = "#687078", "#e9ebed", "#16191f"
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 14, 22, 20
_LEGEND_ROW = 16
_WIDE, _NARROW = set("ABCDEFGHIKLMNOPQRSTUVWXYZmw"), set("fijlrt .-")
_TICKS = 4


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Where on a chart values stand.

    Attributes:
        width: Of the chart, in pixels.
        bottom: Where 0 is.
        right: Pixels kept free for the right axis.
        maximum: The value on top, of the left and of the right axis.
    """

    width: int
    bottom: float
    right: int
    maximum: tuple[float, float]

    def x(self, share: float) -> float:
        """Where a share of the day is."""
        return round(_LEFT + share * (self.width - _LEFT - self.right), 1)

    def y(self, value: float, *, right: bool = False) -> float:
        """Where a value is."""
        return round(self.bottom - value / self.maximum[right] * (self.bottom - _TOP), 1)


def short(value: float) -> str:
    """``21M`` of 21000000."""
    for unit, size in (("T", 1e12), ("G", 1e9), ("M", 1e6), ("K", 1e3)):
        if value >= size:
            return f"{number(value / size)}{unit}"
    return number(value)


def line_chart(
    properties: Mapping[str, Any], lines: Sequence[Line], width: int, height: int
) -> str:
    """The SVG of a widget of type ``timeSeries``."""
    marks = properties.get("annotations", {}).get("horizontal", [])
    legend = list(_legend(lines, width))
    rows = 1 + max((row for row, _, _ in legend), default=0)
    stacked = properties.get("stacked", False)
    frame = Frame(
        width=width,
        bottom=height - _BOTTOM - rows * _LEGEND_ROW - 4,
        right=_LEFT if any(line.right for line in lines) else _RIGHT,
        maximum=(_maximum(lines, marks, stacked, False), _maximum(lines, marks, stacked, True)),
    )
    parts = [f'<svg width="{width}" height="{height}">', *_axes(properties, frame)]
    parts += [_mark_area(mark, frame) for mark in marks if mark.get("fill", "none") != "none"]
    base = [0.0] * len(lines[0].values) if lines else []
    for index, line in enumerate(lines):
        colour = line.colour or PALETTE[index % len(PALETTE)]
        if stacked:
            top = [a + b for a, b in zip(base, line.values, strict=True)]
            parts.append(_area(base, top, colour, frame))
            base = top
        else:
            points = _points(line.values, frame, right=line.right)
            parts.append(
                f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
            )
    parts += [_mark_line(mark, frame) for mark in marks]
    for row, x, index in legend:
        y = height - (rows - row) * _LEGEND_ROW + 6
        colour = lines[index].colour or PALETTE[index % len(PALETTE)]
        parts.append(f'<rect x="{x}" y="{y - 8}" width="9" height="9" rx="2" fill="{colour}"/>')
        parts.append(_text(x + 12, y, lines[index].label, size=11))
    return "".join([*parts, "</svg>"])


def _axes(properties: Mapping[str, Any], frame: Frame) -> Iterator[str]:
    axes = properties.get("yAxis", {})
    for step in range(3):
        share = step / 2
        y = frame.y(frame.maximum[0] * share)
        yield f'<path d="M{_LEFT} {y}H{frame.width - frame.right}" stroke="{_GRID}"/>'
        yield _text(_LEFT - 6, y + 4, short(frame.maximum[0] * share), anchor="end")
        if frame.right == _LEFT:
            label = short(frame.maximum[1] * share)
            yield _text(frame.width - frame.right + 6, y + 4, label)
    for tick in range(_TICKS + 1):
        hour = (FIRST_HOUR + tick * 24 // _TICKS) % 24
        anchor = "end" if tick == _TICKS else "middle"
        yield _text(frame.x(tick / _TICKS), frame.bottom + 15, f"{hour:02}:00", anchor=anchor)
    yield _text(4, 10, axes.get("left", {}).get("label", ""))
    yield _text(frame.width - 4, 10, axes.get("right", {}).get("label", ""), anchor="end")


def _legend(lines: Sequence[Line], width: int) -> Iterator[tuple[int, float, int]]:
    """Row, x and number of each line, as many in a row as there is room for."""
    row, x = 0, 6.0
    for index, line in enumerate(lines):
        wide = 18 + _width_of(line.label)
        if x + wide > width and x > 6:
            row, x = row + 1, 6.0
        yield row, x, index
        x += wide


def _width_of(text: str) -> float:
    """Nearly what a browser makes of it at eleven pixels."""
    return sum(7.6 if one in _WIDE else 3.4 if one in _NARROW else 6.1 for one in text)


def _maximum(
    lines: Sequence[Line], marks: Sequence[Mapping[str, Any]], stacked: bool, right: bool
) -> float:
    here = [line.values for line in lines if line.right == right]
    if stacked and here:
        here = [tuple(map(sum, zip(*here, strict=True)))]
    found = max((max(values) for values in here), default=0.0)
    axis = "right" if right else "left"
    drawn = [mark["value"] for mark in marks if mark.get("yAxis", "left") == axis]
    # A threshold far above everything would make everything flat: it is then left out of sight.
    near = [value for value in drawn if value <= 4 * found]
    return ceiling(max([found * 1.05, *(value * 1.1 for value in near)]) or 1.0)


def _points(values: Sequence[float], frame: Frame, *, right: bool = False) -> str:
    last = len(values) - 1
    return " ".join(
        f"{frame.x(step / last)},{frame.y(value, right=right)}" for step, value in enumerate(values)
    )


def _area(base: Sequence[float], top: Sequence[float], colour: str, frame: Frame) -> str:
    upper, lower = _points(top, frame), _points(base, frame).split()
    return (
        f'<polygon points="{upper} {" ".join(reversed(lower))}" fill="{colour}" '
        f'fill-opacity="0.55" stroke="{colour}" stroke-width="0.8"/>'
    )


def _visible(mark: Mapping[str, Any], frame: Frame) -> bool:
    return bool(mark["value"] <= frame.maximum[mark.get("yAxis") == "right"])


def _mark_area(mark: Mapping[str, Any], frame: Frame) -> str:
    if not _visible(mark, frame):
        return ""
    y = frame.y(mark["value"])
    top, bottom = (_TOP, y) if mark["fill"] == "above" else (y, frame.bottom)
    return (
        f'<rect x="{_LEFT}" y="{top}" width="{frame.width - _LEFT - frame.right}" '
        f'height="{bottom - top}" fill="{mark["color"]}" fill-opacity="0.08"/>'
    )


def _mark_line(mark: Mapping[str, Any], frame: Frame) -> str:
    if not _visible(mark, frame):
        return ""
    y = frame.y(mark["value"], right=mark.get("yAxis") == "right")
    end = frame.width - frame.right
    label = _text(_LEFT + 4, y - 4, mark["label"], colour=mark["color"])
    line = f'<path d="M{_LEFT} {y}H{end}" stroke="{mark["color"]}" stroke-dasharray="4 3"/>'
    return line + label


def _text(
    x: float, y: float, text: str, *, colour: str = _SOFT, anchor: str = "start", size: int = 10
) -> str:
    place = f'x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" fill="{colour}"'
    return f"<text {place}>{escape(text)}</text>"
