"""Graphs of the pictures."""

import xml.etree.ElementTree as ET

import pytest

from picture_gallery.line_chart import line_chart, short
from picture_gallery.metric_math import Line

LINES = [
    Line(label="a < b", values=(1.0, 50.0, 90.0)),
    Line(label="late", values=(0.0, 10.0, 20.0), right=True, colour="#123456"),
]
MARK = {"label": "Alarm", "value": 80, "color": "#d62728", "fill": "above"}


def chart(**properties) -> ET.Element:
    given = {"yAxis": {"left": {"label": "Percent"}}, **properties}
    return ET.fromstring(line_chart(given, LINES, 380, 200))


def test_lines_axes_and_legend():
    """Each line has its colour in the legend, and text is escaped."""
    svg = chart()
    assert [one.get("stroke") for one in svg.iter("polyline")] == ["#1f77b4", "#123456"]
    words = [one.text for one in svg.iter("text")]
    assert {"a < b", "late", "Percent", "18:00"} <= set(words)


@pytest.mark.parametrize(("value", "drawn"), [(80, True), (4000, False)])
def test_thresholds_that_are_far_away_are_not_drawn(value: float, drawn: bool):
    """They would press every line flat."""
    svg = chart(annotations={"horizontal": [{**MARK, "value": value}]})
    assert ("Alarm" in [one.text for one in svg.iter("text")]) == drawn


def test_stacked_lines_are_areas():
    """Their sum decides the height of the axis."""
    svg = chart(stacked=True)
    assert len(list(svg.iter("polygon"))) == 2


@pytest.mark.parametrize(
    ("value", "text"), [(0.25, "0.25"), (1104, "1.1K"), (21e6, "21M"), (3.2e12, "3.2T")]
)
def test_numbers_are_short(value: float, text: str):
    """As CloudWatch shortens them."""
    assert short(value) == text
