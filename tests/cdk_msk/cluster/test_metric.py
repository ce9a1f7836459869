"""Metrics of clusters, as CloudWatch wants them."""

import inspect

import aws_cdk as cdk
import pytest
from jsii._kernel.providers.process import _NodeProcess

from cdk_msk import BrokerSize, MonitoringLevel, ProvisionedCluster
from cdk_msk.cluster.metric_dimensions import SPELLED
from metric_methods import method_name
from msk_model import ClusterType
from msk_model.facts.metrics import all_metrics

ARN = "arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b2c3d-2"


@pytest.fixture(scope="module")
def clusters(define_cluster):
    """One cluster of each kind, with all that brings metrics."""
    stack = cdk.Stack(cdk.App(), "Stack")
    everything = {
        "monitoring_level": "PER_TOPIC_PER_PARTITION",
        "storage_mode": "TIERED",
        "kafka_version": "3.6.0",
    }
    return {
        "standard": define_cluster(stack, "S", broker_size="kafka.t3.small", **everything),
        "express": define_cluster(stack, "E", broker_size="express.m7g.large", **everything),
        "serverless": define_cluster(stack, "L", cluster_type=ClusterType.SERVERLESS),
    }


@pytest.mark.parametrize("kind", ["standard", "express", "serverless"])
def test_every_method_gives_what_the_table_says(clusters, kind: str):
    """Each method, asked with all of its dimensions, gives name, dimensions and statistic."""
    cluster = clusters[kind]
    arguments = {spelled: name for name, spelled in SPELLED.items()}
    rows = [one for one in all_metrics() if getattr(one, kind)]
    for one in rows:
        given = {arguments[name]: "7" for name in one.dimensions[1:]}
        metric = getattr(cluster, method_name(one.name))(**given)
        assert metric.namespace == "AWS/Kafka"
        assert metric.metric_name == one.name
        assert metric.dimensions == {
            "Cluster Name": "demo",
            **dict.fromkeys(one.dimensions[1:], "7"),
        }
        assert metric.statistic == one.statistic
        assert metric.period.to_seconds() == (60 if one.in_parts else 300)
    assert len(rows) > 5


def test_a_metric_takes_statistic_period_and_label(clusters):
    """What a caller says wins."""
    metric = clusters["standard"].metric_cpu_user(
        broker_id=1, statistic="p99", period=cdk.Duration.minutes(1), label="Broker 1"
    )
    assert (metric.statistic, metric.period.to_seconds(), metric.label) == ("p99", 60, "Broker 1")


def test_a_metric_costs_two_round_trips_at_most(clusters, monkeypatch):
    """Synth time is round trips to Node."""
    made: list[int] = []
    send = _NodeProcess.send
    monkeypatch.setattr(_NodeProcess, "send", lambda *a, **kw: made.append(1) or send(*a, **kw))
    clusters["standard"].metric_bytes_in_per_sec(broker_id=1, topic="orders")
    assert len(made) == 1
    clusters["serverless"].metric_bytes_in_per_sec(topic="orders")
    assert len(made) == 3


@pytest.mark.parametrize(
    ("name", "dimensions", "differences", "message"),
    [
        (
            "TrafficBytes",
            {"Broker ID": "1"},
            {"monitoring_level": "DEFAULT"},
            (
                "Standard brokers at monitoring level DEFAULT, got 'TrafficBytes'; "
                "it needs monitoring_level PER_BROKER"
            ),
        ),
        (
            "StorageUsed",
            None,
            {},
            (
                "Standard brokers at monitoring level PER_BROKER, got 'StorageUsed'; "
                "only Express brokers publish it, at any monitoring level"
            ),
        ),
        (
            "CpuUsr",
            {"Broker ID": "1"},
            {},
            (
                "Standard brokers at monitoring level PER_BROKER, got 'CpuUsr'; "
                "did you mean 'CpuUser'?"
            ),
        ),
        (
            "CpuUser",
            None,
            {},
            (
                "Standard brokers at monitoring level PER_BROKER, got 'CpuUser' with no dimension; "
                "it comes with 'Broker ID'"
            ),
        ),
    ],
)
def test_what_is_never_published_is_refused(define_cluster, name, dimensions, differences, message):
    """The error says what would bring the metric."""
    cluster = define_cluster(cdk.Stack(cdk.App(), "Stack"), **differences)
    with pytest.raises(ValueError, match="must be published by") as raised:
        cluster.metric(name, dimensions=dimensions)
    assert str(raised.value) == f"Stack/Cluster: metric_name must be published by {message}"


def test_what_is_not_known_of_an_imported_cluster_refuses_nothing():
    """Level and brokers may be unknown; once they are said, they count."""
    stack = cdk.Stack(cdk.App(), "Stack")
    imported = ProvisionedCluster.from_cluster_attributes(stack, "Imported", cluster_arn=ARN)
    assert imported.metric_offset_lag(group="g", topic="t", partition=0).dimensions == {
        "Cluster Name": "demo",
        "Consumer Group": "g",
        "Topic": "t",
        "Partition": "0",
    }
    known = ProvisionedCluster.from_cluster_attributes(
        stack,
        "Known",
        cluster_arn=ARN,
        broker_size=BrokerSize.M7G_LARGE,
        monitoring_level=MonitoringLevel.DEFAULT,
    )
    with pytest.raises(ValueError, match="it needs monitoring_level PER_TOPIC_PER_PARTITION"):
        known.metric_offset_lag(group="g", topic="t", partition=0)


def test_methods_ask_for_the_dimensions_every_publication_has(clusters):
    """An editor tells what is missing before anything runs."""
    parameters = inspect.signature(clusters["standard"].metric_sum_offset_lag).parameters
    required = [name for name, one in parameters.items() if one.default is one.empty]
    assert required == ["group", "topic"]
