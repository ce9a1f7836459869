"""Which of MSK's update operations takes a cluster from one description to another."""

from collections.abc import Callable, Mapping
from typing import Any

from msk_local.cloudformation.provisioner import UnsupportedUpdateError

_NODES = ("BrokerNodeGroupInfo",)
_STORAGE = (*_NODES, "StorageInfo", "EBSStorageInfo")
_GROUPS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "update_broker_type": ((*_NODES, "InstanceType"),),
    "update_broker_count": (("NumberOfBrokerNodes",),),
    "update_storage": (_STORAGE, ("StorageMode",)),
    "update_cluster_kafka_version": (("KafkaVersion",),),
    "update_cluster_configuration": (("ConfigurationInfo",),),
    "update_security": (
        ("ClientAuthentication",),
        ("EncryptionInfo", "EncryptionInTransit", "ClientBroker"),
    ),
    "update_connectivity": ((*_NODES, "ConnectivityInfo"), ("ZookeeperAccess",)),
    "update_monitoring": (("EnhancedMonitoring",), ("OpenMonitoring",), ("LoggingInfo",)),
    "update_rebalancing": (("Rebalancing",),),
}
_TOO_MANY = (
    "You can't update multiple attributes of the cluster in same request. "
    "Use a different request for each update."
)


def changed_attribute(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[str, dict[str, Any]] | None:
    """The operation that makes a cluster described by `old` one described by `new`.

    Returns:
        The name of a boto3 method with its arguments. Absent: nothing but tags differs.

    Raises:
        UnsupportedUpdateError: More than one attribute differs; a new Kafka version may come
            with a new configuration.
    """
    changed = [
        operation
        for operation, paths in _GROUPS.items()
        if any(_at(old, path) != _at(new, path) for path in paths)
    ]
    if changed == ["update_cluster_kafka_version", "update_cluster_configuration"]:
        del changed[1]
        configuration = {"ConfigurationInfo": new["ConfigurationInfo"]}
        return changed[0], {"TargetKafkaVersion": new["KafkaVersion"], **configuration}
    if not changed:
        return None
    if len(changed) > 1:
        raise UnsupportedUpdateError(_TOO_MANY)
    return changed[0], _ARGUMENTS[changed[0]](new)


def _storage(new: Mapping[str, Any]) -> dict[str, Any]:
    volume = _at(new, _STORAGE) or {}
    return {
        **({"StorageMode": new["StorageMode"]} if "StorageMode" in new else {}),
        **({"VolumeSizeGB": volume["VolumeSize"]} if "VolumeSize" in volume else {}),
        "ProvisionedThroughput": volume.get("ProvisionedThroughput", {"Enabled": False}),
    }


def _security(new: Mapping[str, Any]) -> dict[str, Any]:
    client_broker = _at(new, ("EncryptionInfo", "EncryptionInTransit", "ClientBroker"))
    encryption = (
        {"EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": client_broker}}}
        if client_broker
        else {}
    )
    authentication = new.get("ClientAuthentication")
    return {**({"ClientAuthentication": authentication} if authentication else {}), **encryption}


def _connectivity(new: Mapping[str, Any]) -> dict[str, Any]:
    connectivity = _at(new, (*_NODES, "ConnectivityInfo"))
    return {
        **({"ConnectivityInfo": connectivity} if connectivity else {}),
        **({"ZookeeperAccess": new["ZookeeperAccess"]} if "ZookeeperAccess" in new else {}),
    }


def _monitoring(new: Mapping[str, Any]) -> dict[str, Any]:
    off = {"EnabledInBroker": False}
    wanted = {
        "EnhancedMonitoring": new.get("EnhancedMonitoring", "DEFAULT"),
        "OpenMonitoring": new.get(
            "OpenMonitoring", {"Prometheus": {"JmxExporter": off, "NodeExporter": off}}
        ),
    }
    if "LoggingInfo" in new:
        wanted["LoggingInfo"] = {"BrokerLogs": {}, **new["LoggingInfo"]}
    return wanted


_ARGUMENTS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "update_broker_type": lambda new: {"TargetInstanceType": _at(new, (*_NODES, "InstanceType"))},
    "update_broker_count": lambda new: {"TargetNumberOfBrokerNodes": new["NumberOfBrokerNodes"]},
    "update_storage": _storage,
    "update_cluster_kafka_version": lambda new: {"TargetKafkaVersion": new["KafkaVersion"]},
    "update_cluster_configuration": lambda new: {"ConfigurationInfo": new["ConfigurationInfo"]},
    "update_security": _security,
    "update_connectivity": _connectivity,
    "update_monitoring": _monitoring,
    "update_rebalancing": lambda new: {"Rebalancing": new["Rebalancing"]},
}


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        if not isinstance(value, Mapping) or step not in value:
            return None
        value = value[step]
    return value


def fitted(shape: Any, value: Any) -> Any:
    """`value` with its members named as MSK's API names them: CloudFormation's case differs."""
    if shape.type_name == "structure" and isinstance(value, Mapping):
        names = {name.lower(): name for name in shape.members}
        return {
            name: fitted(shape.members[name], item)
            for key, item in value.items()
            if (name := names.get(key.lower())) is not None
        }
    if shape.type_name == "list" and isinstance(value, list):
        return [fitted(shape.member, item) for item in value]
    return value
