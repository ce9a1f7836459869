"""The table of metrics."""

import itertools

import pytest

from msk_model.facts.metrics import (
    LEVELS,
    MetricFacts,
    all_metrics,
    connector_metrics,
    replicator_metrics,
)

EVERY = (*all_metrics(), *connector_metrics(), *replicator_metrics())


@pytest.mark.parametrize("one", EVERY, ids=lambda one: f"{one.name}{len(one.dimensions)}")
def test_every_row_is_complete(one: MetricFacts):
    """Meaning, unit and statistic are ones CloudWatch and a reader can do something with."""
    assert one.meaning.endswith(".")
    assert one.statistic in {"Average", "Sum", "Maximum", "Minimum"}
    assert one.unit in {
        "bytes",
        "bytes/second",
        "count",
        "count/second",
        "fraction",
        "milliseconds",
        "percent",
        "seconds",
    }
    assert {one.standard, one.express, one.serverless} <= {None, *LEVELS}


def test_no_row_is_written_twice():
    """A name and its dimensions say which metric is meant."""
    keys = [(one.namespace, one.name, one.dimensions) for one in EVERY]
    assert len(keys) == len(set(keys))


def test_rows_of_clusters_name_who_publishes_them():
    """A metric nobody publishes would be offered and never be found."""
    assert all(one.standard or one.express or one.serverless for one in all_metrics())
    assert {one.dimensions[0] for one in all_metrics()} == {"Cluster Name"}


def test_connectors_and_replicators_have_dimensions_of_their_own():
    """No query for a cluster finds them by accident."""
    assert {(one.namespace, one.dimensions) for one in connector_metrics()} == {
        ("AWS/KafkaConnect", ("ConnectorName",))
    }
    assert {one.namespace for one in replicator_metrics()} == {"AWS/Kafka"}
    assert {one.dimensions[0] for one in replicator_metrics()} == {"ReplicatorName"}
    assert {"Topic", "ClusterAlias"} == set(
        itertools.chain.from_iterable(one.dimensions[1:] for one in replicator_metrics())
    )
