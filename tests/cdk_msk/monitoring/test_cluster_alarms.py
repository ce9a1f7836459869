"""Alarms as CloudFormation sees them."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Annotations, Match, Template

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.monitoring import (
    AlarmTopic,
    ClusterAlarms,
    ConsumerLag,
    Evaluation,
    MaintenanceWindow,
    OpsItems,
)
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
        "UnderReplicatedPartitions",
        "ActiveControllerCount",
        "KafkaDataLogsDiskUsed",
        "TrafficShaping",
        "ConntrackAllowanceExceeded",
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
    assert cpu["AlarmDescription"].startswith("demo: Above 60 %")
    assert "Take a larger broker size" in cpu["AlarmDescription"]
    assert cpu["AlarmDescription"].endswith("bestpractices-cw-alarms.html")


def test_a_page_goes_out_once_per_incident(standard: dict):
    """Symptoms tell nobody; the composite alarm of their incident does."""
    composites = of_type(standard, "AWS::CloudWatch::CompositeAlarm")
    names = {name[len("Alarms") : -8] for name in composites}
    (topic,) = of_type(standard, "AWS::SNS::Topic")
    symptoms = {
        part["Ref"]
        for composite in composites.values()
        for part in composite["AlarmRule"]["Fn::Join"][1]
        if isinstance(part, dict)
    }
    alarms = of_type(standard, "AWS::CloudWatch::Alarm")

    assert names == {"Availability", "Storage", "Overload", "Connections", "ConsumerLagaudit"}
    assert all(
        composite["AlarmActions"] == composite["OKActions"] == [{"Ref": topic}]
        for composite in composites.values()
    )
    for name, alarm in alarms.items():
        assert ("AlarmActions" in alarm) is (name not in symptoms)


def test_incidents_that_follow_from_others_wait_for_them(standard: dict):
    """Lag and overload are not paged beside the broker that is down; that always is."""
    composites = {
        name[len("Alarms") : -8]: one
        for name, one in of_type(standard, "AWS::CloudWatch::CompositeAlarm").items()
    }
    suppressors = {name: one.get("ActionsSuppressor") for name, one in composites.items()}
    cause = suppressors["ConsumerLagaudit"]

    assert cause["Fn::GetAtt"][0].startswith("AlarmsAvailability")
    assert suppressors["Overload"] == suppressors["Connections"] == cause
    assert suppressors["Availability"] is suppressors["Storage"] is None
    assert composites["Overload"]["ActionsSuppressorWaitPeriod"] == 120


def test_silence_of_a_whole_cluster_is_told(standard: dict):
    """As a ticket, by the alarms that only a cluster that publishes nothing leaves without data."""
    told = {
        name[len("Alarms") : -8]
        for name, alarm in of_type(standard, "AWS::CloudWatch::Alarm").items()
        if "InsufficientDataActions" in alarm
    }
    assert told == {"OfflinePartitionsCount", "ActiveControllerCount"}


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
    """Lag is all there is to watch, and what all topics together carry."""
    stack = cdk.Stack(cdk.App(), "Stack")
    alarms = ClusterAlarms(
        stack,
        "Alarms",
        cluster=define_cluster(stack, cluster_type=ClusterType.SERVERLESS),
        consumer_lag=[ConsumerLag(group="audit", topic="orders", maximum_offset_lag=5)],
    )
    (ingress, _) = (one for one in alarms.alarms if one.startswith("Serverless"))

    assert "SumOffsetLag-audit-orders" in alarms.alarms
    assert list(alarms.incidents) == ["ConsumerLag-audit"]
    assert alarms.alarms[ingress].metrics[0].expression == (
        'SELECT SUM(BytesInPerSec) FROM SCHEMA("AWS/Kafka", "Cluster Name", "Topic") '
        "WHERE \"Cluster Name\" = 'demo'"
    )


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


@pytest.fixture(scope="module")
def tuned(define_cluster: DefineCluster) -> dict:
    """Everything that can be said about the alarms of a cluster, said once."""
    stack = cdk.Stack(cdk.App(), "Stack")
    window = MaintenanceWindow(stack, "Window", name="demo")
    ClusterAlarms(
        stack,
        "Alarms",
        cluster=define_cluster(stack),
        alarm_topic=sns.Topic(stack, "Pages"),
        ticket_topic=sns.Topic(stack, "Tickets"),
        ops_items=OpsItems(page=1, ticket=None, category="Recovery"),
        severities={"CpuUsage": "page", "KafkaDataLogsDiskUsed": "ticket"},
        evaluations={"CpuUsage": Evaluation(datapoints=2, periods=5)},
        consumer_lag=[
            ConsumerLag(group="audit", maximum_offset_lag=10, severity="ticket"),
            ConsumerLag(group="billing", topic="orders", anomaly_deviations=3),
        ],
        runbooks="https://wiki.example.com/msk",
        suppressed_by=window.suppression,
    )
    return Template.from_stack(stack).to_json()


def named(template: dict, kind: str, name: str) -> dict:
    (found,) = (
        one for key, one in of_type(template, kind).items() if key[len("Alarms") : -8] == name
    )
    return found


def test_severities_can_be_changed(tuned: dict):
    """What becomes a page joins its incident; an incident without pages is not made."""
    overload = named(tuned, "AWS::CloudWatch::CompositeAlarm", "Overload")
    children = [
        part["Ref"] for part in overload["AlarmRule"]["Fn::Join"][1] if isinstance(part, dict)
    ]
    assert any("CpuUsage" in child for child in children)
    assert "AlarmActions" not in named(tuned, "AWS::CloudWatch::Alarm", "CpuUsage")
    disk = named(tuned, "AWS::CloudWatch::Alarm", "KafkaDataLogsDiskUsed")
    assert disk["AlarmActions"][0]["Ref"].startswith("Tickets")
    assert not [
        name for name in of_type(tuned, "AWS::CloudWatch::CompositeAlarm") if "Storage" in name
    ]


def test_pages_and_tickets_go_to_topics_of_their_own(tuned: dict):
    """Pages make items of OpsCenter as well, tickets none here."""
    lag = named(tuned, "AWS::CloudWatch::Alarm", "SumOffsetLagaudit")
    page = named(tuned, "AWS::CloudWatch::CompositeAlarm", "Availability")
    topic, item = page["AlarmActions"]

    assert lag["AlarmActions"][0]["Ref"].startswith("Tickets")
    assert topic["Ref"].startswith("Pages")
    assert item["Fn::Join"][1][-1] == ":opsitem:1#CATEGORY=Recovery"
    assert page["OKActions"] == [topic]


def test_m_out_of_n_can_be_changed(tuned: dict):
    """Two of five in place of three of three."""
    cpu = named(tuned, "AWS::CloudWatch::Alarm", "CpuUsage")
    assert (cpu["DatapointsToAlarm"], cpu["EvaluationPeriods"]) == (2, 5)


def test_descriptions_link_to_your_runbooks(tuned: dict):
    """The anchor is the id of the alarm or incident in lower case."""
    for kind, name, anchor in (
        ("AWS::CloudWatch::Alarm", "CpuUsage", "cpuusage"),
        ("AWS::CloudWatch::CompositeAlarm", "Availability", "availability"),
    ):
        description = named(tuned, kind, name)["AlarmDescription"]
        assert description.endswith(f" https://wiki.example.com/msk#{anchor}")


def test_a_group_can_be_watched_on_all_topics_at_once(tuned: dict):
    """One query tells the topics apart, also those to come."""
    (query,) = named(tuned, "AWS::CloudWatch::Alarm", "SumOffsetLagaudit")["Metrics"]
    assert query["Expression"] == (
        "SELECT AVG(SumOffsetLag) "
        'FROM SCHEMA("AWS/Kafka", "Cluster Name", "Topic", "Consumer Group") '
        "WHERE \"Cluster Name\" = 'demo' AND \"Consumer Group\" = 'audit' "
        'GROUP BY "Topic" ORDER BY AVG() DESC'
    )


def test_a_group_can_be_compared_with_itself(tuned: dict):
    """CloudWatch's band of what it expects is the threshold, and the alarm a ticket."""
    alarm = named(tuned, "AWS::CloudWatch::Alarm", "SumOffsetLagAnomalybillingorders")
    metric, band = alarm["Metrics"]

    assert alarm["ComparisonOperator"] == "GreaterThanUpperThreshold"
    assert alarm["ThresholdMetricId"] == band["Id"] == "band"
    assert band["Expression"] == "ANOMALY_DETECTION_BAND(lag, 3)"
    assert metric["ReturnData"] is band["ReturnData"] is True
    assert "Threshold" not in alarm
    assert alarm["AlarmActions"][0]["Ref"].startswith("Tickets")


def test_maintenance_holds_back_every_page(tuned: dict):
    """The window itself, or a composite of it and of the incident that explains another."""
    availability = named(tuned, "AWS::CloudWatch::CompositeAlarm", "Availability")
    overload = named(tuned, "AWS::CloudWatch::CompositeAlarm", "Overload")
    explained = named(tuned, "AWS::CloudWatch::CompositeAlarm", "Explained")
    causes = [
        p["Fn::GetAtt"][0] for p in explained["AlarmRule"]["Fn::Join"][1] if "Fn::GetAtt" in p
    ]

    assert availability["ActionsSuppressor"]["Fn::GetAtt"][0].startswith("WindowAlarm")
    assert availability["ActionsSuppressorWaitPeriod"] == 60
    assert availability["ActionsSuppressorExtensionPeriod"] == 600
    assert overload["ActionsSuppressor"]["Fn::GetAtt"][0].startswith("AlarmsExplained")
    assert [cause[:-8] for cause in causes] == ["AlarmsAvailability", "WindowAlarm"]
    assert "AlarmActions" not in explained


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"severities": {"CpuUsage": "call"}}, "severities must be 'page' or 'ticket', got 'call'"),
        ({"severities": {"Cpu": "page"}}, "severities must name alarms, got 'Cpu'"),
        ({"severities": {"SumOffsetLag": "ticket"}}, "give it per group in consumer_lag"),
        (
            {"evaluations": {"KafkaDataLogsDiskUsed": Evaluation(datapoints=1, periods=37)}},
            "evaluations must reach back no further than 3 hours, got 37 periods of 300 seconds",
        ),
        (
            {"evaluations": {"CpuUsage": Evaluation(datapoints=1, periods=289)}},
            "evaluations must reach back no further than 24 hours",
        ),
        ({"evaluations": {"Cpu": Evaluation(datapoints=1, periods=1)}}, "evaluations must name"),
        ({"broker_count": 0}, "^Stack/Alarms: broker_count must be at least 1, got 0"),
        (
            {"consumer_lag": [ConsumerLag(group="audit", maximum_offset_lag=5)] * 2},
            "must state an objective once .* got two that make SumOffsetLag-audit",
        ),
    ],
)
def test_rejects_what_cloudwatch_would_refuse(
    define_cluster: DefineCluster, given: dict, message: str
):
    """Before the deployment, with the name of the argument."""
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match=message):
        ClusterAlarms(stack, "Alarms", cluster=define_cluster(stack), **given)


def test_evaluations_reach_consumer_groups(define_cluster: DefineCluster):
    """M out of N is about the kind of alarm, not about one group."""
    stack = cdk.Stack(cdk.App(), "Stack")
    alarms = ClusterAlarms(
        stack,
        "Alarms",
        cluster=define_cluster(stack),
        evaluations={"SumOffsetLag": Evaluation(datapoints=1, periods=2)},
        consumer_lag=[ConsumerLag(group="audit", topic="orders", maximum_offset_lag=5)],
    )
    assert alarms.alarms["SumOffsetLag-audit-orders"].evaluation_periods == 2


def test_groups_and_topics_that_spell_the_same_have_alarms_of_their_own(
    define_cluster: DefineCluster,
):
    """Names may hold hyphens, so that the end of a group may be the beginning of a topic."""
    stack = cdk.Stack(cdk.App(), "Stack")
    alarms = ClusterAlarms(
        stack,
        "Alarms",
        cluster=define_cluster(stack),
        consumer_lag=[
            ConsumerLag(group="orders", topic="dlq-payments", maximum_offset_lag=5),
            ConsumerLag(group="orders-dlq", topic="payments", maximum_offset_lag=5),
        ],
    )
    assert [one for one in alarms.alarms if one.startswith("SumOffsetLag")] == [
        "SumOffsetLag-orders-dlq-payments",
        "SumOffsetLag-orders-dlq-payments-2",
    ]
    assert {"ConsumerLag-orders", "ConsumerLag-orders-dlq"} <= set(alarms.incidents)


def test_sixty_brokers_stay_within_the_limits(define_cluster: DefineCluster):
    """A few dozen alarms, and rules and descriptions that CloudWatch takes."""
    stack = cdk.Stack(cdk.App(), "S" * 100)
    alarms = ClusterAlarms(
        stack,
        "Alarms",
        cluster=define_cluster(stack, broker_count=60),
        severities={"CpuUsage": "page", "VolumeThroughput": "page"},
        consumer_lag=[
            ConsumerLag(group="audit", topic=f"{number:t>249}", maximum_offset_lag=1)
            for number in range(50)
        ],
    )
    template = Template.from_stack(stack).to_json()
    composites = of_type(template, "AWS::CloudWatch::CompositeAlarm")

    assert len(alarms.alarms) - 50 < 45
    for name, alarm in of_type(template, "AWS::CloudWatch::Alarm").items():
        assert len(alarm["AlarmDescription"]) <= 1024
        assert len(name) <= 255
    for composite in composites.values():
        children = [
            part for part in composite["AlarmRule"]["Fn::Join"][1] if isinstance(part, dict)
        ]
        # In AWS: the stack's name, the logical id, twelve random characters, and ALARM("") OR .
        length = sum(min(255, 100 + len(child["Ref"]) + 2 + 12) + 13 for child in children)
        assert length <= 10_240
    assert sum("Part" in name for name in composites) == 2
