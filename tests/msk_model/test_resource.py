"""The shape of one resource."""

import base64

import pytest

from msk_model import UNKNOWN, ClusterShape, ClusterType, TopicShape
from msk_model.resource import from_resource

FULL = {
    "ClusterName": "orders",
    "KafkaVersion": "3.9.x",
    "NumberOfBrokerNodes": "3",
    "StorageMode": "TIERED",
    "EnhancedMonitoring": "PER_BROKER",
    "BrokerNodeGroupInfo": {
        "InstanceType": "kafka.m7g.2xlarge",
        "ClientSubnets": [{"Ref": "A"}, "subnet-b", {"Fn::Select": [0, "x"]}],
        "StorageInfo": {
            "EBSStorageInfo": {
                "VolumeSize": 100,
                "ProvisionedThroughput": {"Enabled": True, "VolumeThroughput": 300},
            }
        },
        "ConnectivityInfo": {
            "NetworkType": "IPV4",
            "PublicAccess": {"Type": "SERVICE_PROVIDED_EIPS"},
            "VpcConnectivity": {"ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}}},
        },
    },
    "EncryptionInfo": {
        "EncryptionAtRest": {"DataVolumeKMSKeyId": {"Fn::GetAtt": ["Key", "Arn"]}},
        "EncryptionInTransit": {"ClientBroker": "TLS", "InCluster": True},
    },
    "ClientAuthentication": {
        "Sasl": {"Iam": {"Enabled": True}, "Scram": {"Enabled": False}},
        "Tls": {"CertificateAuthorityArnList": ["arn"]},
    },
    "OpenMonitoring": {"Prometheus": {"JmxExporter": {"EnabledInBroker": True}}},
    "LoggingInfo": {"BrokerLogs": {"S3": {"Enabled": True, "Bucket": "b"}}},
    "Rebalancing": {"Status": "ACTIVE"},
    "ZookeeperAccess": {"Enabled": False},
}


def shape_of(properties, kind="AWS::MSK::Cluster"):
    return from_resource({"Type": kind, "Properties": properties})


def test_every_property_is_read():
    """A cluster stated in full is known in full."""
    assert shape_of(FULL) == ClusterShape(
        cluster_type=ClusterType.PROVISIONED,
        cluster_name="orders",
        kafka_version="3.9.x",
        broker_size="kafka.m7g.2xlarge",
        broker_count=3,
        zone_count=3,
        volume_size_gib=100,
        volume_throughput_mibps=300,
        storage_mode="TIERED",
        client_broker_encryption="TLS",
        in_cluster_encryption=True,
        customer_managed_key=True,
        iam=True,
        scram=False,
        tls=True,
        unauthenticated=False,
        public_access=True,
        vpc_connectivity=frozenset({"iam"}),
        network_type="IPV4",
        zookeeper_access=False,
        monitoring_level="PER_BROKER",
        open_monitoring=True,
        broker_log_destinations=frozenset({"s3"}),
        rebalancing="ACTIVE",
        server_properties=None,
    )


def test_absent_properties_are_msks_defaults():
    """Nothing stated means nothing switched on, and clients let in unauthenticated."""
    shape = shape_of({})
    assert (shape.iam, shape.scram, shape.tls, shape.unauthenticated) == (False, False, False, True)
    assert shape.public_access is False
    assert shape.vpc_connectivity == frozenset()
    assert shape.broker_log_destinations == frozenset()
    assert shape.volume_size_gib is None
    assert shape.server_properties is None
    assert shape.cluster_name is UNKNOWN


@pytest.mark.parametrize("name", sorted(FULL))
def test_intrinsics_are_unknown(name):
    """Where an intrinsic decides a property, every field that hangs on it is unknown."""
    hidden = shape_of({**FULL, name: {"Fn::If": ["C", FULL[name], {"Ref": "AWS::NoValue"}]}})
    stated = shape_of(FULL)
    changed = [f for f in vars(stated) if getattr(stated, f) != getattr(hidden, f)]
    assert changed
    assert all(getattr(hidden, field) is UNKNOWN for field in changed)


def test_conditional_subnets_are_not_counted():
    """A subnet that may not be there leaves the number of zones open."""
    subnets = ["a", "b", {"Fn::If": ["Three", "c", {"Ref": "AWS::NoValue"}]}]
    assert shape_of({"BrokerNodeGroupInfo": {"ClientSubnets": subnets}}).zone_count is UNKNOWN


def test_serverless_cluster():
    """A serverless cluster has IAM or nothing."""
    shape = shape_of(
        {"ClusterName": "s", "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}}},
        "AWS::MSK::ServerlessCluster",
    )
    assert shape.cluster_type is ClusterType.SERVERLESS
    assert (shape.cluster_name, shape.iam, shape.scram) == ("s", True, False)


@pytest.mark.parametrize(
    ("configs", "expected"),
    [
        (
            base64.b64encode(b'{"a": "b", "c": 1, "d": true}').decode(),
            {"a": "b", "c": "1", "d": "true"},
        ),
        ({"Fn::Base64": '{"a": "b"}'}, {"a": "b"}),
        ({"Fn::Base64": {"Ref": "P"}}, UNKNOWN),
        ({"Ref": "P"}, UNKNOWN),
        ("not base64!", UNKNOWN),
        (base64.b64encode(b"a=b").decode(), UNKNOWN),
        (base64.b64encode(b"[]").decode(), UNKNOWN),
        (base64.b64encode(b"\xff").decode(), UNKNOWN),
        (None, {}),
    ],
)
def test_topic_configs(configs, expected):
    """Settings are JSON in Base64, whoever encodes them; anything else is unknown."""
    properties = {"TopicName": "t", "PartitionCount": 3, "ReplicationFactor": 3, "Configs": configs}
    assert shape_of(properties, "AWS::MSK::Topic") == TopicShape(
        topic_name="t", partition_count=3, replication_factor=3, configs=expected
    )


def test_other_resources_have_no_shape():
    """Buckets, and things without a type or properties, are passed over."""
    assert from_resource({"Type": "AWS::S3::Bucket"}) is None
    assert from_resource({}) is None
