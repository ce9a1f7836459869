"""Requests of metrics."""

from datetime import timedelta

import pytest

from msk_model import ClusterShape, ClusterType
from msk_model.status import MetricId, wanted_metrics
from mskctl.status.metrics import series
from mskctl.status.session import open_session


@pytest.fixture
def wanted():
    shape = ClusterShape(
        cluster_type=ClusterType.PROVISIONED,
        broker_size="kafka.m7g.large",
        monitoring_level="PER_BROKER",
        iam=True,
    )
    return wanted_metrics(shape, brokers=[str(n) for n in range(60)], groups=(), topics=())


def test_requests_are_few_and_within_the_limit(aws, kit, wanted):
    """Five hundred metrics each; a week of hours for disks, a day for the rest."""
    session = open_session(kit.ARN, region=None, profile=None)
    found = series(session, "orders", wanted, kit.AT)
    assert set(found) <= {one.id for one in wanted}
    asked = aws.asked("GetMetricData")
    assert len(asked) <= len(wanted) // 500 + 2
    for one in asked:
        assert len(one["MetricDataQueries"]) <= 500
        assert one["EndTime"] - one["StartTime"] in {timedelta(hours=24), timedelta(hours=168)}
        for query in one["MetricDataQueries"]:
            dimensions = query["MetricStat"]["Metric"]["Dimensions"]
            assert dimensions[0] == {"Name": "Cluster Name", "Value": "orders"}


def test_values_come_in_pages(aws, kit, wanted):
    """Each metric's are put together in the order of time."""
    some = [one for one in wanted if one.id == MetricId("CpuUser", (("Broker ID", "7"),))]

    def pages(parameters):
        first = "NextToken" not in parameters
        time = kit.AT - timedelta(seconds=600 if first else 300)
        page = {
            "MetricDataResults": [{"Id": "m0", "Timestamps": [time], "Values": [1 if first else 2]}]
        }
        return {**page, "NextToken": "more"} if first else page

    aws.answers["GetMetricData"] = pages
    session = open_session(kit.ARN, region=None, profile=None)
    (line,) = series(session, "orders", some, kit.AT).values()
    assert [value for _, value in line.points] == [1, 2]


def test_a_metric_without_values_is_not_there(aws, kit, wanted):
    """Not even empty, least of all as 0."""
    aws.answers["GetMetricData"] = lambda parameters: {
        "MetricDataResults": [
            {"Id": one["Id"], "Timestamps": [], "Values": []}
            for one in parameters["MetricDataQueries"]
        ]
    }
    session = open_session(kit.ARN, region=None, profile=None)
    assert series(session, "orders", wanted, kit.AT) == {}
    assert series(session, "orders", (), kit.AT) == {}
    assert not session.unread
