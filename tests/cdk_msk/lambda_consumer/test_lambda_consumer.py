"""Event source mappings that work on the first deployment."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from aws_cdk.assertions import Template
from aws_cdk.aws_iam import Role

from cdk_msk.lambda_consumer import (
    KafkaFailures,
    LambdaConsumer,
    PollerLogLevel,
    ProvisionedPollers,
)
from cdk_msk.python_function import PythonFunction
from cdk_msk.scram import ScramUser
from cdk_msk.topic import Topic

MAPPING = "AWS::Lambda::EventSourceMapping"


@pytest.fixture(scope="module")
def iam(cluster_with, function_in) -> dict:
    """A consumer of a topic of the app, with a failure queue."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = cluster_with(stack)
    LambdaConsumer(
        stack,
        "Consumer",
        cluster=cluster,
        topic=Topic(
            stack,
            "Topic",
            cluster=cluster,
            topic_name="orders",
            partition_count=3,
            replication_factor=3,
        ),
        function=function_in(stack),
        consumer_group="totals",
        on_failure=sqs.Queue(stack, "Queue"),
    )
    return Template.from_stack(stack).to_json()


@pytest.fixture(scope="module")
def scram(cluster_with, function_in) -> dict:
    """A consumer that signs in with a password, and uses everything pollers can do."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = cluster_with(stack, iam=True, scram=True)
    LambdaConsumer(
        stack,
        "Consumer",
        cluster=cluster,
        topic="orders",
        function=function_in(stack),
        consumer_group="totals",
        scram_user=ScramUser(stack, "User", cluster=cluster, username="reader"),
        provisioned_pollers=ProvisionedPollers(
            minimum=2, maximum=20, group="orders", log_level=PollerLogLevel.WARN
        ),
        on_failure=KafkaFailures("orders.failed"),
        enabled=False,
        retry_attempts=0,
        max_record_age=cdk.Duration.hours(1),
        bisect_batch_on_error=True,
        report_batch_item_failures=True,
        max_batching_window=cdk.Duration.seconds(0),
        filters=[{"value": {"total": [{"numeric": [">", 100]}]}}],
    )
    return Template.from_stack(stack).to_json()


def _statements(template: dict, of_type) -> list[dict]:
    policies = of_type(template, "AWS::IAM::Policy")
    return [s for p in policies for s in p["Properties"]["PolicyDocument"]["Statement"]]


def _actions(template: dict, of_type) -> set[str]:
    found: set[str] = set()
    for statement in _statements(template, of_type):
        action = statement["Action"]
        found |= {action} if isinstance(action, str) else set(action)
    return found


def test_mapping_with_iam(iam: dict, of_type):
    """The mapping names the topic, the group and where to begin; no secret is needed."""
    (mapping,) = of_type(iam, MAPPING)
    properties = mapping["Properties"]

    assert properties["Topics"] == ["orders"]
    assert properties["AmazonManagedKafkaEventSourceConfig"] == {"ConsumerGroupId": "totals"}
    assert properties["StartingPosition"] == "TRIM_HORIZON"
    assert properties["BatchSize"] == 100
    assert "SourceAccessConfigurations" not in properties
    assert "MaximumRetryAttempts" not in properties
    assert "Queue" in properties["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0]


def test_mapping_waits(iam: dict, of_type):
    """Nothing is polled before topic, permissions and network rules exist."""
    (mapping,) = of_type(iam, MAPPING)
    types = {iam["Resources"][name]["Type"] for name in mapping["DependsOn"]}

    assert types == {
        "AWS::IAM::Policy",
        "AWS::MSK::Topic",
        "AWS::EC2::SecurityGroupIngress",
        "AWS::EC2::SecurityGroupEgress",
    }


def test_grants_with_iam(iam: dict, of_type):
    """The function's role may read this one topic in this one group."""
    resources = {
        str(statement["Resource"])
        for statement in _statements(iam, of_type)
        if "kafka-cluster:" in str(statement["Action"])
    }
    start = "arn:aws:kafka:us-east-1:123456789012"

    assert resources == {
        f"{start}:cluster/demo/0a1b2c3d-2",
        f"{start}:topic/demo/0a1b2c3d-2/orders",
        f"{start}:group/demo/0a1b2c3d-2/totals",
    }
    assert {"sqs:SendMessage", "ec2:CreateNetworkInterface", "kafka:GetBootstrapBrokers"} <= (
        _actions(iam, of_type)
    )
    assert "kafka:ListScramSecrets" not in _actions(iam, of_type)


def test_mapping_with_scram(scram: dict, of_type):
    """The mapping signs in with the user's secret, and everything asked for is passed on."""
    (mapping,) = of_type(scram, MAPPING)
    properties = mapping["Properties"]

    (access,) = properties["SourceAccessConfigurations"]
    assert access["Type"] == "SASL_SCRAM_512_AUTH"
    assert access["URI"]["Ref"].startswith("UserSecret")
    assert properties["ProvisionedPollerConfig"] == {
        "MinimumPollers": 2,
        "MaximumPollers": 20,
        "PollerGroupName": "orders",
    }
    assert properties["LoggingConfig"] == {"SystemLogLevel": "WARN"}
    assert properties["DestinationConfig"] == {
        "OnFailure": {"Destination": "kafka://orders.failed"}
    }
    assert properties["Enabled"] is False
    assert properties["MaximumRetryAttempts"] == 0
    assert properties["MaximumRecordAgeInSeconds"] == 3600
    assert properties["MaximumBatchingWindowInSeconds"] == 0
    assert properties["BisectBatchOnFunctionError"] is True
    assert properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    (pattern,) = properties["FilterCriteria"]["Filters"]
    assert pattern == {"Pattern": '{"value": {"total": [{"numeric": [">", 100]}]}}'}


def test_grants_with_scram(scram: dict, of_type):
    """The role may read the secret and decrypt it, and gets no IAM access to the cluster."""
    actions = _actions(scram, of_type)

    assert {"secretsmanager:GetSecretValue", "kms:Decrypt", "kafka:ListScramSecrets"} <= actions
    assert not any(action.startswith("kafka-cluster:") for action in actions)


def test_failures_in_a_topic_of_the_app(cluster_with, function_in, of_type):
    """The mapping waits for both topics; the role may read the one and write the other."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = cluster_with(stack)
    orders, failed = (
        Topic(
            stack,
            name,
            cluster=cluster,
            topic_name=name,
            partition_count=1,
            replication_factor=3,
        )
        for name in ("orders", "failed")
    )
    consumer = LambdaConsumer(
        stack,
        "Consumer",
        cluster=cluster,
        topic=orders,
        function=function_in(stack),
        consumer_group="totals",
        provisioned_pollers=ProvisionedPollers(),
        on_failure=KafkaFailures(failed),
    )
    template = Template.from_stack(stack).to_json()
    (mapping,) = of_type(template, MAPPING)
    awaited = [template["Resources"][name]["Type"] for name in mapping["DependsOn"]]
    assert awaited.count("AWS::MSK::Topic") == 2
    assert mapping["Properties"]["DestinationConfig"] == {
        "OnFailure": {"Destination": "kafka://failed"}
    }
    allowed = {
        (action, str(statement["Resource"]).rpartition("/")[2])
        for statement in _statements(template, of_type)
        for action in statement["Action"]
        if action in {"kafka-cluster:ReadData", "kafka-cluster:WriteData"}
    }
    assert allowed == {("kafka-cluster:ReadData", "orders"), ("kafka-cluster:WriteData", "failed")}
    assert consumer.topic_name == "orders"


def test_what_acls_have_to_allow(cluster_with, function_in):
    """A user or a certificate reads the topic in its group, and writes the topic of failures."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = cluster_with(stack, scram=True)
    user = ScramUser(stack, "User", cluster=cluster, username="reader")
    consumer = LambdaConsumer(
        stack,
        "Consumer",
        cluster=cluster,
        topic="orders",
        function=function_in(stack),
        consumer_group="totals",
        scram_user=user,
        provisioned_pollers=ProvisionedPollers(),
        on_failure=KafkaFailures("failed"),
    )
    allowed = {
        (one.operation, one.resource_name)
        for rule in consumer.acl_rules
        for one in rule.bindings("User:reader")
    }
    assert {("READ", "orders"), ("READ", "totals"), ("WRITE", "failed")} <= allowed
    assert ("WRITE", "orders") not in allowed


def test_misfits(cluster_with, function_in):
    """Everything that does not go together is named at once, by argument."""
    stack = cdk.Stack(cdk.App(), "Stack")
    function = lambda_.Function.from_function_arn(
        stack, "Function", "arn:aws:lambda:us-east-1:123456789012:function:f"
    )
    elsewhere = Topic(
        stack,
        "Topic",
        cluster=cluster_with(stack, "Other"),
        topic_name="orders",
        partition_count=1,
        replication_factor=3,
    )
    with pytest.raises(ValueError, match="Stack/Consumer") as refused:
        LambdaConsumer(
            stack,
            "Consumer",
            cluster=cluster_with(stack, scram=True),
            topic=elsewhere,
            function=function,
            consumer_group="g",
            batch_size=0,
        )

    assert [line.split(" must ")[0] for line in str(refused.value).splitlines()] == [
        "Stack/Consumer: batch_size",
        "Stack/Consumer: scram_user",
        "Stack/Consumer: topic",
        "Stack/Consumer: function",
    ]


@pytest.mark.parametrize("qualified", [False, True])
def test_function_that_may_run_too_long(qualified, cluster_with, function_in):
    """A function with Lambda's longest timeout is refused, which Lambda does only when deploying."""
    stack = cdk.Stack(cdk.App(), "Stack")
    function = function_in(stack, timeout=cdk.Duration.minutes(15))
    with pytest.raises(ValueError, match="function must have a timeout of at most 14 minutes"):
        LambdaConsumer(
            stack,
            "Consumer",
            cluster=cluster_with(stack),
            topic="orders",
            function=function.add_alias("live") if qualified else function,
            consumer_group="g",
        )


@pytest.mark.parametrize(
    ("account", "region", "elsewhere"),
    [
        ("111111111111", "us-east-1", "account of the stack, 111111111111"),
        ("123456789012", "eu-west-1", "Region of the stack, eu-west-1"),
    ],
)
def test_consumers_stand_beside_their_cluster(
    account, region, elsewhere, cluster_with, function_in
):
    """Lambda takes the ARN of no cluster of another account or Region."""
    environment = cdk.Environment(account=account, region=region)
    stack = cdk.Stack(cdk.App(), "Stack", env=environment)
    with pytest.raises(ValueError, match=f"Stack/Consumer: cluster must be in the {elsewhere}"):
        LambdaConsumer(
            stack,
            "Consumer",
            cluster=cluster_with(stack),
            topic="orders",
            function=function_in(stack),
            consumer_group="g",
        )


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ("us-east-1:111111111111", "account of the stack, 123456789012, got 'Stack/Function' in 1"),
        ("eu-west-1:123456789012", "Region of the stack, us-east-1, got 'Stack/Function' in eu"),
    ],
)
def test_functions_stand_beside_their_consumer(place, fault, cluster_with):
    """A mapping is made where its function is, and its policy where the role is."""
    environment = cdk.Environment(account="123456789012", region="us-east-1")
    stack = cdk.Stack(cdk.App(), "Stack", env=environment)
    function = lambda_.Function.from_function_attributes(
        stack,
        "Function",
        function_arn=f"arn:aws:lambda:{place}:function:f",
        role=Role.from_role_name(stack, "Role", "f"),
    )
    with pytest.raises(ValueError, match=f"function must be in the {fault}"):
        LambdaConsumer(
            stack,
            "Consumer",
            cluster=cluster_with(stack),
            topic="orders",
            function=function,
            consumer_group="g",
        )


def test_construct_around_a_function(cluster_with):
    """A PythonFunction holds the function that is meant."""
    stack = cdk.Stack(cdk.App(), "Stack")
    around = PythonFunction(
        stack,
        "Function",
        code=lambda_.Code.from_inline("def handler(event, context): ..."),
        handler="index.handler",
        description="Adds up orders",
        timeout=cdk.Duration.seconds(3),
    )
    with pytest.raises(ValueError, match="got a PythonFunction; give its function"):
        LambdaConsumer(
            stack,
            "Consumer",
            cluster=cluster_with(stack),
            topic="orders",
            function=around,
            consumer_group="g",
        )


def test_scram_user_without_scram(cluster_with, function_in):
    """A user of one cluster is no use on another that knows no passwords."""
    stack = cdk.Stack(cdk.App(), "Stack")
    user = ScramUser(stack, "User", cluster=cluster_with(stack, "Other", scram=True), username="u")
    with pytest.raises(ValueError, match="scram_user must be left out, got 'u'"):
        LambdaConsumer(
            stack,
            "Consumer",
            cluster=cluster_with(stack),
            topic="orders",
            function=function_in(stack),
            consumer_group="g",
            scram_user=user,
        )


def test_another_topic_is_another_mapping(cluster_with, function_in):
    """CloudFormation would go on with the old topic and say that it has changed."""
    ids = set()
    for topic in ("orders", "orders-2", "orders.2"):
        stack = cdk.Stack(cdk.App(), "Stack")
        consumer = LambdaConsumer(
            stack,
            "Consumer",
            cluster=cluster_with(stack),
            topic=topic,
            function=function_in(stack),
            consumer_group="g",
        )
        ids.add(stack.resolve(consumer.event_source_mapping.logical_id))
    assert len(ids) == 3


def test_topic_named_at_deploy_time(cluster_with, function_in, of_type):
    """A topic may be a parameter of the stack: no id and no check depends on its name."""
    stack = cdk.Stack(cdk.App(), "Stack")
    LambdaConsumer(
        stack,
        "Consumer",
        cluster=cluster_with(stack),
        topic=cdk.CfnParameter(stack, "TopicName").value_as_string,
        function=function_in(stack),
        consumer_group=cdk.CfnParameter(stack, "Group").value_as_string,
        provisioned_pollers=ProvisionedPollers(),
        on_failure=KafkaFailures(cdk.CfnParameter(stack, "Failed").value_as_string),
    )
    (mapping,) = of_type(Template.from_stack(stack).to_json(), MAPPING)

    assert mapping["Properties"]["Topics"] == [{"Ref": "TopicName"}]
    destination = mapping["Properties"]["DestinationConfig"]["OnFailure"]["Destination"]
    assert destination == {"Fn::Join": ["", ["kafka://", {"Ref": "Failed"}]]}
