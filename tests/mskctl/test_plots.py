"""Charts."""

import itertools
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mskctl.plots import Panel, ceiling, line_charts

SVG = "{http://www.w3.org/2000/svg}"


def draw(**lines):
    panels = [Panel(title="Cost & more", lines=lines)]
    return ET.fromstring(line_charts("A <title>", panels, x_label="x", mark=5, x_maximum=10))


def test_line_without_points_is_not_drawn():
    """What is never possible has no line and no label."""
    root = draw(One=[(1, 1), (10, 5)], Two=[])
    assert len(list(root.iter(f"{SVG}polyline"))) == 1
    assert "Two" not in [text.text for text in root.iter(f"{SVG}text")]


def test_nothing_possible_is_an_empty_chart():
    """Axes stand without lines."""
    assert not list(draw(One=[]).iter(f"{SVG}polyline"))


def test_labels_at_the_end_do_not_overlap():
    """Lines that end at the same place have labels below each other."""
    root = draw(One=[(10, 5)], Two=[(10, 5)], Three=[(10, 5.01)])
    heights = sorted(
        float(text.attrib["y"])
        for text in root.iter(f"{SVG}text")
        if text.text in {"One", "Two", "Three"}
    )
    assert all(below - above >= 15 for above, below in itertools.pairwise(heights))


@settings(deadline=None)
@given(st.floats(1e-6, 1e12))
def test_axis_ends_close_above_the_highest_value(value):
    """Nothing is cut off, little is empty."""
    assert value <= ceiling(value) * (1 + 1e-9)
    assert ceiling(value) <= value * 1.7


def test_axis_of_nothing_has_a_length():
    """Zero can be drawn."""
    assert ceiling(0) == pytest.approx(1)
