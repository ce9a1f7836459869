"""A workspace of Amazon Managed Service for Prometheus."""

import aws_cdk as cdk
import pytest
import yaml
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns

from cdk_msk import PrometheusWorkspace, ServerlessCluster
from msk_model.prometheus import LagObjective

WORKSPACE = "AWS::APS::Workspace"


def rendered(value):
    """A text of a template, with ``<>`` for what is known at deployment only."""
    if isinstance(value, str):
        return value
    return "".join(one if isinstance(one, str) else "<>" for one in value["Fn::Join"][1])


@pytest.fixture(scope="module")
def default(monitored, resources):
    """A workspace with nothing stated, the rules of a cluster and one who asks and writes."""
    stack = cdk.Stack(cdk.App(), "Stack")
    workspace = PrometheusWorkspace(stack, "Workspace")
    workspace.add_rules(monitored(stack), lag=LagObjective(seconds=300))
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("grafana.amazonaws.com"))
    workspace.grant_query(role)
    workspace.grant_remote_write(role)
    return resources(stack)


def test_data_and_log_are_encrypted_and_kept(default, only):
    """With a key that rotates; workspace, key and log stay when the stack goes."""
    workspace = only(default, WORKSPACE)
    key_id = workspace["Properties"]["KmsKeyArn"]["Fn::GetAtt"][0]
    log_id = workspace["Properties"]["LoggingConfiguration"]["LogGroupArn"]["Fn::GetAtt"][0]
    log = default[log_id]
    assert default[key_id]["Properties"]["EnableKeyRotation"] is True
    assert log["Properties"]["KmsKeyId"] == {"Fn::GetAtt": [key_id, "Arn"]}
    assert log["Properties"]["LogGroupName"].startswith("/aws/vendedlogs/prometheus/")
    assert {one["DeletionPolicy"] for one in (workspace, default[key_id], log)} == {
        "RetainExceptOnCreate"
    }


def test_nothing_else_is_stated(default, only):
    """AWS's own retention, and nobody is told of alerts."""
    assert set(only(default, WORKSPACE)["Properties"]) == {
        "Alias",
        "KmsKeyArn",
        "LoggingConfiguration",
    }


def test_rules_of_the_cluster_are_worked_out_there(default, only):
    """Recording rules and alerts, with the objective of lag."""
    namespace = only(default, "AWS::APS::RuleGroupsNamespace")["Properties"]
    groups = yaml.safe_load(namespace["Data"])["groups"]
    names = {rule.get("alert") for group in groups for rule in group["rules"]}
    assert {group["name"] for group in groups} >= {"msk demo health", "msk demo alarms"}
    assert {"KafkaCpuUsage", "KafkaEstimatedMaxTimeLag", "KafkaBrokersMissing"} <= names
    assert default[namespace["Workspace"]["Fn::GetAtt"][0]]["Type"] == WORKSPACE
    assert len(namespace["Name"]) <= 64


def test_grants_are_of_this_workspace(default, only):
    """Reading and writing, each with its own actions, and nothing on other workspaces."""
    (policy,) = (
        one["Properties"]["PolicyDocument"]["Statement"]
        for one in default.values()
        if one["Type"] == "AWS::IAM::Policy" and "RoleDefaultPolicy" in str(one)
    )
    actions = {action for one in policy for action in cdk_list(one["Action"])}
    assert actions == {
        "aps:GetLabels",
        "aps:GetMetricMetadata",
        "aps:GetSeries",
        "aps:QueryMetrics",
        "aps:RemoteWrite",
    }
    assert all("Fn::GetAtt" in one["Resource"] for one in policy)


def cdk_list(value):
    """One action or several, as a list."""
    return value if isinstance(value, list) else [value]


def test_alerts_go_to_a_topic(resources, only):
    """The topic and its key let the service in, for workspaces of this account."""
    stack = cdk.Stack(cdk.App(), "Stack")
    key = kms.Key(stack, "Key")
    topic = sns.Topic(stack, "Topic", master_key=key)
    PrometheusWorkspace(stack, "Workspace", alert_topic=topic, encryption_key=key, alias="metrics")
    found = resources(stack)
    workspace = only(found, WORKSPACE)["Properties"]
    definition = yaml.safe_load(rendered(workspace["AlertManagerDefinition"]))
    configuration = yaml.safe_load(definition["alertmanager_config"])
    (receiver,) = configuration["receivers"]
    assert configuration["route"]["receiver"] == receiver["name"]
    assert receiver["sns_configs"][0]["topic_arn"] == "<>"
    (statement,) = only(found, "AWS::SNS::TopicPolicy")["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "aps.amazonaws.com"}
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    }
    assert "aps.amazonaws.com" in str(only(found, "AWS::KMS::Key")["Properties"]["KeyPolicy"])
    assert workspace["Alias"] == "metrics"


def test_a_key_that_cannot_be_extended_leaves_the_log_to_aws(resources, only):
    """CloudWatch Logs encrypts with a key of its own then."""
    stack = cdk.Stack(cdk.App(), "Stack")
    arn = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d"
    key = kms.Key.from_key_arn(stack, "Key", arn)
    PrometheusWorkspace(stack, "Workspace", encryption_key=key)
    found = resources(stack)
    assert only(found, WORKSPACE)["Properties"]["KmsKeyArn"] == arn
    assert "KmsKeyId" not in only(found, "AWS::Logs::LogGroup")["Properties"]


def test_retention_is_in_days(resources, only):
    """It is what the workspace keeps."""
    stack = cdk.Stack(cdk.App(), "Stack")
    PrometheusWorkspace(stack, "Workspace", retention=cdk.Duration.days(400))
    configuration = only(resources(stack), WORKSPACE)["Properties"]["WorkspaceConfiguration"]
    assert configuration == {"RetentionPeriodInDays": 400}


@pytest.mark.parametrize(
    ("retention", "days"),
    [(cdk.Duration.days(2000), "2000"), (cdk.Duration.hours(36), "1.5")],
)
def test_a_retention_that_aws_refuses_is_refused(retention, days):
    """At most three years, in whole days."""
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match=f"Stack/Workspace: retention must be 1 to 1095 .*{days}"):
        PrometheusWorkspace(stack, "Workspace", retention=retention)


def test_a_serverless_cluster_has_no_rules():
    """Nobody scrapes it: its alerts would be silent for ever."""
    stack = cdk.Stack()
    cluster = ServerlessCluster.from_cluster_attributes(
        stack, "Cluster", cluster_arn="arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b-s1"
    )
    with pytest.raises(ValueError, match="cluster must be provisioned, got a serverless one"):
        PrometheusWorkspace(stack, "Workspace").add_rules(cluster)
