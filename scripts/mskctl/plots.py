"""Charts as SVG, readable in light and dark, written without any library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _PANEL, _TOP, _LEFT, _RIGHT, _GAP = 820, 250, 64, 76, 130, 74
_LIGHT = ("#ffffff", "#1f2328", "#656d76", "#d8dee4", "#1f6feb", "#b4540a", "#1a7f4b")
_DARK = ("#14181d", "#e6edf3", "#9aa4af", "#30363d", "#6cb0ff", "#f0a05a", "#56c98b")
"""Surface, ink, soft ink, grid and the lines. Written out in each rule: viewers other than browsers
know no CSS variables."""
_SHAPES = """
svg { font: 13px system-ui, sans-serif; } .soft { font-size: 12px; }
.title { font-weight: 600; font-size: 15px; } .grid { stroke-width: 1; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.mark { stroke-dasharray: 3 4; }
"""


def _colours(theme: Sequence[str]) -> str:
    surface, ink, soft, grid, *lines = theme
    rules = [
        f".surface {{ fill: {surface}; }} text {{ fill: {ink}; }} .soft {{ fill: {soft}; }}",
        f".grid {{ stroke: {grid}; }} .mark {{ stroke: {soft}; }} .end {{ stroke: {surface}; }}",
        *(
            f".c{n} {{ fill: {c}; }} .line.c{n} {{ fill: none; stroke: {c}; }}"
            for n, c in enumerate(lines)
        ),
    ]
    return "\n".join(rules)


_STYLE = (
    f"{_SHAPES}{_colours(_LIGHT)}\n@media (prefers-color-scheme: dark) {{\n{_colours(_DARK)}\n}}"
)

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One chart of lines.

    Attributes:
        title: What it shows, with the unit.
        lines: Its lines by name; a line ends where nothing is possible any more.
    """

    title: str
    lines: Mapping[str, Points]


def line_charts(
    title: str, panels: Sequence[Panel], *, x_label: str, mark: float, x_maximum: float
) -> str:
    """Charts above each other with one x axis, as the text of an SVG file.

    Args:
        title: The heading.
        panels: The charts; a line has the same colour in each.
        x_label: What the x axis counts.
        mark: Where on the x axis to draw a dashed line.
        x_maximum: Where the x axis ends.
    """
    names = list(dict.fromkeys(name for panel in panels for name in panel.lines))
    height = _TOP + len(panels) * (_PANEL + _GAP)
    size = f'viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        f'<rect width="{_WIDTH}" height="{height}" class="surface"/>',
        _text(_LEFT, 30, title, css="title"),
    ]
    for index, panel in enumerate(panels):
        top = _TOP + index * (_PANEL + _GAP)
        parts += _panel(panel, names, top=top, x_label=x_label, mark=mark, x_maximum=x_maximum)
    return "\n".join([*parts, "</svg>", ""])


def _panel(
    panel: Panel, names: Sequence[str], *, top: int, x_label: str, mark: float, x_maximum: float
) -> list[str]:
    y_maximum = ceiling(max((y for line in panel.lines.values() for _, y in line), default=1))

    def x_of(value: float) -> float:
        return round(_LEFT + value / x_maximum * (_WIDTH - _LEFT - _RIGHT), 1)

    def y_of(value: float) -> float:
        return round(top + _PANEL - value / y_maximum * _PANEL, 1)

    bottom, right = top + _PANEL, _WIDTH - _RIGHT
    parts = [_text(_LEFT, top - 12, panel.title)]
    for step in range(5):
        value, where = y_maximum * step / 4, x_maximum * step / 4
        y = y_of(value)
        parts += [
            f'<line class="grid" x1="{_LEFT}" x2="{right}" y1="{y}" y2="{y}"/>',
            _text(_LEFT - 8, y + 4, number(value), css="soft", anchor="end"),
            _text(x_of(where), bottom + 18, number(where), css="soft", anchor="middle"),
        ]
    parts += [
        _text((_LEFT + right) / 2, bottom + 36, x_label, css="soft", anchor="middle"),
        f'<line class="mark" x1="{x_of(mark)}" x2="{x_of(mark)}" y1="{top}" y2="{bottom}"/>',
    ]
    label_y = float("inf")
    drawn = {name: line for name, line in panel.lines.items() if line}
    for name, line in sorted(drawn.items(), key=lambda item: item[1][-1][1]):
        colour = f"c{names.index(name) % 3}"
        points = " ".join(f"{x_of(x)},{y_of(y)}" for x, y in line)
        end_x, end_y = x_of(line[-1][0]), y_of(line[-1][1])
        label_y = min(end_y, label_y - 16) if end_x >= right - 1 else end_y - 10
        parts += [
            f'<polyline class="line {colour}" points="{points}"/>',
            f'<circle class="end {colour}" cx="{end_x}" cy="{end_y}" r="4"/>',
            _text(end_x + 9, label_y + 4, name, css=colour),
        ]
    return parts


def _text(x: float, y: float, text: str, *, css: str = "ink", anchor: str = "start") -> str:
    place = f'x="{x}" y="{y}" text-anchor="{anchor}"'
    return f'<text class="{css}" {place}>{escape(text)}</text>'


def number(value: float) -> str:
    """Three digits that matter, or whole thousands."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def ceiling(value: float) -> float:
    """A round number at or above `value` that can be quartered."""
    unit = 1.0
    while unit * 10 <= value:
        unit *= 10
    while unit > value > 0:
        unit /= 10
    return next(
        (unit * step for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8) if unit * step >= value),
        unit * 10,
    )
