"""Cost and capacity against load, drawn."""

import itertools
import re
import xml.etree.ElementTree as ET

from msk_model.facts.prices import list_prices
from msk_model.sizing import Demand
from mskctl.size_plot import size_plot

SVG = "{http://www.w3.org/2000/svg}"


def test_impossible_kind_has_no_line():
    """In two zones there are no Express brokers: two lines in each of two charts."""
    root = ET.fromstring(size_plot(Demand(ingress_mbps=10, zones=2), list_prices()))
    names = [text.text for text in root.iter(f"{SVG}text")]
    assert "Express" not in names
    assert len(list(root.iter(f"{SVG}polyline"))) == 4


def test_cost_never_falls_with_load():
    """The lines of the upper chart only rise, which in SVG is towards zero."""
    drawing = size_plot(Demand(ingress_mbps=60, retention_hours=24), list_prices())
    for line in re.findall(r'<polyline[^>]*points="([^"]*)"', drawing)[:3]:
        heights = [float(point.split(",")[1]) for point in line.split()]
        assert all(after <= before + 0.2 for before, after in itertools.pairwise(heights))
