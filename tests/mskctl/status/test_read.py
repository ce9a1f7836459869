"""Reading a cluster: everything, and what is left when AWS refuses a part."""

from datetime import timedelta

import pytest
from botocore.exceptions import EndpointConnectionError

from msk_model import BrokerType, ClusterType
from msk_model.status import MetricId, assess
from mskctl.status.read import read_snapshot
from mskctl.status.session import UnreadableCluster, open_session

REFUSABLE = {
    "ListNodes": "brokers",
    "ListClusterOperationsV2": "operations",
    "DescribeAlarms": "alarms",
    "ListMetrics": "consumer groups and topics",
    "GetMetricData": "metrics",
    "DescribeScalableTargets": "storage autoscaling",
}


@pytest.fixture
def read(aws, kit):
    """Reads the cluster that the fake AWS has."""
    return lambda: read_snapshot(open_session(kit.ARN, region=None, profile=None), kit.AT)


def test_everything_is_read(read, kit):
    """State, brokers by number, zones, groups and metrics."""
    found = read()
    assert (found.name, found.state, found.unread) == ("orders", "ACTIVE", ())
    assert found.zones == ("euc1-az1", "euc1-az2", "euc1-az3")
    assert [one.id for one in found.brokers] == ["1", "2", "3"]
    assert found.shape.broker_type is BrokerType.STANDARD
    assert (found.shape.volume_size_gib, found.shape.zone_count, found.shape.iam) == (500, 3, True)
    assert found.shape.autoscaling_max_gib is None
    assert found.groups == (("billing", "orders"),)
    assert MetricId("CpuUser", (("Broker ID", "2"),)) in found.series
    assert (
        MetricId("SumOffsetLag", (("Consumer Group", "billing"), ("Topic", "orders")))
        in found.series
    )
    assert found.created == kit.AT - timedelta(days=9)


def test_nothing_is_changed(read, aws):
    """Every call describes, lists or gets."""
    read()
    assert {name for name, _ in aws.calls} == {"DescribeClusterV2", *REFUSABLE}


@pytest.mark.parametrize("operation", sorted(REFUSABLE))
@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException"])
def test_a_part_that_is_refused_is_open(read, aws, operation, code):
    """The rest is there, and the missing part is named with what it takes."""
    aws.answers[operation] = code
    found = read()
    (unread,) = found.unread
    assert unread.source == REFUSABLE[operation]
    assert operation in unread.action
    assert f"not {operation}" in unread.reason
    assert unread.reason.startswith("access denied: ") is (code == "AccessDeniedException")
    assert any(one.id == "unread" for one in assess(found).advice)


def test_everything_that_can_be_refused_is(read, aws):
    """What is left is what MSK says of the cluster."""
    aws.answers |= dict.fromkeys(REFUSABLE, "AccessDenied")
    found = read()
    assert len(found.unread) == len(REFUSABLE)
    assert (found.brokers, found.operations, found.alarms) == (None, None, None)
    assert (found.series, found.metrics_read) == ({}, False)
    assert all(gauge.value is None for gauge in assess(found).gauges)


def test_brokers_that_may_not_be_listed_still_have_metrics(read, aws):
    """They are numbered from 1."""
    aws.answers["ListNodes"] = "AccessDenied"
    assert set(read().by_broker("CpuUser")) == {"1", "2", "3"}


def test_without_the_cluster_there_is_nothing(read, aws):
    """One line, AWS's own words."""
    aws.answers["DescribeClusterV2"] = "NotFoundException"
    with pytest.raises(
        UnreadableCluster, match=r"orders/1f0b-2: cluster must be readable; not Desc"
    ):
        read()


def test_a_connection_that_fails_is_told(read, aws):
    """It is no error of AWS."""

    def gone(parameters):
        raise EndpointConnectionError(endpoint_url="https://kafka")

    aws.answers["ListNodes"] = gone
    assert "Could not connect" in read().unread[0].reason
    aws.answers["DescribeClusterV2"] = gone
    with pytest.raises(UnreadableCluster, match="Could not connect"):
        read()


def test_what_was_refused_is_forgotten(aws, kit):
    """The next reading begins anew."""
    session = open_session(kit.ARN, region=None, profile=None)
    answer, aws.answers["ListNodes"] = aws.answers["ListNodes"], "AccessDenied"
    assert read_snapshot(session, kit.AT).unread
    aws.answers["ListNodes"] = answer
    assert not read_snapshot(session, kit.AT).unread


def test_express_has_no_autoscaling_to_ask_for(read, aws, kit):
    """Nor a volume."""
    nodes = {"InstanceType": "express.m7g.large", "ClientSubnets": ["a", "b", "c"]}
    aws.answers["DescribeClusterV2"] = kit.cluster(
        Provisioned={**kit.PROVISIONED, "BrokerNodeGroupInfo": nodes}
    )
    found = read()
    assert found.shape.broker_type is BrokerType.EXPRESS
    assert not aws.asked("DescribeScalableTargets")
    assert MetricId("StorageUsed") in found.series


def test_serverless_has_no_brokers(read, aws, kit):
    """Its topics are listed, and their metrics are those of the cluster."""
    info = kit.cluster(Serverless={"ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}}})
    del info["ClusterInfo"]["Provisioned"]
    aws.answers["DescribeClusterV2"] = info
    listed = aws.answers["ListMetrics"]

    def metrics(parameters):
        if parameters["MetricName"] != "BytesInPerSec":
            return listed(parameters)
        named = {"Cluster Name": "orders", "Topic": "bills"}
        return {"Metrics": [{"Dimensions": [{"Name": n, "Value": v} for n, v in named.items()]}]}

    aws.answers["ListMetrics"] = metrics
    found = read()
    assert found.shape.cluster_type is ClusterType.SERVERLESS
    assert (found.brokers, found.topics, found.groups) == (
        None,
        ("bills",),
        (("billing", "orders"),),
    )
    assert not aws.asked("ListNodes")
    # 50 bytes in five minutes are 10 in one; the minutes that go on are not whole yet.
    line = found.series[MetricId("BytesInPerSec", (("Topic", "bills"),))]
    assert [value for _, value in line.points] == [10, 10]


def test_a_cluster_that_is_being_created_can_be_read(read, aws, kit):
    """It has no brokers and no metrics yet, and MSK says little."""
    aws.answers["DescribeClusterV2"] = kit.cluster(
        State="CREATING", Provisioned={"BrokerNodeGroupInfo": {"InstanceType": "kafka.m7g.large"}}
    )
    aws.answers["ListNodes"] = {"NodeInfoList": []}
    aws.answers["ListMetrics"] = {"Metrics": []}
    aws.answers["GetMetricData"] = {"MetricDataResults": []}
    found = assess(read())
    assert found.snapshot.brokers == ()
    assert "state" in {one.id for one in found.advice}
    assert all(gauge.value is None for gauge in found.gauges)


def test_too_many_groups_are_told(read, aws):
    """Each is two metrics to pay for."""

    def many(parameters):
        return {
            "Metrics": [
                {
                    "Dimensions": [
                        {"Name": "Cluster Name", "Value": "orders"},
                        {"Name": "Consumer Group", "Value": f"group-{n:04}"},
                        {"Name": "Topic", "Value": "orders"},
                    ]
                }
                for n in range(600)
            ]
        }

    aws.answers["ListMetrics"] = many
    found = read()
    assert len(found.groups) == 500
    assert found.unread[0].reason == "there are 600 pairs of them, and 500 are looked at"
    assert all(len(one["MetricDataQueries"]) <= 500 for one in aws.asked("GetMetricData"))
    assert len(list(found.series_of("SumOffsetLag"))) == 500
