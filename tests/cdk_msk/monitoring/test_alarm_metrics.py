"""What alarms watch, without a stack."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdk_msk.monitoring.alarm_metrics import (
    AlarmMetrics,
    metrics_of_anomaly,
    metrics_of_brokers,
    metrics_of_cluster,
    metrics_of_one,
    query_of,
)
from msk_model import ClusterShape, ClusterType
from msk_model.alarm_simulation.query import Query
from msk_model.facts.alarms import (
    AlarmFacts,
    alarm,
    alarms_on,
    all_alarms,
    recommended_alarms,
)
from msk_model.facts.metric_choice import metric_of
from msk_model.facts.metrics import LEVELS, connector_metrics, replicator_metrics

AGGREGATES = {"Average": "AVG", "Maximum": "MAX", "Minimum": "MIN", "Sum": "SUM"}
BROKER_ALARMS = [one for one in all_alarms() if one.scope == "broker"]


def facts(alarm_id: str) -> AlarmFacts:
    found = alarm(alarm_id)
    assert found is not None
    return found


def test_a_single_metric_is_one_query_over_all_brokers():
    """The query keeps the brokers apart and needs no number of them."""
    (only,) = metrics_of_brokers(facts("KafkaDataLogsDiskUsed"), "demo", None)
    (query,) = only.metrics

    assert query.expression == (
        'SELECT AVG(KafkaDataLogsDiskUsed) FROM SCHEMA("AWS/Kafka", "Cluster Name", "Broker ID") '
        'WHERE "Cluster Name" = \'demo\' GROUP BY "Broker ID" ORDER BY AVG() DESC'
    )
    assert (query.period, query.return_data, query.label) == (300, True, None)


def test_further_dimensions_narrow_the_query():
    """IAM connections are counted without those of other authentications."""
    (only,) = metrics_of_brokers(facts("ClientConnectionCount"), "demo", None)

    assert only.metrics[0].expression == (
        "SELECT SUM(ClientConnectionCount) "
        'FROM SCHEMA("AWS/Kafka", "Cluster Name", "Broker ID", "Client Authentication") '
        "WHERE \"Cluster Name\" = 'demo' AND \"Client Authentication\" = 'IAM' "
        'GROUP BY "Broker ID" ORDER BY SUM() DESC'
    )


@pytest.mark.parametrize("one", [a for a in BROKER_ALARMS if not a.expression], ids=lambda a: a.id)
def test_cloudwatch_takes_every_query(one: AlarmFacts):
    """It wants series in an order, the worst first, and looks no further back than three hours."""
    (only,) = metrics_of_brokers(one, "demo", None)
    (query,) = only.metrics
    order = "DESC" if one.comparison in {">", ">="} else "ASC"

    assert query.expression.endswith(
        f'GROUP BY "Broker ID" ORDER BY {AGGREGATES[one.statistic]}() {order}'
    )
    assert query.period % 60 == 0
    assert query.period * one.evaluation_periods <= 3 * 60 * 60


def test_a_calculation_is_made_for_each_broker():
    """Of the brokers of one alarm, the worst counts."""
    (only,) = metrics_of_brokers(facts("CpuUsage"), "demo", 3)
    expressions = {m.id: m.expression for m in only.metrics if m.expression}

    assert expressions == {
        "broker1": "user1 + system1",
        "broker2": "user2 + system2",
        "broker3": "user3 + system3",
        "worst": "MAX([broker1, broker2, broker3])",
    }
    assert [m.id for m in only.metrics if m.return_data] == ["worst"]


@pytest.mark.parametrize("one", [a for a in BROKER_ALARMS if a.expression], ids=lambda a: a.id)
@given(brokers=st.integers(1, 60))
@settings(deadline=None, max_examples=30)
def test_every_broker_is_in_one_alarm_within_the_limits(one: AlarmFacts, brokers: int):
    """CloudWatch takes ten metrics and twenty entries in an alarm, and no broker is missed."""
    made = list(metrics_of_brokers(one, "demo", brokers))
    counted = []
    for each in made:
        stats = [m.metric_stat for m in each.metrics if m.metric_stat]
        assert len(stats) <= 10
        assert len(each.metrics) <= 20
        assert len({m.id for m in each.metrics}) == len(each.metrics)
        assert sum(bool(m.return_data) for m in each.metrics) == 1
        counted += [m.label for m in each.metrics if m.id.startswith("broker")]

    assert counted == [f"Broker {number}" for number in range(1, brokers + 1)]
    assert len({each.suffix for each in made}) == len(made)
    assert made[0].suffix == "", "more brokers must not rename the first alarm"


def test_a_cluster_or_group_is_one_metric():
    """Dimension names are MSK's own, with their spaces."""
    only = metrics_of_cluster(
        facts("SumOffsetLag"), "demo", {"Consumer Group": "audit", "Topic": "orders"}
    )
    (metric,) = only.metrics
    dimensions = {d.name: d.value for d in metric.metric_stat.metric.dimensions}

    assert dimensions == {"Cluster Name": "demo", "Consumer Group": "audit", "Topic": "orders"}
    assert metric.metric_stat.stat == "Average"


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "kind",
    [
        {"cluster_type": ClusterType.SERVERLESS},
        {"broker_size": "express.m7g.large"},
        {"broker_size": "kafka.t3.small"},
        {"broker_size": "kafka.m7g.large", "kafka_version": "3.9.x.kraft"},
        {"broker_size": "kafka.m7g.large", "kafka_version": "3.9.x", "storage_mode": "TIERED"},
    ],
    ids=lambda kind: "-".join(map(str, kind.values())),
)
@pytest.mark.parametrize("iam", [True, False])
def test_every_alarm_watches_published_metrics_with_exact_dimensions(
    kind: dict, level: str, iam: bool
):
    """For every kind of cluster and level: none waits for data that never come."""
    shape = ClusterShape(
        **{
            "cluster_type": ClusterType.PROVISIONED,
            "monitoring_level": level,
            "iam": iam,
            "storage_mode": None,
            **kind,
        }
    )
    for one in recommended_alarms(shape):
        for metrics in made_of(one):
            for name, dimensions in watched(metrics):
                assert metric_of(shape, name, dimensions), (one.id, dimensions)


@pytest.mark.parametrize(
    "one", [*alarms_on("connector"), *alarms_on("replicator")], ids=lambda one: one.id
)
def test_connectors_and_replicators_publish_what_is_watched(one: AlarmFacts):
    """With the name, the dimensions and the namespace of the table."""
    if one.scope == "replicator_cluster":
        made = query_of(one, {"ReplicatorName": "r"}, by="ClusterAlias", id="clusters")
    else:
        dimension = "ConnectorName" if one.scope == "connector" else "ReplicatorName"
        made = metrics_of_one(one, {dimension: "r"})
    for name, dimensions in watched(made):
        assert any(
            (row.name, set(row.dimensions)) == (name, dimensions)
            for row in (*connector_metrics(), *replicator_metrics())
        )


def made_of(one: AlarmFacts) -> list[AlarmMetrics]:
    group = {"Cluster Name": "demo", "Consumer Group": "audit"}
    if one.scope == "broker":
        return list(metrics_of_brokers(one, "demo", 3))
    if one.scope == "topics":
        return [query_of(one, {"Cluster Name": "demo"}, by=None, id="topics")]
    if one.scope == "group":
        single = metrics_of_one(one, {**group, "Topic": "orders"})
        return [
            single,
            query_of(one, group, by="Topic", id="topics"),
            metrics_of_anomaly(one, {**group, "Topic": "orders"}, 2),
        ]
    return [metrics_of_cluster(one, "demo")]


def watched(metrics: AlarmMetrics) -> Iterator[tuple[str, set[str]]]:
    for each in metrics.metrics:
        if each.metric_stat:
            metric = each.metric_stat.metric
            yield metric.metric_name, {dimension.name for dimension in metric.dimensions}
        elif metrics.is_query:
            query = Query.parse(each.expression)
            yield query.metric, set(query.dimensions)
