"""The charts of the last day."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from msk_model.status import Broker, MetricId, assess
from mskctl.status.example import KINDS, example
from mskctl.status.plot import plot

SVG = "{http://www.w3.org/2000/svg}"


def drawn(status):
    root = ET.fromstring(plot(status))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    return texts, list(root.iter(f"{SVG}polyline"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn(kind):
    """A chart for each load, and lag; nothing lies outside of the day."""
    status = assess(example(kind))
    texts, lines = drawn(status)
    for gauge in status.gauges:
        if gauge.id != "consumer-groups":
            assert any(text.startswith(gauge.title) for text in texts)
    assert "Lag, records" in texts
    places = [float(pair.split(",")[0]) for line in lines for pair in line.attrib["points"].split()]
    assert min(places) >= 76
    assert max(places) <= 690


def test_many_brokers_are_three_lines():
    """The highest, the middle and the lowest."""
    snapshot = example("standard")
    series = dict(snapshot.series)
    for number in range(4, 61):
        for key, line in snapshot.series.items():
            if key.dimensions[:1] == (("Broker ID", "1"),):
                dimensions = (("Broker ID", str(number)), *key.dimensions[1:])
                series[MetricId(key.name, dimensions)] = line
    brokers = tuple(Broker(id=str(n), subnet="s") for n in range(1, 61))
    texts, lines = drawn(assess(replace(snapshot, series=series, brokers=brokers)))
    assert {"highest", "middle", "lowest"} <= set(texts)
    assert "broker 1" not in texts
    assert len(lines) < 30


def test_no_data_is_said():
    """The charts stand without lines."""
    texts, lines = drawn(assess(replace(example("standard"), series={}, groups=())))
    assert "Lag, records: no data" in texts
    assert not lines


def test_long_names_of_groups_fit_beside_the_chart():
    """And stay apart."""
    snapshot = example("standard")
    groups = (("a-very-long-name-of-a-group", "orders"), ("a-very-long-name-of-a-group", "bills"))
    line = next(iter(snapshot.series.values()))
    series = {
        MetricId("SumOffsetLag", (("Consumer Group", group), ("Topic", topic))): line
        for group, topic in groups
    }
    texts, _ = drawn(assess(replace(snapshot, series=series, groups=groups)))
    assert {"a-very-long-name…", "a-very-long-nam 2"} <= set(texts)
