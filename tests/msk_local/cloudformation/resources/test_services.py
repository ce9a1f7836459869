"""Every type that needs no other service's data: created, changed in place, deleted."""

import json

import pytest

TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}  # fmt: skip


def _policy(resource, action="s3:GetObject"):
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return {"Version": "2012-10-17", "Statement": [statement]}


def _resource_policy(resource, action, text):
    policy = _policy(resource, action)
    policy["Statement"][0] |= {"Principal": {"AWS": "*"}, "Sid": text}
    return policy


def _case(kind, before, after, *helpers):
    """One resource named Tested with its properties before and after, and what it needs."""
    return pytest.param(kind, before, after, dict(helpers), id=kind.removeprefix("AWS::"))


ROLE = ("Role", {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}})
KEY = ("Key", {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": _policy("*", "kms:*")}})
KEY_2 = ("Key2", KEY[1])
BUCKET = ("Bucket", {"Type": "AWS::S3::Bucket"})
QUEUE = ("Queue", {"Type": "AWS::SQS::Queue"})
TOPIC = ("Topic", {"Type": "AWS::SNS::Topic"})
SECRET = ("Secret", {"Type": "AWS::SecretsManager::Secret"})
GROUP = ("Group", {"Type": "AWS::Logs::LogGroup"})
ALARM = {"ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1, "MetricName": "m", "Namespace": "n", "Period": 60, "Statistic": "Sum"}  # fmt: skip
CODE = {"ZipFile": "def handler(event, context):\n    return event\n"}
FUNCTION = {"Code": CODE, "Handler": "index.handler", "Runtime": "python3.13", "Role": {"Fn::GetAtt": ["Role", "Arn"]}}  # fmt: skip
FN = ("Function", {"Type": "AWS::Lambda::Function", "Properties": FUNCTION})
CALLED = ("Called", {"Type": "AWS::Lambda::Permission", "Properties": {"FunctionName": {"Ref": "Function"}, "Action": "lambda:InvokeFunction", "Principal": "secretsmanager.amazonaws.com"}})  # fmt: skip
ROTATED = ("Secret", {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "old"}, "DependsOn": "Called"})  # fmt: skip
ROTATION = {"SecretId": {"Ref": "Secret"}, "RotationLambdaARN": {"Fn::GetAtt": ["Function", "Arn"]}, "RotateImmediatelyOnUpdate": False}  # fmt: skip
VERSION = ("Version", {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": "Function"}}})  # fmt: skip
TARGET = {"ServiceNamespace": "kafka", "ResourceId": "arn:aws:kafka:us-east-1:123456789012:cluster/a/b-1", "ScalableDimension": "kafka:broker-storage:VolumeSize", "MinCapacity": 1, "MaxCapacity": 10, "RoleARN": {"Fn::GetAtt": ["Role", "Arn"]}}  # fmt: skip
TRACKING = {"PredefinedMetricSpecification": {"PredefinedMetricType": "KafkaBrokerStorageUtilization"}, "DisableScaleIn": True}  # fmt: skip
TABLE = {"AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}], "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"}  # fmt: skip
TAGS = [{"Key": "a", "Value": "b"}]

CASES = [
    _case("AWS::KMS::Key", {"KeyPolicy": _policy("*", "kms:*"), "Tags": TAGS}, {"KeyPolicy": _policy("*", "kms:Get*"), "EnableKeyRotation": True}),
    _case("AWS::KMS::Alias", {"AliasName": "alias/a", "TargetKeyId": {"Ref": "Key"}}, {"AliasName": "alias/a", "TargetKeyId": {"Ref": "Key2"}}, KEY, KEY_2),
    _case("AWS::S3::Bucket", {"VersioningConfiguration": {"Status": "Enabled"}, "PublicAccessBlockConfiguration": {"BlockPublicAcls": True}}, {"BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]}, "LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "ExpirationInDays": 3}]}, "Tags": TAGS}),
    _case("AWS::S3::BucketPolicy", {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": _resource_policy("*", "s3:Get*", "a")}, {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": _resource_policy("*", "s3:Put*", "b")}, BUCKET),
    _case("AWS::ECR::Repository", {"RepositoryName": "images"}, {"RepositoryName": "images", "ImageTagMutability": "IMMUTABLE"}),
    _case("AWS::IAM::Role", {"AssumeRolePolicyDocument": TRUST, "Policies": [{"PolicyName": "p", "PolicyDocument": _policy("*")}], "ManagedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}, {"AssumeRolePolicyDocument": TRUST, "Description": "d", "Policies": [{"PolicyName": "q", "PolicyDocument": _policy("*")}], "Tags": TAGS}),
    _case("AWS::IAM::Policy", {"PolicyName": "p", "PolicyDocument": _policy("*"), "Roles": [{"Ref": "Role"}]}, {"PolicyName": "q", "PolicyDocument": _policy("arn:aws:s3:::x"), "Roles": [{"Ref": "Role"}]}, ROLE),
    _case("AWS::IAM::ManagedPolicy", {"PolicyDocument": _policy("*"), "Roles": [{"Ref": "Role"}]}, {"PolicyDocument": _policy("arn:aws:s3:::x")}, ROLE),
    _case("AWS::SSM::Parameter", {"Type": "String", "Value": "a", "Name": "/p"}, {"Type": "String", "Value": "b", "Name": "/p"}),
    _case("AWS::Logs::LogGroup", {"RetentionInDays": 7, "Tags": TAGS}, {}),
    _case("AWS::Logs::MetricFilter", {"LogGroupName": {"Ref": "Group"}, "FilterPattern": "a", "MetricTransformations": [{"MetricName": "m", "MetricNamespace": "n", "MetricValue": "1"}]}, {"LogGroupName": {"Ref": "Group"}, "FilterPattern": "b", "MetricTransformations": [{"MetricName": "m", "MetricNamespace": "n", "MetricValue": "1"}]}, GROUP),
    _case("AWS::Logs::QueryDefinition", {"Name": "Kafka/errors", "QueryString": "limit 1", "LogGroupNames": [{"Ref": "Group"}]}, {"Name": "Kafka/errors", "QueryString": "limit 2"}, GROUP),
    _case("AWS::Logs::ResourcePolicy", {"PolicyName": "p", "PolicyDocument": "{}"}, {"PolicyName": "p", "PolicyDocument": '{"a":1}'}),
    _case("AWS::CloudWatch::Alarm", {**ALARM, "Threshold": 1}, {**ALARM, "Threshold": 2}),
    _case("AWS::CloudWatch::CompositeAlarm", {"AlarmRule": "TRUE"}, {"AlarmRule": "FALSE"}),
    _case("AWS::CloudWatch::Dashboard", {"DashboardBody": '{"widgets":[]}'}, {"DashboardBody": '{"widgets": []}'}),
    _case("AWS::SNS::Topic", {"DisplayName": "a", "Tags": TAGS}, {"DisplayName": "b"}),
    _case("AWS::SNS::TopicPolicy", {"Topics": [{"Ref": "Topic"}], "PolicyDocument": _resource_policy("*", "sns:Publish", "a")}, {"Topics": [{"Ref": "Topic"}], "PolicyDocument": _resource_policy("*", "sns:Publish", "b")}, TOPIC),
    _case("AWS::SNS::Subscription", {"TopicArn": {"Ref": "Topic"}, "Protocol": "sqs", "Endpoint": {"Fn::GetAtt": ["Queue", "Arn"]}}, {"TopicArn": {"Ref": "Topic"}, "Protocol": "sqs", "Endpoint": {"Fn::GetAtt": ["Queue", "Arn"]}, "FilterPolicy": {"a": ["b"]}}, TOPIC, QUEUE),
    _case("AWS::SQS::Queue", {"DelaySeconds": 1, "Tags": TAGS}, {"DelaySeconds": 2, "SqsManagedSseEnabled": True}),
    _case("AWS::SQS::QueuePolicy", {"Queues": [{"Ref": "Queue"}], "PolicyDocument": _resource_policy("*", "sqs:SendMessage", "a")}, {"Queues": [{"Ref": "Queue"}], "PolicyDocument": _resource_policy("*", "sqs:SendMessage", "b")}, QUEUE),
    _case("AWS::SecretsManager::Secret", {"GenerateSecretString": {"SecretStringTemplate": '{"username":"u"}', "GenerateStringKey": "password"}}, {"GenerateSecretString": {"SecretStringTemplate": '{"username":"u"}', "GenerateStringKey": "password"}, "Description": "d", "Tags": TAGS}),
    _case("AWS::SecretsManager::ResourcePolicy", {"SecretId": {"Ref": "Secret"}, "ResourcePolicy": _resource_policy("*", "secretsmanager:GetSecretValue", "a")}, {"SecretId": {"Ref": "Secret"}, "ResourcePolicy": _resource_policy("*", "secretsmanager:GetSecretValue", "b")}, SECRET),
    _case("AWS::SecretsManager::RotationSchedule", {**ROTATION, "RotationRules": {"ScheduleExpression": "rate(30 days)"}}, {**ROTATION, "RotationRules": {"AutomaticallyAfterDays": 7}}, ROLE, FN, CALLED, ROTATED),
    _case("AWS::ApplicationAutoScaling::ScalableTarget", TARGET, {**TARGET, "MaxCapacity": 20}, ROLE),
    _case("AWS::ApplicationAutoScaling::ScalingPolicy", {"PolicyName": "p", "PolicyType": "TargetTrackingScaling", "ScalingTargetId": {"Ref": "Target"}, "TargetTrackingScalingPolicyConfiguration": {**TRACKING, "TargetValue": 50}}, {"PolicyName": "p", "PolicyType": "TargetTrackingScaling", "ScalingTargetId": {"Ref": "Target"}, "TargetTrackingScalingPolicyConfiguration": {**TRACKING, "TargetValue": 60}}, ROLE, ("Target", {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": TARGET})),
    _case("AWS::DynamoDB::Table", TABLE, {**TABLE, "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}, "TimeToLiveSpecification": {"AttributeName": "t", "Enabled": True}}),
    _case("AWS::KinesisFirehose::DeliveryStream", {"ExtendedS3DestinationConfiguration": {"BucketARN": {"Fn::GetAtt": ["Bucket", "Arn"]}, "RoleARN": {"Fn::GetAtt": ["Role", "Arn"]}}, "Tags": TAGS}, {"ExtendedS3DestinationConfiguration": {"BucketARN": {"Fn::GetAtt": ["Bucket", "Arn"]}, "RoleARN": {"Fn::GetAtt": ["Role", "Arn"]}}}, BUCKET, ROLE),
    _case("AWS::Glue::Database", {"CatalogId": "123456789012", "DatabaseInput": {"Name": "db"}}, {"CatalogId": "123456789012", "DatabaseInput": {"Name": "db", "Description": "d"}}),
    _case("AWS::Glue::Table", {"CatalogId": "123456789012", "DatabaseName": {"Ref": "Db"}, "TableInput": {"Name": "t"}}, {"CatalogId": "123456789012", "DatabaseName": {"Ref": "Db"}, "TableInput": {"Name": "t", "Description": "d"}}, ("Db", {"Type": "AWS::Glue::Database", "Properties": {"CatalogId": "123456789012", "DatabaseInput": {"Name": "for-table"}}})),
    _case("AWS::Lambda::Function", {**FUNCTION, "Timeout": 3, "Environment": {"Variables": {"A": "1"}}}, {**FUNCTION, "Timeout": 9, "Code": {"ZipFile": "# changed"}, "Tags": TAGS}, ROLE),
    _case("AWS::Lambda::Alias", {"FunctionName": {"Ref": "Function"}, "Name": "live", "FunctionVersion": {"Fn::GetAtt": ["Version", "Version"]}}, {"FunctionName": {"Ref": "Function"}, "Name": "live", "FunctionVersion": "$LATEST"}, ROLE, FN, VERSION),
    _case("AWS::Lambda::EventInvokeConfig", {"FunctionName": {"Ref": "Function"}, "Qualifier": "$LATEST", "MaximumRetryAttempts": 1}, {"FunctionName": {"Ref": "Function"}, "Qualifier": "$LATEST", "MaximumRetryAttempts": 2}, ROLE, FN),
    _case("AWS::Lambda::EventSourceMapping", {"FunctionName": {"Ref": "Function"}, "EventSourceArn": {"Fn::GetAtt": ["Queue", "Arn"]}, "BatchSize": 5}, {"FunctionName": {"Ref": "Function"}, "EventSourceArn": {"Fn::GetAtt": ["Queue", "Arn"]}, "BatchSize": 6}, ROLE, FN, QUEUE),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "before", "after", "helpers"), CASES)
def test_a_type_lives(stacks, kind, before, after, helpers):
    """Created, changed in place under the same id, restored by a rollback, deleted."""
    name = stacks.create({**helpers, "Tested": {"Type": kind, "Properties": before}})
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    identity = stacks.physical_ids(name)
    status = stacks.update(name, {**helpers, "Tested": {"Type": kind, "Properties": after}})
    assert status == "UPDATE_COMPLETE", stacks.reasons(name)
    assert stacks.physical_ids(name) == identity
    bad = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "no name"}, "DependsOn": "Tested"}
    status = stacks.update(
        name, {**helpers, "Tested": {"Type": kind, "Properties": before}, "Bad": bad}
    )
    assert status == "UPDATE_ROLLBACK_COMPLETE", stacks.reasons(name)
    stack_id = stacks.describe(name)["StackId"]
    assert stacks.delete(name) == "DELETE_COMPLETE", stacks.reasons(stack_id)


def test_a_permission_is_replaced_by_any_change(stacks):
    """A statement of a function's policy cannot be changed, only made anew."""

    def template(principal):
        properties = {
            "FunctionName": {"Ref": "Function"},
            "Action": "lambda:InvokeFunction",
            "Principal": principal,
        }
        permission = {"Type": "AWS::Lambda::Permission", "Properties": properties}
        return {**dict([ROLE, FN]), "Permission": permission}

    name = stacks.create(template("sns.amazonaws.com"))
    old = stacks.physical_ids(name)["Permission"]
    stacks.update(name, template("s3.amazonaws.com"))
    function = stacks.physical_ids(name)["Function"]
    policy = stacks.endpoint.client("lambda").get_policy(FunctionName=function)["Policy"]
    (statement,) = json.loads(policy)["Statement"]
    assert statement["Principal"] == {"Service": "s3.amazonaws.com"}
    assert statement["Sid"] != old
    assert stacks.delete(name) == "DELETE_COMPLETE"


def test_a_log_stream_lives_in_its_group(stacks):
    """It is made with its group, and goes with the stack."""
    properties = {"LogGroupName": {"Ref": "Group"}, "LogStreamName": "delivery"}
    stream = {"Type": "AWS::Logs::LogStream", "Properties": properties}
    name = stacks.create({**dict([GROUP]), "Stream": stream})
    ids = stacks.physical_ids(name)
    found = stacks.endpoint.client("logs").describe_log_streams(logGroupName=ids["Group"])
    assert [one["logStreamName"] for one in found["logStreams"]] == [ids["Stream"]] == ["delivery"]
    assert stacks.delete(name) == "DELETE_COMPLETE"


def test_a_generated_secret_keeps_its_value_when_only_its_description_changes(stacks):
    """A new password is generated only when the template says so."""

    def template(description):
        properties = {
            "Description": description,
            "GenerateSecretString": {"SecretStringTemplate": '{"username": "u"}', "GenerateStringKey": "password"},
        }  # fmt: skip
        return {"Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": properties}}

    name = stacks.create(template("a"))
    arn = stacks.physical_ids(name)["Secret"]
    client = stacks.endpoint.client("secretsmanager")
    value = client.get_secret_value(SecretId=arn)["SecretString"]
    assert json.loads(value)["username"] == "u"
    assert len(json.loads(value)["password"]) == 32
    stacks.update(name, template("b"))
    assert client.get_secret_value(SecretId=arn)["SecretString"] == value


def test_a_dynamic_reference_is_looked_up_for_the_service_only(stacks):
    """The service gets the secret's value; a template that keeps the reference has no change."""
    client = stacks.endpoint.client("secretsmanager")
    client.create_secret(Name="dynamic", SecretString='{"password": "hush"}')
    text = "{{resolve:secretsmanager:dynamic:SecretString:password}}"
    properties = {"Type": "String", "Value": text, "Name": "/dynamic"}
    name = stacks.create({"Parameter": {"Type": "AWS::SSM::Parameter", "Properties": properties}})
    stored = stacks.endpoint.client("ssm").get_parameter(Name="/dynamic")["Parameter"]["Value"]
    assert stored == "hush"
    stacks.delete(name)


@pytest.mark.parametrize(("immediately", "value"), [({}, "new"), ({"RotateImmediatelyOnUpdate": False}, "old")])  # fmt: skip
def test_a_rotation_schedule_rotates_at_once_unless_told_not_to(stacks, immediately, value):
    """As on AWS, where it otherwise waits for the schedule."""
    code = """
import boto3
def handler(event, context):
    if event["Step"] == "finishSecret":
        secrets = boto3.client("secretsmanager")
        secrets.put_secret_value(SecretId=event["SecretId"], SecretString="new")
"""
    function = {**FUNCTION, "Code": {"ZipFile": code}, "Timeout": 60}
    schedule = {key: ROTATION[key] for key in ("SecretId", "RotationLambdaARN")} | immediately
    resources = {
        **dict([ROLE, CALLED, ROTATED]),
        "Function": {"Type": "AWS::Lambda::Function", "Properties": function},
        "Schedule": {"Type": "AWS::SecretsManager::RotationSchedule", "Properties": schedule},
    }
    name = stacks.create(resources)
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    arn = stacks.physical_ids(name)["Secret"]
    client = stacks.endpoint.client("secretsmanager")
    assert client.get_secret_value(SecretId=arn)["SecretString"] == value
    assert stacks.delete(name) == "DELETE_COMPLETE"
