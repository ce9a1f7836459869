"""Metrics Insights queries."""

import pytest

from msk_model.alarm_simulation import Metrics
from msk_model.alarm_simulation.query import Query

BY_BROKER = (
    'SELECT MAX(Disk) FROM SCHEMA("AWS/Kafka", "Cluster Name", "Broker ID") '
    'WHERE "Cluster Name" = \'demo\' GROUP BY "Broker ID" ORDER BY MAX() DESC'
)
OF_ALL = (
    'SELECT SUM(Bytes) FROM SCHEMA("AWS/Kafka", "Cluster Name", "Topic") '
    "WHERE \"Cluster Name\" = 'demo'"
)


def test_each_broker_is_a_series():
    """Those of other clusters, and those with other dimensions, are not."""
    metrics = Metrics()
    for broker, value in (("1", 10), ("2", 20)):
        metrics.put("Disk", {"Cluster Name": "demo", "Broker ID": broker}, [value])
    metrics.put("Disk", {"Cluster Name": "other", "Broker ID": "1"}, [99])
    metrics.put("Disk", {"Cluster Name": "demo"}, [99])

    assert Query.parse(BY_BROKER).values(metrics, end=1, period=60) == {"1": 10, "2": 20}
    assert Query.parse(BY_BROKER).values(metrics, end=2, period=60) == {}


def test_all_topics_are_one_series():
    """Their values are added up."""
    metrics = Metrics()
    for topic in ("a", "b"):
        metrics.put("Bytes", {"Cluster Name": "demo", "Topic": topic}, [5])
    assert Query.parse(OF_ALL).values(metrics, end=1, period=60) == {"": 10}


def test_rejects_other_queries():
    """An alarm on a query that is not understood is no alarm that is silent."""
    with pytest.raises(ValueError, match="query must be one over a schema"):
        Query.parse("SELECT AVG(CPUUtilization) FROM EC2")
