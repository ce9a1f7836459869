"""Changes of a running cluster: one attribute a call, checked against its current version."""

import copy
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from msk_local.msk.account import Account
from msk_local.msk.connectivity import require_network, require_one_change
from msk_local.msk.data_plane import authentications, tiered_storage
from msk_local.msk.errors import bad_request, not_active, stale_version
from msk_local.msk.lifecycle import Lifecycle
from msk_local.msk.provisioned import client_authentication, open_monitoring
from msk_local.msk.shape import provisioned_shape, require
from msk_local.msk.state import Cluster, Operation, Store
from msk_local.msk.update_rules import (
    nothing_to_do,
    require_broker_count,
    require_fixed_encryption,
    require_storage_growth,
)
from msk_local.msk.versions import compatible_targets

Change = Callable[[dict[str, Any]], None]
"""Writes one attribute into a Provisioned structure."""


class Updates:
    """The update operations of the API."""

    def __init__(self, store: Store, account: Account, lifecycle: Lifecycle) -> None:
        self._store = store
        self._account = account
        self._lifecycle = lifecycle

    def broker_count(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """UpdateBrokerCount."""
        cluster = self._changeable(parameters)
        target = parameters["TargetNumberOfBrokerNodes"]
        present = cluster.brokers["NumberOfBrokerNodes"]
        require_broker_count(cluster, target)

        def change(provisioned: dict[str, Any]) -> None:
            provisioned["NumberOfBrokerNodes"] = target

        kind = "INCREASE_BROKER_COUNT" if target > present else "DECREASE_BROKER_COUNT"
        return self._run(cluster, kind, {"NumberOfBrokerNodes": target}, change)

    def broker_type(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """UpdateBrokerType."""
        cluster = self._changeable(parameters)
        target = parameters["TargetInstanceType"]
        present = cluster.brokers["BrokerNodeGroupInfo"]["InstanceType"]
        if target == present:
            raise nothing_to_do("targetInstanceType")
        if target.partition(".")[0] != present.partition(".")[0]:
            raise bad_request(
                "You can't change between Standard and Express brokers; create a new cluster.",
                parameter="targetInstanceType",
            )

        def change(provisioned: dict[str, Any]) -> None:
            provisioned["BrokerNodeGroupInfo"]["InstanceType"] = target

        return self._run(cluster, "UPDATE_BROKER_TYPE", {"InstanceType": target}, change)

    def broker_storage(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """UpdateBrokerStorage: all brokers together."""
        cluster = self._changeable(parameters)
        targets = parameters["TargetBrokerEBSVolumeInfo"]
        if len(targets) != 1 or targets[0]["KafkaBrokerNodeId"].lower() != "all":
            raise bad_request(
                'Specify one entry, with "All" as the broker node ID.',
                parameter="kafkaBrokerNodeId",
            )
        return self._storage(cluster, "UPDATE_BROKER_STORAGE", targets[0])

    def storage(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """UpdateStorage: volumes, their throughput and the storage mode."""
        return self._storage(self._changeable(parameters), "UPDATE_STORAGE", parameters)

    def monitoring(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """UpdateMonitoring: metrics and logs."""
        cluster = self._changeable(parameters)
        target = {
            name: parameters[name]
            for name in ("EnhancedMonitoring", "OpenMonitoring", "LoggingInfo")
            if name in parameters
        }
        if not target:
            raise nothing_to_do("enhancedMonitoring")
        if "OpenMonitoring" in target:
            target["OpenMonitoring"] = open_monitoring(target["OpenMonitoring"])
        return self._run(cluster, "UPDATE_MONITORING", target, lambda p: p.update(target))

    def security(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """UpdateSecurity: authentication and encryption in transit."""
        cluster = self._changeable(parameters)
        encryption = parameters.get("EncryptionInfo", {})
        require_fixed_encryption(cluster, encryption)
        target = {
            k: parameters[k] for k in ("ClientAuthentication", "EncryptionInfo") if k in parameters
        }
        if not target:
            raise nothing_to_do("clientAuthentication")

        def change(provisioned: dict[str, Any]) -> None:
            if "ClientAuthentication" in target:
                chosen = client_authentication(target["ClientAuthentication"])
                provisioned["ClientAuthentication"] = chosen
            in_transit = encryption.get("EncryptionInTransit", {})
            provisioned["EncryptionInfo"]["EncryptionInTransit"].update(in_transit)

        return self._run(cluster, "UPDATE_SECURITY", target, change)

    def connectivity(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """UpdateConnectivity: public access, other VPCs, network type or ZooKeeper access."""
        cluster = self._changeable(parameters)
        info = parameters.get("ConnectivityInfo", {})
        target = {
            k: parameters[k] for k in ("ConnectivityInfo", "ZookeeperAccess") if k in parameters
        }
        require_one_change(cluster, parameters)
        require_network(cluster, info, self._account)

        def change(provisioned: dict[str, Any]) -> None:
            provisioned["BrokerNodeGroupInfo"]["ConnectivityInfo"].update(info)

        zookeeper = parameters.get("ZookeeperAccess", {}).get("Enabled", cluster.zookeeper_access)

        def settle() -> None:
            cluster.zookeeper_access = zookeeper

        return self._run(cluster, "UPDATE_CONNECTIVITY", target, change, settle=settle)

    def configuration(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """UpdateClusterConfiguration."""
        cluster = self._changeable(parameters)
        chosen = parameters["ConfigurationInfo"]
        target = {"ConfigurationInfo": chosen}
        return self._run(
            cluster, "UPDATE_CLUSTER_CONFIGURATION", target, _configure(chosen), chosen=chosen
        )

    def kafka_version(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """UpdateClusterKafkaVersion."""
        cluster = self._changeable(parameters)
        present = cluster.brokers["CurrentBrokerSoftwareInfo"]["KafkaVersion"]
        wanted = parameters["TargetKafkaVersion"]
        valid = compatible_targets(present)
        if wanted not in valid:
            raise bad_request(
                f"Unsupported target KafkaVersion [{wanted}] for clusters of {present}."
                f" Valid values: [{', '.join(valid)}]",
                parameter="targetKafkaVersion",
            )
        chosen = parameters.get("ConfigurationInfo")
        target = {"KafkaVersion": wanted, **({"ConfigurationInfo": chosen} if chosen else {})}

        def change(provisioned: dict[str, Any]) -> None:
            provisioned["CurrentBrokerSoftwareInfo"]["KafkaVersion"] = wanted
            if wanted.endswith(".kraft"):
                provisioned.pop("ZookeeperConnectString", None)
                provisioned.pop("ZookeeperConnectStringTls", None)
            if chosen:
                _configure(chosen)(provisioned)

        return self._run(cluster, "UPDATE_CLUSTER_KAFKA_VERSION", target, change, chosen=chosen)

    def rebalancing(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """UpdateRebalancing: Express brokers only."""
        cluster = self._changeable(parameters)
        target = {"Rebalancing": parameters["Rebalancing"]}
        return self._run(cluster, "UPDATE_REBALANCING", target, lambda p: p.update(target))

    def reboot(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """RebootBroker: the broker is there again before anybody could notice."""
        cluster = self._store.cluster(parameters)
        if cluster.state != "ACTIVE":
            raise not_active()
        known = {str(number + 1) for number in range(cluster.brokers["NumberOfBrokerNodes"])}
        if not set(parameters["BrokerIds"]) <= known:
            raise bad_request("The broker ID isn't valid.", parameter="brokerIds")
        return self._run(cluster, "REBOOT_NODE", {}, lambda _: None)

    def _changeable(self, parameters: Mapping[str, Any]) -> Cluster:
        cluster = self._store.cluster(parameters)
        if cluster.state != "ACTIVE":
            raise not_active()
        cluster.brokers  # noqa: B018 - refuses a serverless cluster
        if parameters["CurrentVersion"] != cluster.version:
            raise stale_version()
        return cluster

    def _storage(self, cluster: Cluster, kind: str, target: Mapping[str, Any]) -> dict[str, Any]:
        size = target.get("VolumeSizeGB")
        throughput = target.get("ProvisionedThroughput")
        mode = target.get("StorageMode")
        require_storage_growth(cluster, size=size, throughput=throughput, mode=mode)

        def change(provisioned: dict[str, Any]) -> None:
            volume = provisioned["BrokerNodeGroupInfo"]["StorageInfo"]["EbsStorageInfo"]
            volume.update({"VolumeSize": size} if size else {})
            volume.update({"ProvisionedThroughput": throughput} if throughput else {})
            provisioned.update({"StorageMode": mode} if mode else {})

        volume_info = {
            "KafkaBrokerNodeId": "All",
            "VolumeSizeGB": size,
            "ProvisionedThroughput": throughput,
        }
        return self._run(
            cluster, kind, {"BrokerEBSVolumeInfo": [volume_info], "StorageMode": mode}, change
        )

    def _run(
        self,
        cluster: Cluster,
        kind: str,
        target: dict[str, Any],
        change: Change,
        *,
        chosen: Mapping[str, Any] | None = None,
        settle: Callable[[], None] = lambda: None,
    ) -> dict[str, Any]:
        """Judge the changed cluster, then change it in the background."""
        configuration = (chosen["Arn"], chosen["Revision"]) if chosen else cluster.configuration
        properties = self._store.server_properties(configuration)
        after = copy.deepcopy(cluster.brokers)
        change(after)
        require(provisioned_shape(cluster.name, after, server_properties=properties))
        authorities = self._lifecycle.client_authorities(after)

        def apply() -> None:
            if cluster.data_plane is not None and kind in _DATA_PLANE_CHANGES:
                cluster.data_plane.reconfigure(
                    broker_count=after["NumberOfBrokerNodes"],
                    authentications=authentications(after),
                    server_properties=properties,
                    tiered_storage=tiered_storage(after),
                    client_certificate_authorities=authorities,
                )
            cluster.provisioned, cluster.configuration = after, configuration
            settle()

        operation = Operation(
            arn=cluster.arn_of("cluster-operation", str(uuid.uuid4())),
            operation_type=kind,
            source=_mutable(cluster.brokers),
            target=target,
        )
        with self._store.lock:
            if cluster.state != "ACTIVE":
                raise not_active()
            self._lifecycle.change(cluster, operation, apply)
        return {"ClusterArn": cluster.arn, "ClusterOperationArn": operation.arn}


_DATA_PLANE_CHANGES: Final = {
    "INCREASE_BROKER_COUNT",
    "DECREASE_BROKER_COUNT",
    "UPDATE_SECURITY",
    "UPDATE_STORAGE",
    "UPDATE_CLUSTER_CONFIGURATION",
    "UPDATE_CLUSTER_KAFKA_VERSION",
}


def _configure(chosen: Mapping[str, Any]) -> Change:
    def change(provisioned: dict[str, Any]) -> None:
        provisioned["CurrentBrokerSoftwareInfo"] |= {
            "ConfigurationArn": chosen["Arn"],
            "ConfigurationRevision": chosen["Revision"],
        }

    return change


def _mutable(provisioned: Mapping[str, Any]) -> dict[str, Any]:
    """The API's MutableClusterInfo of a cluster."""
    nodes = provisioned["BrokerNodeGroupInfo"]
    volume = nodes.get("StorageInfo", {}).get("EbsStorageInfo", {})
    shared = (
        "ClientAuthentication",
        "EncryptionInfo",
        "EnhancedMonitoring",
        "LoggingInfo",
        "NumberOfBrokerNodes",
        "OpenMonitoring",
        "Rebalancing",
        "StorageMode",
    )
    return {
        **{name: provisioned[name] for name in shared if name in provisioned},
        "BrokerEBSVolumeInfo": [
            {"KafkaBrokerNodeId": "All", "VolumeSizeGB": volume.get("VolumeSize")}
        ],
        "ConnectivityInfo": nodes["ConnectivityInfo"],
        "InstanceType": nodes["InstanceType"],
        "KafkaVersion": provisioned["CurrentBrokerSoftwareInfo"]["KafkaVersion"],
    }
