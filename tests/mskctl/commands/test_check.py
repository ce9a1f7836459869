"""``mskctl check`` on what other tools and hands write."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from mskctl.cli import app

CONDITIONAL = """
AWSTemplateFormatVersion: 2010-09-09
Conditions:
  Production: !Equals [!Ref Stage, production]
  Large: !And [!Condition Production, !Equals [!Ref Size, large]]
Resources:
  Cluster:
    Type: AWS::MSK::Cluster
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      ClusterName: !Join [-, [!Ref AWS::StackName, orders]]
      KafkaVersion: !FindInMap [Versions, !Ref Stage, Kafka]
      NumberOfBrokerNodes: !If [Large, 6, !If [Production, 3, 2]]
      BrokerNodeGroupInfo: !If
        - Production
        - InstanceType: kafka.m7g.large
          ClientSubnets: !Split [",", !ImportValue Subnets]
          SecurityGroups: [!If [Large, !Ref A, !Ref AWS::NoValue]]
        - !If [Large, {InstanceType: !Ref Size}, !Ref AWS::NoValue]
      EncryptionInfo: !If [Production, {EncryptionInTransit: {ClientBroker: TLS}}, !Ref AWS::NoValue]
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Condition: Production
    Properties:
      PolicyDocument:
        Statement:
          - !If
            - Large
            - {Effect: Allow, Action: !Sub "kafka-cluster:${Verb}", Resource: !GetAtt Cluster.Arn}
            - !If [Production, {Effect: Allow, Action: kafka-cluster:*, Resource: "*"}, !Ref AWS::NoValue]
"""
SAM = """
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Timeout: 30}}
Resources:
  Consumer:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Policies:
        - AWSLambdaMSKExecutionRole
        - SQSPollerPolicy: {QueueName: !GetAtt Queue.QueueName}
        - Statement: [{Effect: Allow, Action: [kafka-cluster:*], Resource: '*'}]
      Events:
        Orders: {Type: MSK, Properties: {Stream: !Ref ClusterArn, Topics: [orders]}}
"""


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def write(tmp_path):
    def _write(text, name="template.yaml"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return _write


def rules_in(path, *options):
    result = run("check", path, "--json", *options)
    assert result.exit_code in {0, 1}, result.output
    return {one["rule"] for one in json.loads(result.output)["findings"]}


def test_conditions_are_unknown_or_judged_in_both_branches(write):
    """Values that depend are no findings; the wide statement in a nested branch is one."""
    assert rules_in(write(CONDITIONAL)) >= {
        "iam-actions-are-chosen",
        "iam-resources-are-of-one-cluster",
    }
    assert not {"brokers-are-spread-evenly", "broker-size-exists"} & rules_in(write(CONDITIONAL))


def test_sam_templates_are_read(write):
    """The statements of a serverless function count as any other's."""
    assert rules_in(write(SAM)) == {"iam-actions-are-chosen", "iam-resources-are-of-one-cluster"}


def test_templates_without_clusters_have_no_findings(write):
    """A bucket is nothing to be said about."""
    path = write(json.dumps({"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}))
    result = run("check", path)
    assert (result.exit_code, result.output) == (
        0,
        "1 template, 0 clusters, 0 topics, 0 errors, 0 warnings\n",
    )


def test_large_templates_are_checked_whole(write):
    """Every one of 500 resources is judged."""
    topic = {
        "Type": "AWS::MSK::Topic",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {"TopicName": "a b", "PartitionCount": 1, "ReplicationFactor": 3},
    }
    path = write(json.dumps({"Resources": {f"T{n}": topic for n in range(500)}}), "large.json")
    report = json.loads(run("check", path, "--json").output)
    assert (report["topics"], report["errors"]) == (500, 500)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("broken.json", '{"Resources": '),
        ("deep.json", '{"Resources":' * 5000),
        ("deep.yaml", "[" * 3000),
        ("keys.yaml", "Resources: {? [a] : b, ? {c: d} : e}"),
        ("date.yaml", "Resources: {A: !!timestamp x}"),
        ("tag.yaml", "Resources: !!python/object:os.system {}"),
        ("empty.yaml", ""),
        ("bytes.json", "\x00"),
    ],
)
def test_broken_templates_are_one_line(write, name, text):
    """What cannot be read is told in a line and ends with 2; there is no traceback."""
    result = run("check", write(text, name))
    assert type(result.exception).__name__ in {"UnreadableTemplate", "SystemExit", "NoneType"}
    if result.exception is not None:
        assert "\n" not in str(result.exception)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(cut=st.integers(0, len(CONDITIONAL)), noise=st.text(max_size=3))
def test_damaged_templates_never_end_in_a_traceback(tmp_path, cut, noise):
    """A file that lost its end, or gained a few letters, is read or refused."""
    path = tmp_path / "damaged.yaml"
    path.write_text(CONDITIONAL[:cut] + noise + CONDITIONAL[cut + 5 :], encoding="utf-8")
    result = run("check", path)
    assert type(result.exception).__name__ in {"UnreadableTemplate", "SystemExit", "NoneType"}


def test_sarif_goes_to_a_file_or_to_stdout(write, tmp_path):
    """With a file the findings are printed as ever; with - there is nothing but SARIF."""
    path = write(CONDITIONAL)
    target = tmp_path / "findings.sarif"
    assert run("check", path, "--sarif", target).output.endswith("warnings\n")
    printed = run("check", path, "--sarif", "-").output
    assert json.loads(target.read_text()) == json.loads(printed)


def test_sarif_that_cannot_be_written_is_one_line(write, tmp_path):
    """A folder that is not there is named."""
    result = run("check", write(SAM), "--sarif", tmp_path / "no" / "findings.sarif")
    assert type(result.exception).__name__ == "UnwritableFile"
    assert "file must be writable" in str(result.exception)


def test_regions_are_judged_when_named(write):
    """--region brings the rules about what a region lacks."""
    path = write('{"Resources": {"C": {"Type": "AWS::MSK::ServerlessCluster"}}}')
    assert "serverless-is-in-region" in rules_in(path, "--region", "us-west-1")
    assert "serverless-is-in-region" not in rules_in(path)


def test_alarms_know_clusters_of_the_templates_beside(tmp_path):
    """An alarm in a stack of its own is judged by the cluster that its dimension names."""
    nodes = {"InstanceType": "express.m7g.large"}
    properties = {"ClusterName": "orders", "BrokerNodeGroupInfo": nodes}
    cluster = {"Type": "AWS::MSK::Cluster", "Properties": properties}
    names = [{"Name": "Cluster Name", "Value": "orders"}, {"Name": "Broker ID", "Value": "1"}]
    alarm = {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {"Namespace": "AWS/Kafka", "MetricName": "SwapUsed", "Dimensions": names},
    }
    for name, resource in {"cluster": cluster, "alarms": alarm}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps({"Resources": {name: resource}}))
    assert "alarm-metric-is-published" in rules_in(tmp_path)
    assert "alarm-metric-is-published" not in rules_in(tmp_path / "alarms.json")
