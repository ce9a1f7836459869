"""Alarms of consumers: as many as their metrics are published, each with what to do."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_glue as glue
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template
from cdk_nag import AwsSolutionsChecks

from cdk_msk.compliance.msk_checks import MskChecks
from cdk_msk.lambda_consumer import (
    FailureQueue,
    KafkaFailures,
    LambdaConsumer,
    PollerLogLevel,
    ProvisionedPollers,
    SchemaRegistry,
    code_with_kafka_records,
)
from cdk_msk.lambda_consumer.consumer_alarms import ConsumerAlarms
from cdk_msk.monitoring.alarm_topic import AlarmTopic
from cdk_msk.python_function import PythonFunction

ALWAYS = {"RecordAge", "Errors", "Throttles", "Concurrency", "Duration"}
GLUE = "arn:aws:glue:us-east-1:123456789012:registry/orders"


@pytest.fixture
def stack() -> cdk.Stack:
    return cdk.Stack(cdk.App(), "Stack")


@pytest.fixture
def consumer_with(stack, cluster_with, function_in):
    """A consumer in `stack`, whose function takes the arguments that a function has."""

    def define(function: lambda_.IFunction | None = None, **arguments) -> LambdaConsumer:
        return LambdaConsumer(
            stack,
            "Consumer",
            function=function or function_in(stack, timeout=cdk.Duration.seconds(60)),
            **{
                "cluster": cluster_with(stack),
                "topic": "orders",
                "consumer_group": "totals",
                **arguments,
            },
        )

    return define


def alarms_in(stack: cdk.Stack) -> tuple[dict[str, dict], dict]:
    """The properties of the alarms by their ids, and those of the mapping."""
    resources = Template.from_stack(stack).to_json()["Resources"]
    alarms = {
        logical_id.removeprefix("Alarms")[:-8]: one["Properties"]
        for logical_id, one in resources.items()
        if one["Type"] == "AWS::CloudWatch::Alarm"
    }
    (mapping,) = (
        one["Properties"]
        for one in resources.values()
        if one["Type"] == "AWS::Lambda::EventSourceMapping"
    )
    return alarms, mapping


def dimensions(alarm: dict) -> dict:
    return {one["Name"]: one["Value"] for one in alarm["Dimensions"]}


def test_on_demand(stack, consumer_with):
    """What the function and the cluster publish anyway, and no metric that costs extra."""
    queue = FailureQueue(stack, "Failures").queue
    ConsumerAlarms(stack, "Alarms", consumer=consumer_with(on_failure=queue))
    alarms, mapping = alarms_in(stack)
    assert set(alarms) == {*ALWAYS, "RecordsLost", "Failures"}
    assert alarms["RecordAge"]["MetricName"] == "EstimatedMaxTimeLag"
    assert alarms["RecordAge"]["Threshold"] == 300
    assert dimensions(alarms["RecordAge"]) == {
        "Cluster Name": "demo",
        "Consumer Group": "totals",
        "Topic": "orders",
    }
    assert alarms["RecordsLost"]["MetricName"] == "DestinationDeliveryFailures"
    assert alarms["Failures"]["Namespace"] == "AWS/SQS"
    assert alarms["Failures"]["EvaluationPeriods"] == 1
    assert alarms["Duration"]["Threshold"] == 48_000
    assert alarms["Concurrency"]["Threshold"] == 800
    assert all(one["TreatMissingData"] == "notBreaching" for one in alarms.values())
    assert "AlarmActions" not in alarms["Errors"]
    assert "MetricsConfig" not in mapping


def test_provisioned(stack, consumer_with):
    """The mapping is asked for the metrics that alarms need, under its own id."""
    consumer = consumer_with(
        provisioned_pollers=ProvisionedPollers(),
        on_failure=KafkaFailures("orders.failed"),
        schema_registry=SchemaRegistry.glue(GLUE),
    )
    ConsumerAlarms(stack, "Alarms", consumer=consumer, thresholds={"OffsetLag": 10_000})
    alarms, mapping = alarms_in(stack)
    assert {one: alarms[one]["MetricName"] for one in set(alarms) - ALWAYS} == {
        "OffsetLag": "MaxOffsetLag",
        "RecordsLost": "DroppedEventCount",
        "Failures": "OnFailureDestinationDeliveredEventCount",
        "PollingErrors": "PollingErrorCount",
        "SchemaErrors": "SchemaRegistryErrorCount",
    }
    assert alarms["OffsetLag"]["Threshold"] == 10_000
    (reference,) = dimensions(alarms["PollingErrors"]).values()
    assert list(dimensions(alarms["PollingErrors"])) == ["EventSourceMappingUUID"]
    assert reference["Ref"].startswith("Consumer")
    assert mapping["MetricsConfig"] == {"Metrics": ["ErrorCount", "EventCount", "KafkaMetrics"]}


def test_metrics_that_no_alarm_needs_are_not_asked_for(stack, consumer_with):
    """They cost money."""
    consumer = consumer_with(provisioned_pollers=ProvisionedPollers())
    ConsumerAlarms(stack, "Alarms", consumer=consumer, exclude=["PollingErrors"])
    alarms, mapping = alarms_in(stack)
    assert set(alarms) == {*ALWAYS, "RecordsLost"}
    assert mapping["MetricsConfig"] == {"Metrics": ["EventCount"]}


def test_two_sets_of_alarms(stack, consumer_with):
    """Those that wake somebody and those that do not: what one needs stays published."""
    consumer = consumer_with(provisioned_pollers=ProvisionedPollers())
    ConsumerAlarms(stack, "Alarms", consumer=consumer, exclude=["RecordsLost"])
    ConsumerAlarms(stack, "Tickets", consumer=consumer, exclude=["PollingErrors"])
    _, mapping = alarms_in(stack)
    assert mapping["MetricsConfig"] == {"Metrics": ["ErrorCount", "EventCount"]}


def test_function_by_its_alias(stack, consumer_with, function_in):
    """The alias has no timeout and no concurrency of its own."""
    function = function_in(stack, reserved_concurrent_executions=10)
    ConsumerAlarms(stack, "Alarms", consumer=consumer_with(function.add_alias("live")))
    alarms, _ = alarms_in(stack)
    assert alarms["Concurrency"]["Threshold"] == 8
    assert alarms["Duration"]["Threshold"] == 2400


def test_offset_lag_on_demand(stack, consumer_with):
    """It is the function's own metric there."""
    ConsumerAlarms(stack, "Alarms", consumer=consumer_with(), thresholds={"OffsetLag": 5})
    alarms, _ = alarms_in(stack)
    assert alarms["OffsetLag"]["MetricName"] == "OffsetLag"
    assert list(dimensions(alarms["OffsetLag"])) == ["FunctionName"]


@pytest.mark.parametrize(("reserved", "threshold"), [(10, 8), (5, 4), (7, 6)])
def test_concurrency_that_is_reserved(stack, consumer_with, function_in, reserved, threshold):
    """Four fifths of it, rounded up."""
    function = function_in(stack, reserved_concurrent_executions=reserved)
    ConsumerAlarms(stack, "Alarms", consumer=consumer_with(function))
    alarms, _ = alarms_in(stack)
    assert alarms["Concurrency"]["Threshold"] == threshold
    assert alarms["Duration"]["Threshold"] == 2400  # of the 3 s that a function has by default


def test_few_calls_are_reserved_to_be_used(stack, consumer_with, function_in):
    """One call at a time that is always running is no alarm, unless somebody wants one."""
    function = function_in(stack, reserved_concurrent_executions=1)
    ConsumerAlarms(stack, "Alarms", consumer=consumer_with(function))
    alarms, _ = alarms_in(stack)
    assert "Concurrency" not in alarms


def test_alarms_are_told(stack, consumer_with):
    """When they fire and when they are over, to a topic CloudWatch may publish to."""
    topic = sns.Topic(stack, "Topic")
    ConsumerAlarms(stack, "Alarms", consumer=consumer_with(), alarm_topic=topic)
    alarms, _ = alarms_in(stack)
    for alarm in alarms.values():
        assert alarm["AlarmActions"] == alarm["OKActions"]
        assert alarm["AlarmActions"][0]["Ref"].startswith("Topic")
        assert "https://docs.aws.amazon.com/" in alarm["AlarmDescription"]
    Template.from_stack(stack).resource_count_is("AWS::SNS::TopicPolicy", 1)


@pytest.mark.parametrize(
    ("arguments", "alarm", "hint"),
    [
        ({"thresholds": {"RecordsAge": 1}}, "RecordsAge", "did you mean 'RecordAge'?"),
        ({"exclude": ["Everything"]}, "Everything", "one of RecordAge, "),
        ({"thresholds": {"PollingErrors": 2}}, "PollingErrors", "it needs provisioned_pollers"),
        ({"exclude": ["SchemaErrors"]}, "SchemaErrors", "it needs a schema_registry"),
        ({"exclude": ["RecordsLost"]}, "RecordsLost", "provisioned_pollers or on_failure"),
    ],
)
def test_alarms_that_cannot_be(stack, consumer_with, arguments, alarm, hint):
    """A name nobody knows, or a metric that would never be published."""
    with pytest.raises(ValueError, match="Stack/Alarms: ") as refused:
        ConsumerAlarms(stack, "Alarms", consumer=consumer_with(), **arguments)
    assert "must name alarms" in str(refused.value)
    assert f"got {alarm!r}; " in str(refused.value)
    assert hint in str(refused.value)


def test_a_group_msk_publishes_no_lag_for(stack, consumer_with):
    """A colon in its name is one Kafka allows and MSK's metrics do not."""
    ConsumerAlarms(stack, "Alarms", consumer=consumer_with(consumer_group="a:b"))
    assert "RecordAge" not in alarms_in(stack)[0]


def test_a_bucket_on_demand_is_not_counted(stack, consumer_with):
    """Nothing tells how many batches went there, so nothing is watched."""
    ConsumerAlarms(stack, "Alarms", consumer=consumer_with(on_failure=s3.Bucket(stack, "Bucket")))
    assert "Failures" not in alarms_in(stack)[0]


def test_an_imported_function(stack, consumer_with):
    """Its timeout is not known, so only a threshold of one's own makes that alarm."""
    role = cdk.aws_iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::123456789012:role/r")
    function = lambda_.Function.from_function_attributes(
        stack,
        "Function",
        function_arn="arn:aws:lambda:us-east-1:123456789012:function:f",
        role=role,
    )
    consumer = consumer_with(function)
    ConsumerAlarms(stack, "Alarms", consumer=consumer)
    ConsumerAlarms(stack, "Own", consumer=consumer, thresholds={"Duration": 100})
    alarms, _ = alarms_in(stack)
    assert "Duration" not in alarms
    assert alarms["OwnDuration"]["Threshold"] == 100


def test_a_complete_consumer_passes_the_checks(
    cluster_with, tmp_path_factory: pytest.TempPathFactory
):
    """With everything there is, cdk-nag and this library's own checks have nothing to say."""
    app = cdk.App(outdir=str(tmp_path_factory.mktemp("cdk.out")))
    stack = cdk.Stack(app, "Stack")
    code = tmp_path_factory.mktemp("code")
    (code / "index.py").write_text("def handler(event, context): ...\n")
    consumer = LambdaConsumer(
        stack,
        "Consumer",
        cluster=cluster_with(stack),
        topic="orders",
        function=PythonFunction(
            stack,
            "Function",
            code=code_with_kafka_records(code),
            handler="index.handler",
            description="Totals",
            timeout=cdk.Duration.seconds(30),
            reserved_concurrency=20,
        ).function,
        consumer_group="totals",
        provisioned_pollers=ProvisionedPollers(log_level=PollerLogLevel.WARN),
        report_batch_item_failures=True,
        on_failure=KafkaFailures("orders.failed"),
        schema_registry=SchemaRegistry.glue(
            glue.CfnRegistry(stack, "Registry", name="orders").attr_arn
        ),
    )
    topic = AlarmTopic(stack, "AlarmTopic").topic
    ConsumerAlarms(stack, "Alarms", consumer=consumer, alarm_topic=topic)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app), MskChecks(app))
    app.synth()


def test_age_beyond_the_window(stack, consumer_with):
    """Records that wait for a full batch, as long as they may, are no reason for an alarm."""
    consumer = consumer_with(max_batching_window=cdk.Duration.minutes(5))
    ConsumerAlarms(stack, "Alarms", consumer=consumer)

    assert alarms_in(stack)[0]["RecordAge"]["Threshold"] == 600
