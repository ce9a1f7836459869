"""Constructs for Amazon MSK on AWS CDK: the table of contents.

Nothing is loaded until it is asked for, so that ``import cdk_msk`` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cdk_msk.cluster.broker_logging import BrokerLogging
    from cdk_msk.cluster.broker_size import BrokerSize
    from cdk_msk.cluster.client_authentication import ClientAuthentication
    from cdk_msk.cluster.cluster import Cluster
    from cdk_msk.cluster.connectivity import NetworkType, VpcConnectivity
    from cdk_msk.cluster.encryption import ClientBrokerEncryption
    from cdk_msk.cluster.kafka_version import KafkaVersion
    from cdk_msk.cluster.monitoring import MonitoringLevel, OpenMonitoring
    from cdk_msk.cluster.rebalancing import Rebalancing
    from cdk_msk.cluster.storage import Storage, StorageMode
    from cdk_msk.storage_autoscaling import StorageAutoscaling
    from msk_model import BrokerType, ClusterType

__all__ = [
    "BrokerLogging",
    "BrokerSize",
    "BrokerType",
    "ClientAuthentication",
    "ClientBrokerEncryption",
    "Cluster",
    "ClusterType",
    "KafkaVersion",
    "MonitoringLevel",
    "NetworkType",
    "OpenMonitoring",
    "Rebalancing",
    "Storage",
    "StorageAutoscaling",
    "StorageMode",
    "VpcConnectivity",
]

_MODULES = {
    "BrokerLogging": "cdk_msk.cluster.broker_logging",
    "BrokerSize": "cdk_msk.cluster.broker_size",
    "BrokerType": "msk_model",
    "ClientAuthentication": "cdk_msk.cluster.client_authentication",
    "ClientBrokerEncryption": "cdk_msk.cluster.encryption",
    "Cluster": "cdk_msk.cluster.cluster",
    "ClusterType": "msk_model",
    "KafkaVersion": "cdk_msk.cluster.kafka_version",
    "MonitoringLevel": "cdk_msk.cluster.monitoring",
    "NetworkType": "cdk_msk.cluster.connectivity",
    "OpenMonitoring": "cdk_msk.cluster.monitoring",
    "Rebalancing": "cdk_msk.cluster.rebalancing",
    "Storage": "cdk_msk.cluster.storage",
    "StorageAutoscaling": "cdk_msk.storage_autoscaling",
    "StorageMode": "cdk_msk.cluster.storage",
    "VpcConnectivity": "cdk_msk.cluster.connectivity",
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
