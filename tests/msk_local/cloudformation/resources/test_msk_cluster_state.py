"""Updates that would change nothing are told from those that would."""

import copy

import pytest

from msk_local.cloudformation.resources.msk_cluster_state import is_so_already

LIVE = {
    "BrokerNodeGroupInfo": {
        "InstanceType": "kafka.m7g.large",
        "StorageInfo": {"EbsStorageInfo": {"VolumeSize": 100}},
        "ConnectivityInfo": {
            "PublicAccess": {"Type": "DISABLED"},
            "VpcConnectivity": {},
            "NetworkType": "IPV4",
        },
    },
    "ClientAuthentication": {
        "Sasl": {"Scram": {"Enabled": True}, "Iam": {"Enabled": True}},
        "Tls": {"CertificateAuthorityArnList": [], "Enabled": False},
        "Unauthenticated": {"Enabled": False},
    },
    "CurrentBrokerSoftwareInfo": {
        "KafkaVersion": "3.9.x.kraft",
        "ConfigurationArn": "configuration",
        "ConfigurationRevision": 2,
    },
    "EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "TLS", "InCluster": True}},
    "EnhancedMonitoring": "DEFAULT",
    "LoggingInfo": {"BrokerLogs": {}},
    "NumberOfBrokerNodes": 3,
    "OpenMonitoring": {
        "Prometheus": {
            "JmxExporter": {"EnabledInBroker": False},
            "NodeExporter": {"EnabledInBroker": False},
        }
    },
    "StorageMode": "LOCAL",
}
BOTH = {"Sasl": {"Scram": {"Enabled": True}, "Iam": {"Enabled": True}}}


@pytest.mark.parametrize(
    "arguments",
    [
        {"TargetInstanceType": "kafka.m7g.large"},
        {"TargetNumberOfBrokerNodes": 3},
        {"VolumeSizeGB": 100, "ProvisionedThroughput": {"Enabled": False}, "StorageMode": "LOCAL"},
        {"TargetKafkaVersion": "3.9.x.kraft"},
        {"ConfigurationInfo": {"Arn": "configuration", "Revision": 2}},
        {"ClientAuthentication": BOTH},
        {"EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "TLS"}}},
        {"ConnectivityInfo": {"PublicAccess": {"Type": "DISABLED"}}},
        {"EnhancedMonitoring": "DEFAULT", "LoggingInfo": {"BrokerLogs": {"S3": {"Enabled": False}}}},
    ],
)  # fmt: skip
def test_what_a_cluster_already_is_changes_nothing(arguments):
    """Left out and switched off are the same, and so is what no argument names."""
    assert is_so_already(arguments, LIVE)


@pytest.mark.parametrize(
    "arguments",
    [
        {"TargetNumberOfBrokerNodes": 6},
        {"VolumeSizeGB": 200, "ProvisionedThroughput": {"Enabled": False}},
        {"VolumeSizeGB": 100, "ProvisionedThroughput": {"Enabled": True, "VolumeThroughput": 250}},
        {"TargetKafkaVersion": "3.9.x.kraft", "ConfigurationInfo": {"Arn": "other", "Revision": 2}},
        {"ConfigurationInfo": {"Arn": "configuration", "Revision": 1}},
        {"ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}}},
        {"EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "TLS_PLAINTEXT"}}},
        {"ConnectivityInfo": {"NetworkType": "DUAL"}},
        {"EnhancedMonitoring": "PER_BROKER"},
        {"Rebalancing": {"Status": "ACTIVE"}},
        {"ZookeeperAccess": {"Enabled": False}},
    ],
)
def test_what_a_cluster_is_not_is_a_change(arguments):
    """Removing an authentication is one, and what MSK does not show may be one."""
    before = copy.deepcopy(LIVE)
    assert not is_so_already(arguments, LIVE)
    assert before == LIVE
