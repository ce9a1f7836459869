"""Widgets on the grid of a dashboard."""

from collections.abc import Mapping
from typing import Any

Widget = dict[str, Any]

COLUMNS = 24


class WidgetRows:
    """Places widgets from left to right, then in the next row."""

    def __init__(self) -> None:
        self.widgets: list[Widget] = []
        self._x = self._y = self._height = 0

    def add(self, kind: str, width: int, height: int, properties: Mapping[str, Any]) -> None:
        """Place one more widget, in a new row when this one has no room for it."""
        if self._x + width > COLUMNS:
            self.end_row()
        place = {"x": self._x, "y": self._y, "width": width, "height": height}
        self.widgets.append({"type": kind, **place, "properties": dict(properties)})
        self._x, self._height = self._x + width, max(self._height, height)

    def text(self, markdown: str, height: int) -> None:
        """Place text over the whole width, in a row of its own."""
        self.end_row()
        properties = {"markdown": markdown, "background": "transparent"}
        self.add("text", COLUMNS, height, properties)

    def end_row(self) -> None:
        """Let the next widget begin a row."""
        self._x, self._y, self._height = 0, self._y + self._height, 0
