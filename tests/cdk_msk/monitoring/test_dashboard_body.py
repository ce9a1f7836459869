"""The content of dashboards, without a stack."""

import itertools
import json
import re
from collections.abc import Iterator

import aws_cdk as cdk
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdk_msk.monitoring.consumer_lag import ConsumerLag
from cdk_msk.monitoring.dashboard_body import DashboardBody
from cdk_msk.monitoring.dashboard_check import faults_of
from cdk_msk.monitoring.dashboard_sections import OVERVIEW, SECTIONS, TRAFFIC
from msk_model import UNKNOWN, ClusterShape, ClusterType
from msk_model.facts.alarms import alarm
from msk_model.facts.metric_choice import metrics_of
from msk_model.facts.metrics import (
    LEVELS,
    MetricFacts,
    all_metrics,
    connector_metrics,
    replicator_metrics,
)

KINDS = {
    "standard": {"broker_size": "kafka.m7g.large", "storage_mode": "LOCAL"},
    "tiered": {"broker_size": "kafka.m7g.large", "storage_mode": "TIERED"},
    "t3": {"broker_size": "kafka.t3.small", "storage_mode": "LOCAL"},
    "express": {"broker_size": "express.m7g.large", "storage_mode": None},
    "serverless": {"cluster_type": ClusterType.SERVERLESS, "broker_count": UNKNOWN},
}


def shape_of(kind: str, level: str = "PER_BROKER", brokers: int = 3) -> ClusterShape:
    known = {
        "cluster_type": ClusterType.PROVISIONED,
        "kafka_version": "3.9.x.kraft",
        "monitoring_level": level,
        "broker_count": brokers,
        "iam": True,
    }
    return ClusterShape(**{**known, **KINDS[kind]})


def widgets(kind: str = "standard", level: str = "PER_BROKER", brokers: int = 3, **more) -> list:
    shape = shape_of(kind, level, brokers)
    body = DashboardBody(shape=shape, cluster_name="demo", region="eu-west-1", **more)
    return body.content()["widgets"]


def titled(found: list[dict], title: str) -> dict:
    (widget,) = (w["properties"] for w in found if w["properties"].get("title") == title)
    return widget


def titles(found: list[dict]) -> list[str]:
    return [w["properties"]["title"] for w in found if "title" in w["properties"]]


def texts(found: list[dict]) -> str:
    return "\n".join(w["properties"]["markdown"] for w in found if w["type"] == "text")


def references(found: list[dict]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Namespace, name and dimensions of every metric that is plotted, searched or queried."""
    for entry in itertools.chain.from_iterable(
        w["properties"].get("metrics", ()) for w in found if w["type"] == "metric"
    ):
        expression = entry[-1].get("expression", "")
        for schema, name in re.findall(r'SEARCH\(\'\{([^}]*)\} MetricName="(\w+)"', expression):
            namespace, *dimensions = (part.strip('"') for part in schema.split(","))
            yield namespace, name, tuple(dimensions)
        for name, schema in re.findall(r"\w+\((\w+)\) FROM SCHEMA\(([^)]*)\)", expression):
            namespace, *dimensions = (part.strip('" ') for part in schema.split(","))
            yield namespace, name, tuple(dimensions)
        if not expression:
            yield entry[0], entry[1], tuple(entry[2:-1:2])


def keys(metrics: tuple[MetricFacts, ...]) -> set[tuple[str, str, tuple[str, ...]]]:
    return {(one.namespace, one.name, one.dimensions) for one in metrics}


@pytest.mark.parametrize(
    ("kind", "level", "brokers"), list(itertools.product(KINDS, LEVELS, (1, 3, 13, 60)))
)
def test_every_dashboard_is_valid_and_shows_what_is_published(kind: str, level: str, brokers: int):
    """CloudWatch takes it, and each metric is one such a cluster publishes, dimension by dimension."""
    shape = shape_of(kind, level, brokers)
    body = DashboardBody(
        shape=shape,
        cluster_name="demo",
        region="eu-west-1",
        alarm_arns=["arn:one"],
        connectors=["sink"],
        replicators=["to-dublin"],
        consumer_lag=[ConsumerLag(group="billing", topic="orders", maximum_offset_lag=1)],
    ).content()
    found = list(references(body["widgets"]))

    assert faults_of(body) == []
    assert len(json.dumps(body)) < 100_000
    assert len(found) > 10
    known = keys(metrics_of(shape)) | keys(connector_metrics()) | keys(replicator_metrics())
    assert set(found) <= known
    assert body["periodOverride"] == "inherit"


@given(
    cluster_type=st.sampled_from([UNKNOWN, *ClusterType]),
    broker_size=st.sampled_from(
        [UNKNOWN, "kafka.t3.small", "kafka.m7g.large", "express.m7g.xlarge"]
    ),
    kafka_version=st.sampled_from([UNKNOWN, "3.6.0", "3.9.x.kraft"]),
    monitoring_level=st.sampled_from([UNKNOWN, None, *LEVELS]),
    storage_mode=st.sampled_from([UNKNOWN, None, "LOCAL", "TIERED"]),
    broker_count=st.one_of(st.just(UNKNOWN), st.integers(1, 200)),
    iam=st.sampled_from([UNKNOWN, True, False]),
)
@settings(max_examples=100, deadline=None)
def test_whatever_is_known_of_a_cluster_the_dashboard_is_valid(**known):
    """Nothing is shown that the cluster is known not to publish, and never nothing at all."""
    shape = ClusterShape(**known)
    body = DashboardBody(shape=shape, cluster_name="demo", region="eu-west-1").content()
    found = set(references(body["widgets"]))

    assert faults_of(body) == []
    assert found
    assert found <= keys(metrics_of(shape))


@pytest.mark.parametrize(("kind", "level"), list(itertools.product(KINDS, LEVELS)))
def test_no_metric_lacks_a_value_that_names_the_cluster(kind: str, level: str):
    """Another cluster of the account never shows up."""
    for widget in widgets(kind, level):
        for entry in widget["properties"].get("metrics", ()):
            expression = entry[-1].get("expression")
            if expression is None:
                assert entry[2:4] == ["Cluster Name", "demo"]
            else:
                wanted = re.findall(r"SEARCH|SELECT", expression)
                named = re.findall(r"\"Cluster Name\"(?:=\"demo\"| = 'demo')", expression)
                assert len(named) == len(wanted)


@pytest.mark.parametrize("kind", list(KINDS))
def test_widgets_stand_beside_and_below_each_other(kind: str):
    """No widget lies on another."""
    found = widgets(kind, LEVELS[-1], alarm_arns=["arn:one"])
    cells = [
        (x, y)
        for w in found
        for x in range(w["x"], w["x"] + w["width"])
        for y in range(w["y"], w["y"] + w["height"])
    ]
    assert len(cells) == len(set(cells))


def test_the_overview_comes_first():
    """Alarms, then the four questions, then brokers, topics, clients, storage, replication."""
    found = widgets(alarm_arns=["arn:one"])
    assert titles(found)[:5] == [
        "Alarms",
        "Is it healthy?",
        "How full? Fullest volume, %",
        "How loaded? Busiest processor, %",
        "How far behind?",
    ]
    headings = re.findall(r"^#+ (.*)$", texts(found), re.MULTILINE)
    assert headings == ["demo", "Brokers", "Topics", "Clients", "Storage", "Replication"]


def test_each_kind_answers_the_questions_it_can():
    """Express has no volumes and serverless no brokers."""
    assert titles(widgets("express"))[:4] == [
        "Is it healthy?",
        "How full?",
        "How loaded? Busiest processor, %",
        "How far behind?",
    ]
    assert titles(widgets("serverless"))[:2] == ["How far behind?", "Traffic of clients"]
    assert "Processor credits" in titles(widgets("t3"))
    assert "Processor credits" not in titles(widgets("standard"))
    assert "Data in tiered storage" in titles(widgets("tiered"))
    assert "Data in tiered storage" not in titles(widgets("standard"))
    assert "Request handlers idle" not in titles(widgets("standard", "DEFAULT"))


def test_few_answers_share_their_row_with_the_traffic():
    """The overview of a serverless cluster is one row."""
    overview = [w for w in widgets("serverless") if w["type"] == "metric"][:3]
    assert [(w["x"], w["y"], w["width"]) for w in overview] == [(0, 1, 8), (8, 1, 8), (16, 1, 8)]


def test_few_brokers_have_a_line_each():
    """The search names the dimensions exactly; a calculation over two metrics names each broker."""
    found = widgets()
    (heap,) = titled(found, "Heap after collection")["metrics"]
    assert heap[0]["expression"] == (
        'SEARCH(\'{AWS/Kafka,"Cluster Name","Broker ID"} MetricName="HeapMemoryAfterGC" '
        '"Cluster Name"="demo"\', \'Average\', 300)'
    )
    assert heap[0]["label"] == "Broker ${PROP('Dim.Broker ID')}"
    processor = titled(found, "Processor, user and system")["metrics"]
    assert [e[0] for e in processor if "expression" in e[0]] == [
        {"expression": f"m0b{n} + m1b{n}", "label": f"Broker {n}", "id": f"e{n}"} for n in (1, 2, 3)
    ]
    assert [e[:6] for e in processor if e[0] == "AWS/Kafka"][1] == [
        "AWS/Kafka",
        "CpuSystem",
        "Cluster Name",
        "demo",
        "Broker ID",
        "1",
    ]


def test_of_many_brokers_the_ten_worst_are_shown_and_the_average():
    """Worst is highest, unless low values are bad."""
    found = widgets(brokers=60)
    heap, average = titled(found, "Heap after collection")["metrics"]
    assert heap[0]["expression"].startswith("SLICE(SORT(SEARCH(")
    assert heap[0]["expression"].endswith(", MAX, DESC), 0, 10)")
    assert average[0]["expression"].startswith("AVG(SEARCH(")
    idle, _ = titled(found, "Request handlers idle")["metrics"]
    assert idle[0]["expression"].endswith(", MIN, ASC), 0, 10)")
    processor = titled(found, "Processor, user and system")["metrics"]
    visible = [e for e in processor if e[-1].get("visible") is not False]
    assert len(visible) == 2
    assert "e60], MAX, DESC), 0, 10)" in visible[0][0]["expression"]


def test_brokers_of_unknown_number_are_searched():
    """An imported cluster may not say how many brokers it has."""
    shape = ClusterShape(cluster_type=ClusterType.PROVISIONED)
    body = DashboardBody(shape=shape, cluster_name="demo", region="eu-west-1").content()
    processor = titled(body["widgets"], "Processor, user and system")["metrics"]
    assert [e[0]["label"] for e in processor] == [
        "Broker ${PROP('Dim.Broker ID')} CpuUser",
        "Broker ${PROP('Dim.Broker ID')} CpuSystem",
    ]
    assert faults_of(body) == []


def test_rates_of_topics_are_sums_over_a_minute():
    """A longer period would add up the same rate more than once."""
    (by_topic,) = titled(widgets(), "Bytes in by topic")["metrics"]
    assert by_topic[0] == {
        "expression": (
            'SELECT SUM(BytesInPerSec) FROM SCHEMA("AWS/Kafka", "Cluster Name", "Broker ID", '
            '"Topic") WHERE "Cluster Name" = \'demo\' GROUP BY "Topic" ORDER BY SUM() DESC LIMIT 10'
        ),
        "period": 60,
    }
    (traffic, _) = titled(widgets("serverless"), "Traffic of clients")["metrics"]
    assert traffic[0]["expression"].endswith("'Sum', 60))")


def test_thresholds_of_alarms_are_drawn():
    """The line people compare with is the one the alarm compares with, theirs before AWS's."""
    mark = {"label": "Alarm KafkaDataLogsDiskUsed", "color": "#d62728", "fill": "above"}
    found = widgets(thresholds={"HeapMemoryAfterGC": 70})
    assert titled(found, "Data volumes")["annotations"]["horizontal"] == [{**mark, "value": 80}]
    dial = titled(found, "How full? Fullest volume, %")
    assert dial["view"] == "gauge"
    assert dial["annotations"]["horizontal"] == [{**mark, "value": 80}]
    heap = titled(found, "Heap after collection")["annotations"]["horizontal"]
    assert heap[0]["value"] == 70
    idle = titled(found, "Request handlers idle")["annotations"]["horizontal"]
    assert idle[0]["fill"] == "below"


def test_declared_groups_have_a_graph_with_their_limits():
    """Records on the left, seconds on the right; a limit that was not given is not drawn."""
    lag = ConsumerLag(group="billing", topic="orders", maximum_time_lag=cdk.Duration.minutes(5))
    widget = titled(widgets("serverless", consumer_lag=[lag]), "billing on orders")
    place = ["Cluster Name", "demo", "Consumer Group", "billing", "Topic", "orders"]
    assert [entry[1:-1] for entry in widget["metrics"]] == [
        ["SumOffsetLag", *place],
        ["EstimatedMaxTimeLag", *place],
    ]
    (mark,) = widget["annotations"]["horizontal"]
    assert (mark["value"], mark["yAxis"]) == (300, "right")


def test_a_group_of_many_topics_has_a_line_for_each():
    """Records and seconds of the ten topics it is furthest behind on."""
    lag = ConsumerLag(group="billing", maximum_offset_lag=9)
    widget = titled(widgets(consumer_lag=[lag]), "billing on each topic")
    records, seconds = (entry[0] for entry in widget["metrics"])
    assert records["expression"] == (
        'SELECT MAX(SumOffsetLag) FROM SCHEMA("AWS/Kafka", "Cluster Name", "Consumer Group", '
        '"Topic") WHERE "Cluster Name" = \'demo\' AND "Consumer Group" = \'billing\' '
        'GROUP BY "Topic" ORDER BY MAX() DESC LIMIT 10'
    )
    assert (records["yAxis"], seconds["yAxis"]) == ("left", "right")


def test_text_says_what_to_do():
    """Only what concerns such a cluster, with the runbooks of the team or AWS's pages."""
    words = texts(widgets())
    assert "enlarge the volumes" in words
    assert "[CpuUsage](https://docs.aws.amazon.com/msk/" in words
    own = texts(widgets("express", runbooks="https://wiki.example.com/msk"))
    assert "[CpuUsage](https://wiki.example.com/msk#cpuusage)" in own
    assert "enlarge the volumes" not in own


def test_alarms_come_in_hundreds():
    """CloudWatch takes a hundred alarms in a widget."""
    found = widgets(alarm_arns=[f"arn:{n}" for n in range(101)])
    counts = [len(w["properties"]["alarms"]) for w in found if w["type"] == "alarm"]
    assert counts == [100, 1]


def test_connectors_and_replicators_have_sections_of_their_own():
    """A line for each name."""
    found = widgets(connectors=["a", "b"], replicators=["to-dublin"])
    assert texts(found).endswith("## Replicators\n## Connectors")
    tasks = titled(found, "Tasks")["metrics"]
    assert [(entry[1], entry[3], entry[4]["label"]) for entry in tasks] == [
        ("RunningTaskCount", "a", "a RunningTaskCount"),
        ("ErroredTaskCount", "a", "a ErroredTaskCount"),
        ("RunningTaskCount", "b", "b RunningTaskCount"),
        ("ErroredTaskCount", "b", "b ErroredTaskCount"),
    ]
    assert titled(found, "Replication latency")["metrics"][0][-1]["label"] == "to-dublin"


def test_everything_named_exists():
    """A misspelt metric or alarm would leave its graph or its line out everywhere, unnoticed."""
    known = {one.name for one in all_metrics()}
    graphs = [*TRAFFIC, *(graph for section in SECTIONS for graph in section.graphs)]
    advice = [one for section in SECTIONS for one in section.advice]
    numbers = [number for question in OVERVIEW for number in question.numbers]
    assert {name for graph in graphs for name in graph.metrics} <= known
    assert {one.metric for one in (*advice, *numbers)} <= known
    alarms = {one.alarm for one in (*graphs, *advice)} | {question.dial for question in OVERVIEW}
    assert all(alarm(one) for one in alarms if one)
