"""The Grafana dashboard can be imported, and shows what exporters publish."""

import itertools
import json
import re

import promql_parser as promql
import pytest

from msk_model.facts.exporter_metrics import TARGET_LABELS, exporter_metrics
from msk_model.prometheus import grafana_dashboard


@pytest.fixture(scope="module")
def dashboard():
    """As a file holds it."""
    return json.loads(json.dumps(grafana_dashboard()))


@pytest.fixture(scope="module")
def panels(dashboard):
    """Everything that shows data."""
    return [one for one in dashboard["panels"] if one["type"] != "row"]


def test_panels_have_ids_of_their_own(dashboard):
    """Grafana tells panels apart by them."""
    ids = [one["id"] for one in dashboard["panels"]]
    assert len(ids) == len(set(ids))


def test_panels_stand_beside_each_other(dashboard):
    """None lies over another or beyond the right edge."""
    places = [one["gridPos"] for one in dashboard["panels"]]
    assert all(p["x"] >= 0 and p["x"] + p["w"] <= 24 for p in places)
    for a, b in itertools.combinations(places, 2):
        beside = a["x"] + a["w"] <= b["x"] or b["x"] + b["w"] <= a["x"]
        below = a["y"] + a["h"] <= b["y"] or b["y"] + b["h"] <= a["y"]
        assert beside or below


def test_every_target_asks_the_chosen_data_source(panels):
    """Nothing depends on the id of a data source in somebody else's Grafana."""
    for panel in panels:
        assert panel["targets"]
        for one in (panel, *panel["targets"]):
            assert one["datasource"] == {"type": "prometheus", "uid": "${datasource}"}


def test_every_question_is_valid_and_asks_for_metrics_of_the_table(panels, selectors):
    """Metrics, labels and variables exist."""
    known = {"cluster", "broker", "topic", "group"}
    for target in itertools.chain.from_iterable(panel["targets"] for panel in panels):
        assert promql.parse(target["expr"])
        assert set(re.findall(r"\$(\w+)", target["expr"])) <= known
        for selector in selectors(target["expr"]):
            facts = exporter_metrics()[selector.name]
            for matcher in selector.matchers.matchers:
                assert matcher.name in {*TARGET_LABELS, *facts.labels}


def test_variables_follow_each_other(dashboard, selectors):
    """The data source comes first, then the cluster that the others are of."""
    variables = dashboard["templating"]["list"]
    assert [one["name"] for one in variables] == [
        "datasource",
        "cluster",
        "broker",
        "topic",
        "group",
    ]
    for one in variables[1:]:
        inner = re.fullmatch(r"label_values\((.*), \w+\)", one["query"]["query"])
        assert inner is not None
        assert all(s.name in exporter_metrics() for s in selectors(inner[1]))


def test_the_overview_comes_first(dashboard):
    """Whether it is well is seen before anything else."""
    rows = [one["title"] for one in dashboard["panels"] if one["type"] == "row"]
    assert rows == [
        "Overview",
        "Brokers",
        "Storage",
        "Topics",
        "Consumers",
        "Clients and requests",
    ]
    assert dashboard["schemaVersion"] >= 36
