"""The names this library promises."""

import subprocess
import sys
from pathlib import Path

import pytest

import cdk_msk

PUBLIC = [
    "Acl",
    "AclRule",
    "AlarmTopic",
    "BrokerLogging",
    "BrokerSize",
    "BrokerType",
    "ClientAuthentication",
    "ClientBrokerEncryption",
    "ClientCertificate",
    "ClientQuota",
    "ClientVpc",
    "Cluster",
    "ClusterAlarms",
    "ClusterDashboard",
    "ClusterExports",
    "ClusterPolicy",
    "ClusterType",
    "Compression",
    "ConfigRange",
    "Configuration",
    "ConnectWorker",
    "ConnectorAlarms",
    "ConnectorMetrics",
    "ConsumerAlarms",
    "ConsumerLag",
    "CredentialAlarms",
    "DeadLetters",
    "DeclaredTopic",
    "Evaluation",
    "EventRecordFormat",
    "FailureQueue",
    "KafkaClient",
    "KafkaFailures",
    "KafkaVersion",
    "LagObjective",
    "LambdaConsumer",
    "LogAlarms",
    "LogQueries",
    "MaintenanceWindow",
    "ManagedCollector",
    "MonitoringLevel",
    "MskChecks",
    "NamingRule",
    "NetworkType",
    "ObjectDate",
    "OpenMonitoring",
    "OpsItems",
    "PollerLogLevel",
    "PrivateAuthority",
    "PrometheusWorkspace",
    "ProvisionedCluster",
    "ProvisionedPollers",
    "PythonFunction",
    "Rebalancing",
    "RecordFormat",
    "RenewalPermission",
    "ReplicatorAlarms",
    "ReplicatorMetrics",
    "S3Sink",
    "SchemaRegistry",
    "ScramRotation",
    "ScramUser",
    "ServerlessCluster",
    "SinkTable",
    "Storage",
    "StorageAutoscaling",
    "StorageMode",
    "StreamingVpc",
    "Suppression",
    "Topic",
    "TopicPlan",
    "TopicPolicy",
    "Topics",
    "VpcConnection",
    "VpcConnectionAuthentication",
    "VpcConnectivity",
    "code_with_kafka_records",
]


def test_public_names():
    """A name that comes or goes is a decision, made here."""
    assert cdk_msk.__all__ == PUBLIC
    assert dir(cdk_msk) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_every_name_is_there(name):
    """Every name of the table of contents leads to what it names."""
    assert getattr(cdk_msk, name).__name__ == name


def test_unknown_names_are_refused():
    """A misspelled name fails as it does in any module."""
    with pytest.raises(AttributeError, match="module 'cdk_msk' has no attribute 'Kluster'"):
        _ = cdk_msk.Kluster


def test_importing_the_library_loads_nothing():
    """Who wants one construct does not pay for the others, nor for the CDK before it is needed."""
    code = "import sys, cdk_msk; print('aws_cdk' in sys.modules, 'jsii' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(cdk_msk.__file__).parents[1],
    )
    assert done.stdout.split() == ["False", "False"]
