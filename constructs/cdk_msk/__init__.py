"""Constructs for Amazon MSK on AWS CDK: the table of contents.

Nothing is loaded until it is asked for, so that ``import cdk_msk`` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cdk_msk.acl.acl import Acl
    from cdk_msk.acl.acl_rule import AclRule
    from cdk_msk.client.kafka_client import KafkaClient
    from cdk_msk.client_certificate.client_certificate import ClientCertificate
    from cdk_msk.client_certificate.private_authority import PrivateAuthority
    from cdk_msk.client_certificate.renewal_permission import RenewalPermission
    from cdk_msk.cluster.broker_logging import BrokerLogging
    from cdk_msk.cluster.broker_size import BrokerSize
    from cdk_msk.cluster.client_authentication import ClientAuthentication
    from cdk_msk.cluster.cluster import Cluster
    from cdk_msk.cluster.connectivity import NetworkType, VpcConnectivity
    from cdk_msk.cluster.encryption import ClientBrokerEncryption
    from cdk_msk.cluster.kafka_version import KafkaVersion
    from cdk_msk.cluster.monitoring import MonitoringLevel, OpenMonitoring
    from cdk_msk.cluster.provisioned_cluster import ProvisionedCluster
    from cdk_msk.cluster.rebalancing import Rebalancing
    from cdk_msk.cluster.serverless_cluster import ClientVpc, ServerlessCluster
    from cdk_msk.cluster.storage import Storage, StorageMode
    from cdk_msk.cluster_exports import ClusterExports
    from cdk_msk.compliance.msk_checks import MskChecks
    from cdk_msk.configuration import Configuration
    from cdk_msk.lambda_consumer.consumer_alarms import ConsumerAlarms
    from cdk_msk.lambda_consumer.failure_destination import KafkaFailures
    from cdk_msk.lambda_consumer.failure_queue import FailureQueue
    from cdk_msk.lambda_consumer.handler_code import code_with_kafka_records
    from cdk_msk.lambda_consumer.lambda_consumer import LambdaConsumer
    from cdk_msk.lambda_consumer.provisioned_pollers import PollerLogLevel, ProvisionedPollers
    from cdk_msk.lambda_consumer.schema_registry import EventRecordFormat, SchemaRegistry
    from cdk_msk.logs.log_alarms import LogAlarms
    from cdk_msk.logs.log_queries import LogQueries
    from cdk_msk.monitoring.alarm_topic import AlarmTopic
    from cdk_msk.monitoring.cluster_alarms import ClusterAlarms
    from cdk_msk.monitoring.cluster_dashboard import ClusterDashboard
    from cdk_msk.monitoring.connector_alarms import ConnectorAlarms
    from cdk_msk.monitoring.connector_metrics import ConnectorMetrics
    from cdk_msk.monitoring.consumer_lag import ConsumerLag
    from cdk_msk.monitoring.credential_alarms import CredentialAlarms
    from cdk_msk.monitoring.evaluation import Evaluation
    from cdk_msk.monitoring.maintenance_window import MaintenanceWindow, Suppression
    from cdk_msk.monitoring.notifications import OpsItems
    from cdk_msk.monitoring.replicator_alarms import ReplicatorAlarms
    from cdk_msk.monitoring.replicator_metrics import ReplicatorMetrics
    from cdk_msk.network.streaming_vpc import StreamingVpc
    from cdk_msk.prometheus.managed_collector import ManagedCollector
    from cdk_msk.prometheus.prometheus_workspace import PrometheusWorkspace
    from cdk_msk.python_function import PythonFunction
    from cdk_msk.quota.client_quota import ClientQuota
    from cdk_msk.s3_sink.compression import Compression
    from cdk_msk.s3_sink.object_date import ObjectDate
    from cdk_msk.s3_sink.record_format import RecordFormat
    from cdk_msk.s3_sink.s3_sink import S3Sink
    from cdk_msk.s3_sink.sink_table import SinkTable
    from cdk_msk.scram.scram_rotation import ScramRotation
    from cdk_msk.scram.scram_user import ScramUser
    from cdk_msk.sharing.cluster_policy import ClusterPolicy
    from cdk_msk.sharing.vpc_connection import VpcConnection, VpcConnectionAuthentication
    from cdk_msk.storage_autoscaling import StorageAutoscaling
    from cdk_msk.topic import Topic
    from cdk_msk.topics.topics import Topics
    from msk_model import BrokerType, ClusterType
    from msk_model.client import ConnectWorker
    from msk_model.prometheus import LagObjective
    from msk_model.topic_policy import (
        ConfigRange,
        DeadLetters,
        DeclaredTopic,
        NamingRule,
        TopicPlan,
        TopicPolicy,
    )

__all__ = [
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

_MODULES = {
    "Acl": "cdk_msk.acl.acl",
    "AclRule": "cdk_msk.acl.acl_rule",
    "AlarmTopic": "cdk_msk.monitoring.alarm_topic",
    "BrokerLogging": "cdk_msk.cluster.broker_logging",
    "BrokerSize": "cdk_msk.cluster.broker_size",
    "ConnectorAlarms": "cdk_msk.monitoring.connector_alarms",
    "CredentialAlarms": "cdk_msk.monitoring.credential_alarms",
    "Evaluation": "cdk_msk.monitoring.evaluation",
    "MaintenanceWindow": "cdk_msk.monitoring.maintenance_window",
    "OpsItems": "cdk_msk.monitoring.notifications",
    "ReplicatorAlarms": "cdk_msk.monitoring.replicator_alarms",
    "Suppression": "cdk_msk.monitoring.maintenance_window",
    "BrokerType": "msk_model",
    "ClientAuthentication": "cdk_msk.cluster.client_authentication",
    "ClientBrokerEncryption": "cdk_msk.cluster.encryption",
    "ClientCertificate": "cdk_msk.client_certificate.client_certificate",
    "ClientQuota": "cdk_msk.quota.client_quota",
    "ClientVpc": "cdk_msk.cluster.serverless_cluster",
    "Cluster": "cdk_msk.cluster.cluster",
    "ClusterAlarms": "cdk_msk.monitoring.cluster_alarms",
    "ClusterDashboard": "cdk_msk.monitoring.cluster_dashboard",
    "ClusterExports": "cdk_msk.cluster_exports",
    "ClusterPolicy": "cdk_msk.sharing.cluster_policy",
    "ClusterType": "msk_model",
    "Compression": "cdk_msk.s3_sink.compression",
    "ConfigRange": "msk_model.topic_policy",
    "Configuration": "cdk_msk.configuration",
    "ConnectWorker": "msk_model.client",
    "ConnectorMetrics": "cdk_msk.monitoring.connector_metrics",
    "ConsumerAlarms": "cdk_msk.lambda_consumer.consumer_alarms",
    "ConsumerLag": "cdk_msk.monitoring.consumer_lag",
    "DeadLetters": "msk_model.topic_policy",
    "DeclaredTopic": "msk_model.topic_policy",
    "EventRecordFormat": "cdk_msk.lambda_consumer.schema_registry",
    "FailureQueue": "cdk_msk.lambda_consumer.failure_queue",
    "KafkaClient": "cdk_msk.client.kafka_client",
    "KafkaFailures": "cdk_msk.lambda_consumer.failure_destination",
    "KafkaVersion": "cdk_msk.cluster.kafka_version",
    "LagObjective": "msk_model.prometheus",
    "LambdaConsumer": "cdk_msk.lambda_consumer.lambda_consumer",
    "LogAlarms": "cdk_msk.logs.log_alarms",
    "LogQueries": "cdk_msk.logs.log_queries",
    "ManagedCollector": "cdk_msk.prometheus.managed_collector",
    "MonitoringLevel": "cdk_msk.cluster.monitoring",
    "MskChecks": "cdk_msk.compliance.msk_checks",
    "NamingRule": "msk_model.topic_policy",
    "NetworkType": "cdk_msk.cluster.connectivity",
    "ObjectDate": "cdk_msk.s3_sink.object_date",
    "OpenMonitoring": "cdk_msk.cluster.monitoring",
    "PollerLogLevel": "cdk_msk.lambda_consumer.provisioned_pollers",
    "PrivateAuthority": "cdk_msk.client_certificate.private_authority",
    "PrometheusWorkspace": "cdk_msk.prometheus.prometheus_workspace",
    "ProvisionedCluster": "cdk_msk.cluster.provisioned_cluster",
    "ProvisionedPollers": "cdk_msk.lambda_consumer.provisioned_pollers",
    "PythonFunction": "cdk_msk.python_function",
    "Rebalancing": "cdk_msk.cluster.rebalancing",
    "RecordFormat": "cdk_msk.s3_sink.record_format",
    "RenewalPermission": "cdk_msk.client_certificate.renewal_permission",
    "ReplicatorMetrics": "cdk_msk.monitoring.replicator_metrics",
    "S3Sink": "cdk_msk.s3_sink.s3_sink",
    "SchemaRegistry": "cdk_msk.lambda_consumer.schema_registry",
    "ScramRotation": "cdk_msk.scram.scram_rotation",
    "ScramUser": "cdk_msk.scram.scram_user",
    "ServerlessCluster": "cdk_msk.cluster.serverless_cluster",
    "SinkTable": "cdk_msk.s3_sink.sink_table",
    "Storage": "cdk_msk.cluster.storage",
    "StorageAutoscaling": "cdk_msk.storage_autoscaling",
    "StorageMode": "cdk_msk.cluster.storage",
    "StreamingVpc": "cdk_msk.network.streaming_vpc",
    "Topic": "cdk_msk.topic",
    "TopicPlan": "msk_model.topic_policy",
    "TopicPolicy": "msk_model.topic_policy",
    "Topics": "cdk_msk.topics.topics",
    "VpcConnection": "cdk_msk.sharing.vpc_connection",
    "VpcConnectionAuthentication": "cdk_msk.sharing.vpc_connection",
    "VpcConnectivity": "cdk_msk.cluster.connectivity",
    "code_with_kafka_records": "cdk_msk.lambda_consumer.handler_code",
}


def __getattr__(name: str) -> object:
    module = _MODULES.get(name)
    if module is None:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(module), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
