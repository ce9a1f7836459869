import pytest

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.schemas import schema

REGION = "us-east-1"
CLUSTER = {
    "ClusterName": "name",
    "KafkaVersion": "3.9.x",
    "NumberOfBrokerNodes": 3,
    "BrokerNodeGroupInfo": {"InstanceType": "kafka.m7g.large", "ClientSubnets": ["a", "b", "c"]},
}


def test_a_type_that_does_not_exist_has_no_schema():
    """Nobody knows AWS::MSK::Klaster."""
    assert schema("AWS::MSK::Klaster", REGION) is None


def test_numbers_and_booleans_written_as_text_become_what_they_are():
    """Parameters arrive as text; the schema says what they mean."""
    properties = {
        **CLUSTER,
        "NumberOfBrokerNodes": "3",
        "ZookeeperAccess": {"Enabled": "true"},
        "Tags": {"a": "b"},
    }
    normal = schema("AWS::MSK::Cluster", REGION).normalise("Cluster", properties)
    assert normal["NumberOfBrokerNodes"] == 3
    assert normal["ZookeeperAccess"] == {"Enabled": True}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"Nope": 1}, r"#: extraneous key \[Nope\] is not permitted"),
        ({"StorageMode": "FLOPPY"}, "#/StorageMode: FLOPPY is not a valid enum value"),
        ({"NumberOfBrokerNodes": "many"}, "#/NumberOfBrokerNodes: expected type: integer"),
        ({"NumberOfBrokerNodes": 0}, "#/NumberOfBrokerNodes: 0 is not between 1"),
        ({"ConfigurationInfo": {"Arn": "a"}}, r"#/ConfigurationInfo: required key \[Revision\]"),
        ({"ConfigurationInfo": "a"}, "#/ConfigurationInfo: expected type: object"),
        ({"Rebalancing": {"Status": "ACTIVE", "Speed": 9}}, r"#/Rebalancing: extraneous key \[Speed\]"),
    ],
)  # fmt: skip
def test_what_the_schema_does_not_allow_is_refused(change, problem):
    """Unknown, missing and wrong properties are reported with where they are."""
    with pytest.raises(ResourceError, match=problem):
        schema("AWS::MSK::Cluster", REGION).normalise("Cluster", {**CLUSTER, **change})


def test_every_problem_is_reported_at_once():
    """The reason lists all that is wrong."""
    with pytest.raises(ResourceError) as refused:
        schema("AWS::MSK::Cluster", REGION).normalise("Cluster", {"Nope": 1})
    assert str(refused.value).count("required key") == 4
    assert "extraneous key [Nope]" in str(refused.value)


@pytest.mark.parametrize(
    ("change", "replaced"),
    [
        ({"NumberOfBrokerNodes": 6}, []),
        ({"ClusterName": "other"}, ["ClusterName"]),
        (
            {"BrokerNodeGroupInfo": {**CLUSTER["BrokerNodeGroupInfo"], "SecurityGroups": ["sg"]}},
            ["BrokerNodeGroupInfo.SecurityGroups"],
        ),
        ({"BrokerNodeGroupInfo": {**CLUSTER["BrokerNodeGroupInfo"], "InstanceType": "x"}}, []),
    ],
)
def test_create_only_properties_replace(change, replaced):
    """Only a difference in a create-only property, however deep, takes a new resource."""
    found = schema("AWS::MSK::Cluster", REGION).replaced_by(CLUSTER, {**CLUSTER, **change})
    assert found == replaced


def test_create_only_properties_are_found_inside_lists():
    """A star in the path stands for every item."""
    known = schema("AWS::MSK::Replicator", REGION)
    old = {"ReplicationInfoList": [{"TargetCompressionType": "NONE"}]}
    new = {"ReplicationInfoList": [{"TargetCompressionType": "GZIP"}]}
    assert known.replaced_by(old, new) == ["ReplicationInfoList.*.TargetCompressionType"]
    assert known.replaced_by(old, old) == []


@pytest.mark.parametrize("custom", ["Custom::Thing", "AWS::CloudFormation::CustomResource"])
def test_custom_resources_take_any_property(custom):
    """A custom resource needs a service token and may have anything besides."""
    known = schema(custom, REGION)
    assert known.normalise("C", {"ServiceToken": "arn", "Any": [1]}) == {
        "ServiceToken": "arn",
        "Any": [1],
    }
    with pytest.raises(ResourceError, match=r"required key \[ServiceToken\]"):
        known.normalise("C", {})
