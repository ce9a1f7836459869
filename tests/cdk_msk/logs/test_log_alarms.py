"""Alarms on logs, as CloudFormation sees them."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template
from cdk_nag import AwsSolutionsChecks

from cdk_msk import (
    BrokerLogging,
    Cluster,
    Evaluation,
    LogAlarms,
    MskChecks,
    OpsItems,
    ProvisionedCluster,
    StreamingVpc,
)
from cdk_msk.logs import BROKER_NOISE

DefineCluster = Callable[..., Cluster]
SNS = "arn:aws:sns:eu-west-1:123456789012"


def of_type(template: dict, resource_type: str) -> dict[str, dict]:
    return {
        name: one["Properties"]
        for name, one in template["Resources"].items()
        if one["Type"] == resource_type
    }


def group(scope: cdk.Stack, name: str) -> logs.ILogGroup:
    return logs.LogGroup.from_log_group_name(scope, name, f"/aws/vendedlogs/msk/{name}")


def stack_of() -> cdk.Stack:
    return cdk.Stack(cdk.App(), "Stack")


@pytest.fixture(scope="module")
def template(define_cluster: DefineCluster) -> dict:
    """All alarms of a cluster that sends both kinds of logs, one with a threshold of its own."""
    stack = stack_of()
    LogAlarms(
        stack,
        "Alarms",
        cluster=define_cluster(stack),
        broker_log_group=group(stack, "demo"),
        authorizer_log_group=group(stack, "authorizer"),
        alarm_topic=sns.Topic(stack, "Topic"),
        thresholds={"AuthorizationFailures": 0},
        noise=[*BROKER_NOISE, "our own noise"],
    )
    return Template.from_stack(stack).to_json()


def test_what_is_counted_is_what_is_watched(template):
    """Each alarm looks at the metric its filters write, in the namespace of the cluster."""
    written = {
        (one["MetricNamespace"], one["MetricName"])
        for properties in of_type(template, "AWS::Logs::MetricFilter").values()
        for one in properties["MetricTransformations"]
    }
    alarms = of_type(template, "AWS::CloudWatch::Alarm").values()
    assert written == {(one["Namespace"], one["MetricName"]) for one in alarms}
    assert {one["Namespace"] for one in alarms} == {"KafkaLogs/demo"}
    assert {one["MetricName"]: one["Threshold"] for one in alarms} == {
        "AuthorizationFailures": 0,
        "AuthenticationFailures": 50,
        "BrokerErrors": 10,
    }
    assert {one["TreatMissingData"] for one in alarms} == {"notBreaching"}
    assert all(
        one["AlarmActions"] == one["OKActions"] == [{"Ref": "TopicBFC7AF6E"}] for one in alarms
    )


def test_each_filter_reads_the_right_logs(template):
    """Denials are in the authorizer's logs, errors and failed sign-ins in the brokers'."""
    where = {
        (one["FilterPattern"].split('"')[1], one["LogGroupName"])
        for one in of_type(template, "AWS::Logs::MetricFilter").values()
    }
    assert where == {
        ("is Denied", "/aws/vendedlogs/msk/authorizer"),
        ("Failed authentication with", "/aws/vendedlogs/msk/demo"),
        ("Failed re-authentication with", "/aws/vendedlogs/msk/demo"),
        ("] ERROR", "/aws/vendedlogs/msk/demo"),
        ("] FATAL", "/aws/vendedlogs/msk/demo"),
    }


def test_descriptions_say_whose_why_and_what_to_do(template):
    """The cluster comes first, the page to read last."""
    for alarm in of_type(template, "AWS::CloudWatch::Alarm").values():
        assert alarm["AlarmDescription"].startswith("demo: ")
        assert alarm["AlarmDescription"].endswith("/msk-logging.html")


def test_pages_and_tickets_go_their_ways(define_cluster):
    """A page goes to one topic and a ticket to another, with work items and a runbook if wanted."""
    stack = stack_of()
    LogAlarms(
        stack,
        "Alarms",
        cluster=define_cluster(stack),
        broker_log_group=group(stack, "demo"),
        alarm_topic=sns.Topic.from_topic_arn(stack, "Pages", f"{SNS}:pages"),
        ticket_topic=sns.Topic.from_topic_arn(stack, "Tickets", f"{SNS}:tickets"),
        ops_items=OpsItems(page=None, category="Security"),
        severities={"AuthenticationFailures": "page"},
        evaluations={"BrokerErrors": Evaluation(datapoints=2, periods=6)},
        runbooks="https://wiki.example.com/logs",
    )
    alarms = of_type(Template.from_stack(stack).to_json(), "AWS::CloudWatch::Alarm").values()
    page, ticket = sorted(alarms, key=lambda one: one["MetricName"])
    assert page["AlarmActions"] == page["OKActions"] == [f"{SNS}:pages"]
    assert page["AlarmDescription"].endswith("https://wiki.example.com/logs#authenticationfailures")
    assert ticket["OKActions"] == [f"{SNS}:tickets"]
    assert ticket["AlarmActions"][0] == f"{SNS}:tickets"
    assert "opsitem:4#CATEGORY=Security" in str(ticket["AlarmActions"][1])
    assert (ticket["DatapointsToAlarm"], ticket["EvaluationPeriods"]) == (2, 6)


def test_noise_of_ones_own_is_left_out(template):
    """It stands in the filters of errors, and in no others."""
    quiet = [
        one["FilterPattern"].split('"')[1]
        for one in of_type(template, "AWS::Logs::MetricFilter").values()
        if '-"our own noise"' in one["FilterPattern"]
    ]
    assert sorted(quiet) == ["] ERROR", "] FATAL"]


def test_an_alarm_without_logs_is_left_out(define_cluster):
    """Denials cannot be counted where authorizer logs go nowhere."""
    stack = stack_of()
    alarms = LogAlarms(
        stack, "Alarms", cluster=define_cluster(stack), broker_log_group=group(stack, "demo")
    )
    assert set(alarms.alarms) == {"AuthenticationFailures", "BrokerErrors"}
    metric = alarms.metric("BrokerErrors")
    assert (metric.namespace, metric.metric_name) == ("KafkaLogs/demo", "BrokerErrors")
    with pytest.raises(ValueError, match="id must be one of AuthenticationFailures, BrokerErrors"):
        alarms.metric("AuthorizationFailures")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"thresholds": {"BrokerError": 1}},
            "thresholds must name alarms, got 'BrokerError'; did you mean 'BrokerErrors'",
        ),
        ({"exclude": ["Nothing"]}, "exclude must name alarms, got 'Nothing'; one of Auth"),
        (
            {"thresholds": {"AuthorizationFailures": 1}},
            r"send authorizer logs to CloudWatch Logs \(authorizer_logging\), or name authorizer_l",
        ),
        (
            {"severities": {"BrokerErrors": "loud"}},
            "severities must be 'page' or 'ticket', got 'loud' for BrokerErrors",
        ),
        (
            {"evaluations": {"BrokerErrors": Evaluation(datapoints=1, periods=289)}},
            "Stack/Alarms: evaluations must reach back no further than 24 hours, got 289 periods",
        ),
        ({"noise": [""]}, "Stack/Alarms: noise: a phrase must have characters"),
    ],
)
def test_mistakes(define_cluster, arguments, message):
    """What cannot be had is refused, with what would help."""
    stack = stack_of()
    with pytest.raises(ValueError, match=message):
        LogAlarms(
            stack,
            "Alarms",
            cluster=define_cluster(stack),
            broker_log_group=group(stack, "demo"),
            **arguments,
        )


def test_a_cluster_without_logs_in_cloudwatch(define_cluster):
    """There is nothing to count, and whoever asks should know."""
    stack = stack_of()
    with pytest.raises(ValueError, match="cluster must send logs to CloudWatch Logs, got one"):
        LogAlarms(stack, "Alarms", cluster=define_cluster(stack))


def test_logs_pass_the_checks(tmp_path):
    """Buckets of the cluster's own, filters and alarms have no finding, MSK's or cdk-nag's."""
    app = cdk.App(outdir=str(tmp_path))
    stack = cdk.Stack(app, "Stack")
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=StreamingVpc(stack, "Network").vpc,
        broker_logging=BrokerLogging(cloudwatch=True, s3=True),
        authorizer_logging=BrokerLogging(s3=True),
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    LogAlarms(stack, "Alarms", cluster=cluster)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app), MskChecks(app))
    app.synth()  # raises when there is a finding
