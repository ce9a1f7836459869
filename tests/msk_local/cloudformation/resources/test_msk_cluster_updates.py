import botocore.session
import pytest

from msk_local.cloudformation.provisioner import UnsupportedUpdateError
from msk_local.cloudformation.resources.msk_cluster_updates import changed_attribute, fitted

NODES = {
    "InstanceType": "kafka.m7g.large",
    "ClientSubnets": ["a"],
    "StorageInfo": {"EBSStorageInfo": {"VolumeSize": 100}},
}
CLUSTER = {
    "KafkaVersion": "3.8.x",
    "NumberOfBrokerNodes": 3,
    "BrokerNodeGroupInfo": NODES,
    "ConfigurationInfo": {"Arn": "c", "Revision": 1},
}


def _nodes(**change):
    return {"BrokerNodeGroupInfo": {**NODES, **change}}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, None),
        ({"Tags": {"a": "b"}}, None),
        ({"NumberOfBrokerNodes": 6}, ("update_broker_count", {"TargetNumberOfBrokerNodes": 6})),
        (_nodes(InstanceType="kafka.m7g.xlarge"), ("update_broker_type", {"TargetInstanceType": "kafka.m7g.xlarge"})),
        (
            _nodes(StorageInfo={"EBSStorageInfo": {"VolumeSize": 200}}),
            ("update_storage", {"VolumeSizeGB": 200, "ProvisionedThroughput": {"Enabled": False}}),
        ),
        ({"KafkaVersion": "3.9.x"}, ("update_cluster_kafka_version", {"TargetKafkaVersion": "3.9.x"})),
        (
            {"ConfigurationInfo": {"Arn": "c", "Revision": 2}},
            ("update_cluster_configuration", {"ConfigurationInfo": {"Arn": "c", "Revision": 2}}),
        ),
        (
            {"KafkaVersion": "3.9.x", "ConfigurationInfo": {"Arn": "d", "Revision": 1}},
            (
                "update_cluster_kafka_version",
                {"TargetKafkaVersion": "3.9.x", "ConfigurationInfo": {"Arn": "d", "Revision": 1}},
            ),
        ),
        (
            {"ClientAuthentication": {"Sasl": {"Scram": {"Enabled": True}}}},
            ("update_security", {"ClientAuthentication": {"Sasl": {"Scram": {"Enabled": True}}}}),
        ),
        (
            _nodes(ConnectivityInfo={"PublicAccess": {"Type": "DISABLED"}}),
            ("update_connectivity", {"ConnectivityInfo": {"PublicAccess": {"Type": "DISABLED"}}}),
        ),
        (
            {"Rebalancing": {"Status": "ACTIVE"}},
            ("update_rebalancing", {"Rebalancing": {"Status": "ACTIVE"}}),
        ),
    ],
)  # fmt: skip
def test_each_attribute_has_its_operation(change, expected):
    """One changed attribute leads to one call with what it needs."""
    assert changed_attribute(CLUSTER, {**CLUSTER, **change}) == expected


def test_monitoring_and_logging_are_one_operation():
    """Levels, exporters and logs change together; broker logs are always stated."""
    change = {"EnhancedMonitoring": "PER_BROKER", "LoggingInfo": {"AuthorizerLogs": {}}}
    operation, arguments = changed_attribute(CLUSTER, {**CLUSTER, **change})
    assert operation == "update_monitoring"
    assert arguments["EnhancedMonitoring"] == "PER_BROKER"
    assert arguments["LoggingInfo"] == {"BrokerLogs": {}, "AuthorizerLogs": {}}


def test_two_attributes_at_once_are_refused():
    """MSK takes one attribute per request, and CloudFormation says so."""
    with pytest.raises(UnsupportedUpdateError, match="multiple attributes"):
        changed_attribute(
            CLUSTER, {**CLUSTER, "NumberOfBrokerNodes": 6, "Rebalancing": {"Status": "ACTIVE"}}
        )


def test_members_are_spelled_as_the_api_spells_them():
    """CloudFormation writes EBSStorageInfo, the API EbsStorageInfo."""
    model = botocore.session.get_session().get_service_model("kafka")
    shape = model.operation_model("CreateClusterV2").input_shape.members["Provisioned"]
    fit = fitted(shape, CLUSTER)
    assert fit["BrokerNodeGroupInfo"]["StorageInfo"] == {"EbsStorageInfo": {"VolumeSize": 100}}
