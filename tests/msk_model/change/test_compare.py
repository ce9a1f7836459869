"""Differences and what they cost, one case each."""

import base64
import copy
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_model.change import ChangeKind, compare, others, way
from msk_model.facts.replacement import all_replacements

CLUSTER = {
    "Type": "AWS::MSK::Cluster",
    "Properties": {
        "ClusterName": "orders",
        "KafkaVersion": "3.8.x",
        "NumberOfBrokerNodes": 6,
        "BrokerNodeGroupInfo": {
            "InstanceType": "kafka.m7g.large",
            "ClientSubnets": ["a", "b", "c"],
            "SecurityGroups": ["sg-1"],
            "StorageInfo": {"EBSStorageInfo": {"VolumeSize": 100}},
        },
        "EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "TLS", "InCluster": True}},
        "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}, "Scram": {"Enabled": True}}},
        "StorageMode": "TIERED",
        "ConfigurationInfo": {
            "Arn": {"Fn::GetAtt": ["Configuration", "Arn"]},
            "Revision": {"Fn::GetAtt": ["Configuration", "LatestRevision.Revision"]},
        },
    },
}
OLD = {
    "Resources": {
        "Cluster": CLUSTER,
        "Configuration": {
            "Type": "AWS::MSK::Configuration",
            "Properties": {"Name": "c", "ServerProperties": "log.retention.hours=24"},
        },
        "Topic": {
            "Type": "AWS::MSK::Topic",
            "Properties": {
                "ClusterArn": {"Fn::GetAtt": ["Cluster", "Arn"]},
                "TopicName": "t",
                "PartitionCount": 6,
                "ReplicationFactor": 3,
            },
        },
        "Users": {
            "Type": "AWS::MSK::BatchScramSecret",
            "Properties": {
                "ClusterArn": {"Fn::GetAtt": ["Cluster", "Arn"]},
                "SecretArnList": [{"Ref": "A"}, {"Ref": "B"}],
            },
        },
        "Plugin": {
            "Type": "AWS::KafkaConnect::CustomPlugin",
            "Properties": {"Name": "p", "ContentType": "ZIP"},
        },
        "Connector": {
            "Type": "AWS::KafkaConnect::Connector",
            "Properties": {
                "ConnectorName": "x",
                "Capacity": {"ProvisionedCapacity": {"McuCount": 1}},
            },
        },
    }
}
NODES = "BrokerNodeGroupInfo"


def changed(logical_id, path, value, old=OLD):
    """`old` with one property set, or taken away by None."""
    template = copy.deepcopy(old)
    tree = template["Resources"][logical_id]["Properties"]
    *branches, leaf = path.split("/")
    for branch in branches:
        tree = tree.setdefault(branch, {})
    tree[leaf] = value
    if value is None:
        del tree[leaf]
    return template


def kinds(old, new, **options):
    return {change.kind.value for change in compare(old, new, **options)}


@pytest.mark.parametrize(
    ("logical_id", "path", "value", "kind"),
    [
        ("Cluster", "Tags/team", "x", "free"),
        ("Cluster", "EnhancedMonitoring", "PER_BROKER", "one-at-a-time"),
        ("Cluster", f"{NODES}/StorageInfo/EBSStorageInfo/VolumeSize", 110, "one-at-a-time"),
        ("Cluster", f"{NODES}/StorageInfo/EBSStorageInfo/VolumeSize", 105, "forbidden"),
        ("Cluster", f"{NODES}/StorageInfo/EBSStorageInfo/VolumeSize", 90, "forbidden"),
        ("Cluster", f"{NODES}/StorageInfo/EBSStorageInfo/VolumeSize", {"Ref": "S"}, "cannot-be-told"),
        ("Cluster", "StorageMode", "LOCAL", "forbidden"),
        ("Cluster", f"{NODES}/InstanceType", "kafka.m7g.xlarge", "rolling-restart"),
        ("Cluster", f"{NODES}/InstanceType", "express.m7g.large", "forbidden"),
        ("Cluster", f"{NODES}/InstanceType", "kafka.t3.small", "forbidden"),
        ("Cluster", "NumberOfBrokerNodes", 9, "one-at-a-time"),
        ("Cluster", "NumberOfBrokerNodes", 3, "one-at-a-time"),
        ("Cluster", "NumberOfBrokerNodes", 7, "forbidden"),
        ("Cluster", "KafkaVersion", "3.9.x", "rolling-restart"),
        ("Cluster", "KafkaVersion", "3.7.x", "forbidden"),
        ("Cluster", "KafkaVersion", "4.1.x.kraft", "forbidden"),
        ("Cluster", "KafkaVersion", {"Ref": "Version"}, "cannot-be-told"),
        ("Cluster", "ClusterName", "other", "data-loss"),
        ("Cluster", f"{NODES}/SecurityGroups", ["sg-2"], "data-loss"),
        ("Cluster", f"{NODES}/SecurityGroups", [{"Ref": "Sg"}], "cannot-be-told"),
        ("Cluster", "EncryptionInfo/EncryptionInTransit/InCluster", "true", None),
        ("Cluster", "EncryptionInfo/EncryptionAtRest/DataVolumeKMSKeyId", "k", "data-loss"),
        ("Cluster", "ClientAuthentication/Sasl/Iam/Enabled", False, "shut-out"),
        ("Cluster", "Invented", 1, "cannot-be-told"),
        ("Configuration", "ServerProperties", "log.retention.hours=48", "rolling-restart"),
        ("Configuration", "Name", "d", "rolling-restart"),
        ("Topic", "PartitionCount", 12, "in-place"),
        ("Topic", "PartitionCount", 3, "forbidden"),
        ("Topic", "PartitionCount", {"Ref": "Count"}, "cannot-be-told"),
        ("Topic", "TopicName", "u", "data-loss"),
        ("Topic", "ReplicationFactor", 2, "forbidden"),
        ("Topic", "Configs", base64.b64encode(b'{"retention.ms": "1000000"}').decode(), "data-loss"),
        ("Topic", "Configs", {"Fn::Base64": '{"segment.ms": "1000000"}'}, "in-place"),
        ("Topic", "Configs", {"Ref": "Configs"}, "cannot-be-told"),
        ("Users", "SecretArnList", [{"Ref": "A"}], "shut-out"),
        ("Plugin", "ContentType", "JAR", "replacement"),
        ("Plugin", "Tags", {"a": "b"}, "in-place"),
        ("Connector", "Capacity/ProvisionedCapacity/McuCount", 2, "in-place"),
        ("Connector", "KafkaConnectVersion", "3.7.x", "replacement"),
    ],
)  # fmt: skip
def test_property_changes(logical_id, path, value, kind):
    """Each property has its price, with a reason and a source."""
    found = compare(OLD, changed(logical_id, path, value))
    assert {change.kind.value for change in found} - {"forbidden", "free"} <= {kind}
    assert kind is None or kind in {change.kind.value for change in found}
    assert all(change.reason and change.source.startswith("https://") for change in found)


def test_same_template_has_no_changes():
    """Nothing differs from itself, nor from numbers written as text."""
    assert compare(OLD, copy.deepcopy(OLD)) == ()
    assert compare(OLD, changed("Cluster", "NumberOfBrokerNodes", "6")) == ()


def test_secrets_left_out_are_named():
    """The reason says that users can no longer log in."""
    (change,) = compare(OLD, changed("Users", "SecretArnList", [{"Ref": "A"}]))
    assert "the users of B are disassociated" in change.reason


def test_removed_resources_lose_their_records_unless_retained():
    """DeletionPolicy decides what is left of a cluster."""
    without = {"Resources": {}}
    only = {"Resources": {"Cluster": CLUSTER}}
    kept = {"Resources": {"Cluster": {**CLUSTER, "DeletionPolicy": "Retain"}}}
    assert kinds(only, without) == {"data-loss"}
    assert kinds(kept, without) == {"free"}


def test_other_logical_id_is_another_resource():
    """A renamed cluster is created and deleted; retained, its name is taken."""
    old = {"Resources": {"Cluster": CLUSTER}}
    new = {"Resources": {"Cluster2": CLUSTER}}
    (change,) = compare(old, new)
    assert change.kind is ChangeKind.DATA_LOSS
    assert "the logical id was Cluster" in change.reason
    kept = {"Resources": {"Cluster": {**CLUSTER, "DeletionPolicy": "Retain"}}}
    assert kinds(kept, new) == {"forbidden"}


def test_replaced_resources_may_be_kept():
    """A retained cluster keeps its records, but the new one is empty all the same."""
    old = {"Resources": {"Cluster": {**CLUSTER, "UpdateReplacePolicy": "Retain"}}}
    assert kinds(old, changed("Cluster", "ClusterName", "other", old)) == {"replacement"}


def test_other_security_group_of_the_template_replaces():
    """References to two resources of the templates are never the same resource."""
    group = {"Type": "AWS::EC2::SecurityGroup"}
    old = {"Resources": {"Cluster": CLUSTER, "A": group, "B": group}}
    old = changed("Cluster", f"{NODES}/SecurityGroups", [{"Ref": "A"}], old)
    new = changed("Cluster", f"{NODES}/SecurityGroups", [{"Ref": "B"}], old)
    assert kinds(old, new) == {"data-loss"}


@pytest.mark.parametrize(
    ("subnets", "kind"),
    [
        ([{"Fn::ImportValue": "a"}, {"Fn::ImportValue": "b"}], "data-loss"),
        (["a", {"Fn::Select": [0, {"Ref": "List"}]}], "data-loss"),
        ([{"Ref": "A"}, {"Ref": "B"}, {"Ref": "C"}], "cannot-be-told"),
        ([{"Ref": "A"}, {"Ref": "B"}, {"Ref": "AWS::NoValue"}, "c"], "cannot-be-told"),
        ([{"Ref": "A"}, {"Fn::If": ["Two", "b", "c"]}], "cannot-be-told"),
        ({"Fn::Split": [",", {"Ref": "List"}]}, "cannot-be-told"),
    ],
)
def test_another_number_of_subnets_replaces_whichever_they_are(subnets, kind):
    """Two zones are not three, even where the subnets come from another stack."""
    path = "BrokerNodeGroupInfo/ClientSubnets"
    old = changed("Cluster", path, [{"Fn::ImportValue": name} for name in "abc"])
    assert kinds(old, changed("Cluster", path, subnets)) == {kind}


def test_unapplied_revision_is_named():
    """A cluster with a fixed revision does not take a new one."""
    old = changed("Cluster", "ConfigurationInfo/Revision", 1)
    new = changed("Configuration", "ServerProperties", "log.retention.hours=48", old)
    (change,) = compare(old, new)
    assert change.kind is ChangeKind.FREE
    assert "no cluster here applies" in change.reason


def test_end_of_support_is_told():
    """A version past its day is upgraded by MSK, whatever the template says."""
    old = changed("Cluster", "KafkaVersion", "3.6.0")
    (change,) = compare(old, old, on=date(2026, 11, 1))
    assert "support ended on 2026-06-01" in change.reason
    assert compare(old, old, on=date(2026, 5, 1)) == ()


def test_type_stays():
    """CloudFormation does not turn one type into another."""
    new = {"Resources": {"Cluster": {**CLUSTER, "Type": "AWS::MSK::ServerlessCluster"}}}
    assert kinds({"Resources": {"Cluster": CLUSTER}}, new) == {"forbidden"}


def test_others_are_counted_not_judged():
    """A bucket is none of MSK's business."""
    new = {"Resources": {**OLD["Resources"], "Bucket": {"Type": "AWS::S3::Bucket"}}}
    assert compare(OLD, new) == ()
    assert others(OLD, new) == ("Bucket",)


NAMES = st.sampled_from(
    ["Properties", "Ref", "Fn::If", "Fn::GetAtt", "Type", "Condition", "Name", "ClusterName"]
    + [name for facts in all_replacements() for one in facts.create_only for name in one.split("/")]
    + ["KafkaVersion", "NumberOfBrokerNodes", "StorageInfo", "Tags", "ConfigurationInfo", "Configs"]
    + ["Rules", "Principal", "PublicAccess", "VpcConnectivity", "Policy", "Statement", "Effect"]
    + ["PolicyDocument", "Roles", "Allow", "Action", "Resource", "kafka-cluster:ReadData", "*"]
    + ["ServiceToken", "DependsOn", "A", "B", "C", "ServerProperties", "PartitionCount"]
)
BESIDE = (
    "Custom::MskAcls",
    "Custom::MskClientQuota",
    "Custom::MskConnectivity",
    "Custom::MskTopic",
    "AWS::IAM::Policy",
    "AWS::IAM::Role",
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | NAMES
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
RESOURCES = st.fixed_dictionaries(
    {"Type": st.sampled_from([*(facts.name for facts in all_replacements()), *BESIDE]) | JSON},
    optional={"Properties": JSON, "DeletionPolicy": JSON, "Condition": JSON, "DependsOn": JSON},
)
TEMPLATES = st.fixed_dictionaries(
    {},
    optional={
        "Resources": st.dictionaries(st.sampled_from("ABC"), RESOURCES | JSON, max_size=3) | JSON,
        "Parameters": JSON,
        "Conditions": JSON,
        "Outputs": JSON,
    },
)


@settings(deadline=None, max_examples=300)
@given(old=TEMPLATES, new=TEMPLATES)
def test_any_two_trees_can_be_compared(old, new):
    """Whatever a template holds, every difference gets a kind and a reason, and none raises."""
    found = compare(old, new, on=date(2026, 11, 1))
    assert all(isinstance(change.kind, ChangeKind) and change.reason for change in found)
    assert isinstance(others(old, new), tuple)
    way(old, new)
