"""Panels of the Grafana dashboard, and where they stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from msk_model.prometheus.measures import Measure

COLUMNS: Final = 24
"""The width of a Grafana dashboard."""
_DATASOURCE: Final = {"type": "prometheus", "uid": "${datasource}"}


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One panel.

    Attributes:
        title: Above it.
        kind: Grafana's name of the visualization.
        unit: Grafana's name of the unit.
        targets: PromQL by the legend of its series.
        width: Of the `COLUMNS` columns.
        height: In rows of the grid.
        description: What to do about what it shows; empty for nothing.
        steps: Values from which on the colour changes: green below the first.
        options: Of the visualization, besides the usual.
        minimum: Of the axis. None: as the data has it.
    """

    title: str
    kind: str
    unit: str
    targets: Mapping[str, str]
    width: int = 8
    height: int = 8
    description: str = ""
    steps: tuple[tuple[str, float], ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    minimum: float | None = 0

    def document(self, id: int, x: int, y: int) -> dict[str, Any]:
        """The panel as Grafana has it, at its place."""
        return {
            "id": id,
            "type": self.kind,
            "title": self.title,
            "description": self.description,
            "datasource": _DATASOURCE,
            "gridPos": {"x": x, "y": y, "w": self.width, "h": self.height},
            "targets": [
                {
                    "refId": chr(ord("A") + number),
                    "datasource": _DATASOURCE,
                    "expr": expr,
                    "legendFormat": legend,
                    "instant": self.kind == "stat",
                    "range": self.kind != "stat",
                }
                for number, (legend, expr) in enumerate(self.targets.items())
            ],
            "fieldConfig": {"defaults": self._defaults(), "overrides": []},
            "options": dict(self.options),
        }

    def _defaults(self) -> dict[str, Any]:
        steps = [{"color": "green", "value": None}] + [
            {"color": colour, "value": value} for colour, value in self.steps
        ]
        least = {} if self.minimum is None else {"min": self.minimum}
        lines = {"custom": {"thresholdsStyle": {"mode": "line" if self.steps else "off"}}}
        return {
            "unit": self.unit,
            **least,
            "thresholds": {"mode": "absolute", "steps": steps},
            "color": {"mode": "thresholds" if self.kind == "stat" else "palette-classic"},
            **({} if self.kind == "stat" else lines),
        }


@dataclass(frozen=True, kw_only=True)
class Row:
    """Panels under one heading."""

    title: str
    panels: tuple[Panel, ...]


def lines(
    measure: Measure, selector: str, *, width: int = 8, limit: float | None = None, top: int = 0
) -> Panel:
    """A measure over time.

    Args:
        measure: What to show.
        selector: Label matchers.
        width: Of the panel.
        limit: Where a line says that it is too much, or too little. None: nowhere.
        top: Only so many of the largest series. 0: all.
    """
    legend = " ".join(f"{{{{{label}}}}}" for label in measure.by if label != "cluster")
    expr = measure.expr(selector)
    return Panel(
        title=measure.title,
        kind="timeseries",
        unit=measure.unit,
        targets={legend or "cluster": f"topk({top}, {expr})" if top else expr},
        width=width,
        steps=() if limit is None else (("red", limit),),
        options={
            "legend": {"displayMode": "table", "placement": "bottom", "calcs": ["lastNotNull"]},
            "tooltip": {"mode": "multi", "sort": "desc"},
        },
    )


def stat(
    title: str,
    expr: str,
    *,
    unit: str = "short",
    red_from: float | None = None,
    description: str = "",
) -> Panel:
    """One number, as it is now; red from `red_from` on."""
    return Panel(
        title=title,
        kind="stat",
        unit=unit,
        targets={title: expr},
        width=4,
        height=4,
        description=description,
        steps=() if red_from is None else (("red", red_from),),
        options={
            "colorMode": "background",
            "graphMode": "none",
            "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        },
        minimum=None,
    )


def arranged(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """The panels of all rows from left to right and top to bottom, each heading before its own."""
    y, number = 0, 1
    for row in rows:
        yield {
            "id": number,
            "type": "row",
            "title": row.title,
            "collapsed": False,
            "gridPos": {"x": 0, "y": y, "w": COLUMNS, "h": 1},
            "panels": [],
        }
        x, y, number, tallest = 0, y + 1, number + 1, 0
        for panel in row.panels:
            if x + panel.width > COLUMNS:
                x, y, tallest = 0, y + tallest, 0
            yield panel.document(number, x, y)
            x, number, tallest = x + panel.width, number + 1, max(tallest, panel.height)
        y += tallest
