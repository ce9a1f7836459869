"""Which alarms are about a cluster."""

import pytest

from mskctl.status.alarms import alarms, is_about
from mskctl.status.session import open_session

NAMED = [{"Name": "Cluster Name", "Value": "orders"}]
QUERY = (
    'SELECT MAX(KafkaDataLogsDiskUsed) FROM SCHEMA("AWS/Kafka", "Broker ID", "Cluster Name") '
    'WHERE "Cluster Name" = \'{}\' GROUP BY "Broker ID"'
)


@pytest.mark.parametrize(
    ("alarm", "about"),
    [
        ({"Namespace": "AWS/Kafka", "Dimensions": NAMED}, True),
        ({"Namespace": "Mine", "Dimensions": NAMED}, False),
        ({"Namespace": "AWS/Kafka", "Dimensions": [{"Name": "Cluster Name", "Value": "o"}]}, False),
        (
            {
                "Metrics": [
                    {"MetricStat": {"Metric": {"Namespace": "AWS/Kafka", "Dimensions": NAMED}}}
                ]
            },
            True,
        ),
        ({"Metrics": [{"Expression": QUERY.format("orders")}]}, True),
        ({"Metrics": [{"Expression": QUERY.format("orders-2")}]}, False),
        ({"Metrics": [{"Expression": "a + b"}]}, False),
        ({"Namespace": "KafkaLogs/orders", "MetricName": "BrokerErrors"}, True),
        ({"Namespace": "KafkaLogs/orders-2", "MetricName": "BrokerErrors"}, False),
        ({}, False),
    ],
)
def test_an_alarm_is_about_what_it_watches(alarm, about):
    """By dimension, in metric math, in a query, or in its logs; never by its own name."""
    assert is_about(alarm, "orders") is about


def test_composites_are_found_by_what_they_are_made_of(aws, kit):
    """By name and ARN, through other composites, over all pages."""
    single = {
        "AlarmName": "disk",
        "AlarmArn": "arn:disk",
        "Namespace": "AWS/Kafka",
        "Dimensions": NAMED,
    }
    other = {**single, "AlarmName": "other", "AlarmArn": "arn:other", "Dimensions": []}
    outer = {"AlarmName": "outer", "AlarmRule": "ALARM(storage) OR ALARM(other)"}
    inner = {"AlarmName": "storage", "AlarmRule": 'ALARM("arn:disk")', "AlarmActions": ["arn:t"]}
    strange = {"AlarmName": "strange", "AlarmRule": "ALARM('other') AND TRUE"}

    def pages(parameters):
        if "NextToken" not in parameters:
            return {"CompositeAlarms": [outer, strange], "MetricAlarms": [other], "NextToken": "x"}
        return {"CompositeAlarms": [inner], "MetricAlarms": [single]}

    aws.answers["DescribeAlarms"] = pages
    found = alarms(open_session(kit.ARN, region=None, profile=None), "orders")
    assert [(one.name, one.composite, one.notifies) for one in found] == [
        ("storage", True, True),
        ("outer", True, False),
        ("disk", False, False),
    ]
    assert aws.asked("DescribeAlarms")[0]["AlarmTypes"] == ["MetricAlarm", "CompositeAlarm"]


@pytest.mark.parametrize(
    ("stated", "notifies"),
    [
        ({"AlarmActions": ["arn:t"]}, True),
        ({"AlarmActions": ["arn:t"], "ActionsEnabled": False}, False),
        ({"AlarmActions": ["arn:t"], "ActionsSuppressedBy": "Alarm"}, False),
        ({}, False),
    ],
)
def test_who_is_told_is_read(aws, kit, stated, notifies):
    """Nobody while actions are off or kept quiet."""
    alarm = {"AlarmName": "disk", "Namespace": "AWS/Kafka", "Dimensions": NAMED, **stated}
    aws.answers["DescribeAlarms"] = {"MetricAlarms": [alarm]}
    (found,) = alarms(open_session(kit.ARN, region=None, profile=None), "orders")
    assert found.notifies is notifies
