"""Alarms for a connector."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from cdk_msk.monitoring import ConnectorAlarms


def test_a_connector_that_stands_still_is_paged():
    """Its tasks are symptoms of one incident; silence means that it has stopped."""
    stack = cdk.Stack(cdk.App(), "Stack")
    made = ConnectorAlarms(
        stack,
        "Alarms",
        connector_name="sink",
        alarm_topic=sns.Topic(stack, "Topic"),
        thresholds={"ConnectorCpu": 70},
    )
    resources = Template.from_stack(stack).to_json()["Resources"].values()
    (page,) = (r["Properties"] for r in resources if r["Type"].endswith("CompositeAlarm"))
    running = made.alarms["ConnectorRunningTasks"]
    metric = running.metrics[0].metric_stat.metric

    assert list(made.incidents) == ["Connector"]
    assert len(page["AlarmActions"]) == 1
    assert running.treat_missing_data == "breaching"
    assert running.alarm_actions is None
    assert (metric.namespace, metric.dimensions[0].name) == ("AWS/KafkaConnect", "ConnectorName")
    assert made.alarms["ConnectorCpu"].threshold == 70
    assert len(made.alarms["ConnectorCpu"].alarm_actions) == 1


def test_starts_of_tasks_are_watched_when_you_say_what_is_usual():
    """Kafka Connect tells 0 whenever no task has just started: unasked, it would never be over."""
    stack = cdk.Stack(cdk.App(), "Stack")
    unasked = ConnectorAlarms(stack, "Unasked", connector_name="sink")
    assert set(unasked.alarms) == {
        "ConnectorRunningTasks",
        "ConnectorErroredTasks",
        "ConnectorCpu",
    }
    asked = ConnectorAlarms(
        stack, "Asked", connector_name="sink", thresholds={"ConnectorTaskStartups": 0.5}
    )
    assert asked.alarms["ConnectorTaskStartups"].threshold == 0.5


@pytest.mark.parametrize("argument", ["thresholds", "exclude", "severities", "evaluations"])
def test_rejects_alarms_of_other_things(argument: str):
    """A misspelt id would leave the alarm as it is."""
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match=f"Stack/Alarms: {argument} must name alarms, got 'Cpu"):
        ConnectorAlarms(stack, "Alarms", connector_name="sink", **{argument: {"CpuUsage": 1}})
