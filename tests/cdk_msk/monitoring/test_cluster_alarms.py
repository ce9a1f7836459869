"""Alarms as CloudFormation sees them."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match, Template

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.monitoring import AlarmTopic, ClusterAlarms, ConsumerLag
from msk_model import UNKNOWN, ClusterType

DefineCluster = Callable[..., Cluster]


def of_type(template: dict, resource_type: str) -> dict[str, dict]:
    return {
        name: resource["Properties"]
        for name, resource in template["Resources"].items()
        if resource["Type"] == resource_type
    }


@pytest.fixture(scope="module")
def standard(define_cluster: DefineCluster) -> dict:
    """Alarms of a Standard cluster that are told to a topic, with a group and a value of its own."""
    stack = cdk.Stack(cdk.App(), "Stack")
    ClusterAlarms(
        stack,
        "Alarms",
        cluster=define_cluster(stack),
        alarm_topic=AlarmTopic(stack, "AlarmTopic").topic,
        thresholds={"CpuUsage": 70},
        consumer_lag=[
            ConsumerLag(
                group="audit",
                topic="orders",
                maximum_offset_lag=1000,
                maximum_time_lag=cdk.Duration.minutes(10),
            )
        ],
    )
    return Template.from_stack(stack).to_json()


def test_a_few_alarms_watch_all_brokers(standard: dict):
    """One alarm a concern, not one a broker."""
    names = {name[len("Alarms") : -8] for name in of_type(standard, "AWS::CloudWatch::Alarm")}

    assert names == {
        "CpuUsage",
        "PartitionCount",
        "OfflinePartitionsCount",
        "UnderMinIsrPartitionCount",
        "KafkaDataLogsDiskUsed",
        "HeapMemoryAfterGC",
        "VolumeThroughput",
        "RequestHandlerAvgIdlePercent",
        "NetworkProcessorAvgIdlePercent",
        "ClientConnectionCount",
        "ConnectionCreationRate",
        "IAMTooManyConnections",
        "SumOffsetLagauditorders",
        "EstimatedMaxTimeLagauditorders",
    }


def test_an_alarm_is_told_and_explained(standard: dict):
    """It fires three periods in a row, says what to do and whom to tell, and when it is over."""
    (name,) = (n for n in of_type(standard, "AWS::CloudWatch::Alarm") if "CpuUsage" in n)
    cpu = of_type(standard, "AWS::CloudWatch::Alarm")[name]
    (topic,) = of_type(standard, "AWS::SNS::Topic")

    assert (cpu["Threshold"], cpu["ComparisonOperator"], cpu["EvaluationPeriods"]) == (
        70,
        "GreaterThanOrEqualToThreshold",
        3,
    )
    assert cpu["AlarmActions"] == cpu["OKActions"] == [{"Ref": topic}]
    assert "Take a larger broker size" in cpu["AlarmDescription"]


def test_silence_is_not_health(standard: dict):
    """Only lag and connections may be absent, because nobody may be there."""
    silent = {
        name[len("Alarms") : -8]
        for name, alarm in of_type(standard, "AWS::CloudWatch::Alarm").items()
        if alarm["TreatMissingData"] == "notBreaching"
    }
    assert silent == {
        "ClientConnectionCount",
        "ConnectionCreationRate",
        "IAMTooManyConnections",
        "SumOffsetLagauditorders",
        "EstimatedMaxTimeLagauditorders",
    }


def test_every_alarm_returns_one_series_of_data(standard: dict):
    """CloudWatch refuses alarms in which none or two of the metrics return data."""
    for alarm in of_type(standard, "AWS::CloudWatch::Alarm").values():
        assert sum(metric["ReturnData"] for metric in alarm["Metrics"]) == 1


def test_cloudwatch_may_publish_to_an_encrypted_topic(standard: dict):
    """A topic with a policy and a key of its own lets nobody in who is not named in both."""
    (policy,) = of_type(standard, "AWS::SNS::TopicPolicy").values()
    (key,) = of_type(standard, "AWS::KMS::Key").values()
    publishes = [
        s
        for s in policy["PolicyDocument"]["Statement"]
        if s["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    ]
    decrypts = [
        s
        for s in key["KeyPolicy"]["Statement"]
        if s["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    ]
    assert [s["Action"] for s in publishes] == ["sns:Publish"]
    assert decrypts[0]["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]


def test_without_a_topic_nobody_is_told(define_cluster: DefineCluster):
    """The alarms are there and have no actions."""
    stack = cdk.Stack(cdk.App(), "Stack")
    alarms = ClusterAlarms(stack, "Alarms", cluster=define_cluster(stack))

    template = Template.from_stack(stack).to_json()
    assert all(
        "AlarmActions" not in alarm and "OKActions" not in alarm
        for alarm in of_type(template, "AWS::CloudWatch::Alarm").values()
    )
    assert next(iter(alarms.alarms)) == "CpuUsage"


def test_a_serverless_cluster_is_watched_through_its_groups(define_cluster: DefineCluster):
    """Lag is all there is to watch."""
    stack = cdk.Stack(cdk.App(), "Stack")
    alarms = ClusterAlarms(
        stack,
        "Alarms",
        cluster=define_cluster(stack, cluster_type=ClusterType.SERVERLESS),
        consumer_lag=[ConsumerLag(group="audit", topic="orders", maximum_offset_lag=5)],
    )
    assert list(alarms.alarms) == ["SumOffsetLag-audit-orders"]


def test_more_brokers_bring_further_alarms_for_calculations_only(define_cluster: DefineCluster):
    """Fifteen brokers need three alarms where metrics are added up, and one elsewhere."""
    stack = cdk.Stack(cdk.App(), "Stack")
    alarms = ClusterAlarms(stack, "Alarms", cluster=define_cluster(stack, broker_count=15))
    cpu = [name for name in alarms.alarms if name.startswith("CpuUsage")]

    assert cpu == ["CpuUsage", "CpuUsageFromBroker6", "CpuUsageFromBroker11"]
    assert [n for n in alarms.alarms if n.startswith("KafkaData")] == ["KafkaDataLogsDiskUsed"]


def test_an_imported_cluster_has_to_say_how_many_brokers(define_cluster: DefineCluster):
    """Calculations go broker by broker, so their number has to come from somewhere."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = define_cluster(stack, broker_count=UNKNOWN)

    with pytest.raises(ValueError, match="Stack/Alarms: broker_count must be given"):
        ClusterAlarms(stack, "Alarms", cluster=cluster)
    assert "CpuUsage" in ClusterAlarms(stack, "Told", cluster=cluster, broker_count=3).alarms


def test_an_unknown_broker_size_is_a_warning(define_cluster: DefineCluster):
    """What is left out is said, with the way to get it."""
    stack = cdk.Stack(cdk.App(), "Stack")
    alarms = ClusterAlarms(stack, "Alarms", cluster=define_cluster(stack, broker_size=UNKNOWN))
    found = Annotations.from_stack(stack).find_warning("*", Match.any_value())

    assert "PartitionCount" not in alarms.alarms
    assert any("thresholds={'PartitionCount': …}" in one.entry.data for one in found)
