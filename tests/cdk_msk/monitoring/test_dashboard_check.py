"""What CloudWatch would refuse of a dashboard."""

import copy

import pytest

from cdk_msk.monitoring.dashboard_check import faults_of

METRIC = {
    "title": "One",
    "view": "timeSeries",
    "region": "eu-west-1",
    "period": 300,
    "metrics": [
        ["AWS/Kafka", "CpuUser", "Cluster Name", "demo", {"id": "m1", "stat": "Average"}],
        [{"expression": "m1 * 2", "id": "e1", "label": "Twice"}],
    ],
}
GOOD = {"x": 0, "y": 0, "width": 24, "height": 6, "type": "metric", "properties": METRIC}


def body(**differences) -> dict:
    """A body of one widget with other properties, or another place or type."""
    widget = copy.deepcopy(GOOD)
    for name, value in differences.items():
        target = widget if name in GOOD else widget["properties"]
        target[name] = value
    return {"widgets": [widget]}


def test_a_good_body_has_no_fault():
    """Nothing is found where there is nothing."""
    assert faults_of(body()) == []
    assert faults_of({"widgets": []}) == []


@pytest.mark.parametrize(
    ("differences", "fault"),
    [
        ({"x": 20}, "x and width must lie in 24 columns, got 20 and 24"),
        ({"height": 0}, "y and height must be 0 and 1 to 1000, got 0 and 0"),
        ({"type": "picture"}, "type must be alarm, metric or text, the ones this check knows"),
        ({"type": "text", "properties": {}}, "markdown must be text"),
        (
            {"type": "text", "properties": {"markdown": "", "background": "red"}},
            "background must be solid or transparent",
        ),
        ({"type": "alarm", "properties": {"alarms": []}}, "alarms must be 1 to 100"),
        (
            {"type": "alarm", "properties": {"alarms": ["a"], "sortBy": "name"}},
            "sortBy must be one of ['default', 'stateUpdatedTimestamp', 'timestamp']",
        ),
        (
            {"type": "alarm", "properties": {"alarms": ["a"], "states": ["BAD"]}},
            "states must be states of alarms",
        ),
        ({"metrics": []}, "metrics must be 1 to 500, got 0"),
        ({"region": ""}, "region must be given"),
        ({"view": "cake"}, "view must be one of"),
        ({"view": "gauge"}, "a gauge needs yAxis.left.min and yAxis.left.max"),
        ({"period": 45}, "period must be 1, 5, 10, 30 or a multiple of 60, got 45"),
        ({"colour": "red"}, "there is no colour"),
        ({"yAxis": {"top": {}}}, "there is no top"),
        ({"yAxis": {"left": {"unit": "s"}}}, "there is no unit"),
        (
            {"annotations": {"horizontal": [{"value": "80"}]}},
            "an annotation needs a number, got '80'",
        ),
        (
            {"annotations": {"horizontal": [{"value": 1, "fill": "all"}]}},
            "fill must be above, below or none, got 'all'",
        ),
        (
            {"metrics": [["N", "M", "D"]]},
            "dimensions come in pairs, got 1 names and values",
        ),
        (
            {"metrics": [["N", "M", {"expression": "1", "id": "e"}]]},
            "an entry is a metric or an expression, not both",
        ),
        (
            {"metrics": [["N", "M", {"id": "m"}], ["N", "L", {"id": "m"}]]},
            "ids must differ",
        ),
        ({"metrics": [["N", "M", {"id": "M1"}]]}, "an id begins with a small letter, got 'M1'"),
        (
            {"metrics": [[{"expression": "m1 + m2"}]]},
            "an expression needs m1, m2, which there is not",
        ),
        (
            {"metrics": [["N", "M", {"visible": False}]]},
            "one metric at least must be visible",
        ),
    ],
)
def test_a_fault_is_named_with_its_widget(differences: dict, fault: str):
    """Each fault is one sentence that says where it is."""
    (found,) = faults_of(body(**differences))
    assert found.startswith("widget 1 (")
    assert fault in found


def test_limits_of_a_dashboard():
    """Widgets and metrics are counted over the whole dashboard."""
    assert faults_of({"widgets": [GOOD] * 501}) == ["a dashboard has at most 500 widgets, got 501"]
    full = body(metrics=[["N", f"M{n}"] for n in range(500)])["widgets"][0]
    assert faults_of({"widgets": [full] * 5}) == []
    assert faults_of({"widgets": [*[full] * 5, GOOD]}) == [
        "a dashboard has at most 2500 metrics, got 2502"
    ]


def test_the_body_itself():
    """What stands beside the widgets is looked at too."""
    assert faults_of({}) == ["widgets must be a list"]
    assert faults_of({"widgets": [], "theme": "dark"}) == ["the body has no theme"]
    assert faults_of({"widgets": [], "periodOverride": "never"}) == [
        "periodOverride must be auto or inherit"
    ]


def test_what_stands_in_quotes_is_no_reference():
    """Searches and queries speak of metrics by name, never by id."""
    search = "MAX(SEARCH('{AWS/Kafka,\"Cluster Name\"} MetricName=\"a\"', 'Average', 300))"
    assert faults_of(body(metrics=[[{"expression": search}]])) == []
    assert faults_of(body(metrics=[[{"expression": "SELECT MAX(m) FROM SCHEMA(x)"}]])) == []
