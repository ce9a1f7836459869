"""Metric math of the pictures, by CloudWatch's rules."""

from collections.abc import Sequence

import pytest

from picture_gallery.metric_math import Line, lines_of

BROKERS = {"1": (1.0, 2.0), "2": (5.0, 1.0), "3": (3.0, 3.0)}
SEARCH = 'SEARCH(\'{AWS/Kafka,"Cluster Name","Broker ID"} MetricName="CpuUser"\', \'Average\', 300)'


class ThreeBrokers:
    """Every metric is the same; topics are two, on each broker."""

    def find(self, name: str, dimensions: Sequence[str]) -> list[Line]:
        topics = ("a", "b") if "Topic" in dimensions else ("",)
        return [
            Line(
                label=name,
                values=values,
                dimensions={"Cluster Name": "demo", "Broker ID": broker}
                | ({"Topic": topic} if topic else {}),
            )
            for broker, values in BROKERS.items()
            for topic in topics
        ]


def values(*entries) -> list[tuple[float, ...]]:
    return [line.values for line in lines_of(entries, ThreeBrokers())]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (SEARCH, list(BROKERS.values())),
        (f"MAX({SEARCH})", [(5.0, 3.0)]),
        (f"SUM({SEARCH})", [(9.0, 6.0)]),
        (f"AVG({SEARCH})", [(3.0, 2.0)]),
        (f"100 - MIN({SEARCH})", [(99.0, 99.0)]),
        (f"{SEARCH} / 2", [(0.5, 1.0), (2.5, 0.5), (1.5, 1.5)]),
        (f"SLICE(SORT({SEARCH}, MAX, DESC), 0, 2)", [(5.0, 1.0), (3.0, 3.0)]),
        (f"SLICE(SORT({SEARCH}, MIN, ASC), 0, 1)", [(1.0, 2.0)]),
    ],
)
def test_expressions(expression: str, expected):
    """What an expression makes of three brokers."""
    assert values([{"expression": expression}]) == expected


def test_ids_name_metrics_and_expressions():
    """Hidden lines are calculated with and not drawn."""
    place = ["AWS/Kafka", "CpuUser", "Cluster Name", "demo", "Broker ID"]
    entries = [
        [*place, "1", {"id": "m1", "visible": False}],
        [*place, "2", {"id": "m2", "visible": False}],
        [{"expression": "m1 + m2", "id": "e1", "visible": False, "label": "Sum"}],
        [{"expression": "e1 * 300 / PERIOD(m1)", "id": "e2"}],
        [{"expression": "SLICE(SORT([m1, m2], MAX, DESC), 0, 1)"}],
    ]
    assert values(*entries) == [(6.0, 3.0), (5.0, 1.0)]


def test_queries_make_groups():
    """Groups are put together, the largest come first, and no more than wanted."""
    query = (
        'SELECT SUM(BytesInPerSec) FROM SCHEMA("AWS/Kafka", "Cluster Name", "Broker ID", "Topic") '
        'WHERE "Cluster Name" = \'demo\' GROUP BY "{}" ORDER BY SUM() DESC LIMIT {}'
    )
    by_topic = lines_of([[{"expression": query.format("Topic", 10)}]], ThreeBrokers())
    assert [(line.label, line.values) for line in by_topic] == [
        ("a", (9.0, 6.0)),
        ("b", (9.0, 6.0)),
    ]
    (largest,) = lines_of([[{"expression": query.format("Broker ID", 1)}]], ThreeBrokers())
    assert (largest.label, largest.values) == ("2", (10.0, 2.0))


def test_labels_may_name_a_dimension():
    """Axis and colour are the entry's too."""
    options = {"expression": SEARCH, "label": "Broker ${PROP('Dim.Broker ID')}", "yAxis": "right"}
    lines = lines_of([[{**options, "color": "#000000"}]], ThreeBrokers())
    assert [line.label for line in lines] == ["Broker 1", "Broker 2", "Broker 3"]
    assert all(line.right and line.colour == "#000000" for line in lines)
