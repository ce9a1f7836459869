"""Clusters are created, described and deleted."""

from collections.abc import Mapping
from typing import Any, Final

from msk_local.msk.account import Account
from msk_local.msk.errors import bad_request, conflict, stale_version
from msk_local.msk.lifecycle import Lifecycle
from msk_local.msk.page import page
from msk_local.msk.provisioned import complete, require_supported_version
from msk_local.msk.shape import provisioned_shape, require_new, serverless_shape
from msk_local.msk.state import Cluster, Store

_SERVERLESS_SUFFIX: Final = "s1"


class Clusters:
    """The cluster operations of the API, in both of its versions."""

    def __init__(self, store: Store, account: Account, lifecycle: Lifecycle) -> None:
        self._store = store
        self._account = account
        self._lifecycle = lifecycle

    def create_v1(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """CreateCluster: a provisioned one."""
        outer = {"ClusterName", "Tags"}
        provisioned = {name: v for name, v in parameters.items() if name not in outer}
        request = {name: v for name, v in parameters.items() if name in outer}
        answer = self.create_v2({**request, "Provisioned": provisioned})
        return {name: v for name, v in answer.items() if name != "ClusterType"}

    def create_v2(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """CreateClusterV2: a provisioned or a serverless one."""
        if ("Provisioned" in parameters) == ("Serverless" in parameters):
            raise bad_request("Specify either provisioned or serverless.")
        with self._store.lock:
            self._require_free_name(parameters["ClusterName"])
            make = self._provisioned if "Provisioned" in parameters else self._serverless
            cluster = make(parameters)
            self._store.clusters[cluster.arn] = cluster
        self._lifecycle.launch(cluster)
        return {
            "ClusterArn": cluster.arn,
            "ClusterName": cluster.name,
            "State": "CREATING",
            "ClusterType": cluster.cluster_type,
        }

    def delete(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """DeleteCluster: any state but DELETING will do."""
        with self._store.lock:
            cluster = self._store.cluster(parameters)
            if cluster.state in {"DELETING", "CREATING"}:
                raise bad_request(
                    f"You can't delete a cluster in the {cluster.state} state.",
                    parameter="clusterArn",
                )
            given = parameters.get("CurrentVersion")
            if given is not None and given != cluster.version:
                raise stale_version()
            self._lifecycle.dissolve(cluster)
        return {"ClusterArn": cluster.arn, "State": "DELETING"}

    def describe_v1(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """DescribeCluster: provisioned clusters only."""
        cluster = self._store.cluster(parameters)
        cluster.brokers  # noqa: B018 - refuses a serverless cluster, as this version of the API does
        return {"ClusterInfo": _v1(cluster)}

    def describe_v2(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """DescribeClusterV2."""
        return {"ClusterInfo": _v2(self._store.cluster(parameters))}

    def list_v1(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """ListClusters: provisioned clusters only."""
        clusters = [c for c in self._named(parameters) if c.provisioned is not None]
        return page(parameters, [_v1(cluster) for cluster in clusters], "ClusterInfoList")

    def list_v2(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """ListClustersV2."""
        wanted = parameters.get("ClusterTypeFilter")
        clusters = [c for c in self._named(parameters) if wanted in {None, c.cluster_type}]
        return page(parameters, [_v2(cluster) for cluster in clusters], "ClusterInfoList")

    def _named(self, parameters: Mapping[str, Any]) -> list[Cluster]:
        prefix = parameters.get("ClusterNameFilter", "")
        with self._store.lock:
            return [c for c in self._store.clusters.values() if c.name.startswith(prefix)]

    def _require_free_name(self, name: str) -> None:
        if any(cluster.name == name for cluster in self._store.clusters.values()):
            raise conflict("A resource with this name already exists.", parameter="clusterName")

    def _provisioned(self, parameters: Mapping[str, Any]) -> Cluster:
        name, request = parameters["ClusterName"], parameters["Provisioned"]
        chosen = request.get("ConfigurationInfo")
        configuration = (chosen["Arn"], chosen["Revision"]) if chosen else None
        properties = self._store.server_properties(configuration)
        provisioned = complete(request, self._account)
        require_supported_version(request["KafkaVersion"])
        self._lifecycle.client_authorities(provisioned)
        require_new(provisioned_shape(name, provisioned, server_properties=properties))
        return Cluster(
            arn=self._store.new_arn("cluster", name),
            name=name,
            tags=dict(parameters.get("Tags", {})),
            provisioned=provisioned,
            configuration=configuration,
        )

    def _serverless(self, parameters: Mapping[str, Any]) -> Cluster:
        name, request = parameters["ClusterName"], parameters["Serverless"]
        iam = request.get("ClientAuthentication", {}).get("Sasl", {}).get("Iam", {})
        if not iam.get("Enabled"):
            raise bad_request(
                "Serverless clusters must have IAM authentication enabled.",
                parameter="clientAuthentication",
            )
        configs = []
        for config in request["VpcConfigs"]:
            subnets = self._account.subnets(config["SubnetIds"])
            groups = self._account.security_groups(
                config.get("SecurityGroupIds"), vpc_id=subnets[0].vpc_id
            )
            configs.append({"SubnetIds": config["SubnetIds"], "SecurityGroupIds": groups})
        serverless = {
            "VpcConfigs": configs,
            "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
            "ConnectivityInfo": {"NetworkType": "IPV4"},
        }
        require_new(serverless_shape(name, serverless))
        return Cluster(
            arn=self._store.new_arn("cluster", name, suffix=_SERVERLESS_SUFFIX),
            name=name,
            tags=dict(parameters.get("Tags", {})),
            serverless=serverless,
        )


def _common(cluster: Cluster) -> dict[str, Any]:
    under_way = [o.arn for o in cluster.operations.values() if o.state == "UPDATE_IN_PROGRESS"]
    message = cluster.state_message
    return {
        "ActiveOperationArn": under_way[-1] if under_way else None,
        "ClusterArn": cluster.arn,
        "ClusterName": cluster.name,
        "CreationTime": cluster.created,
        "CurrentVersion": cluster.version,
        "State": cluster.state,
        "StateInfo": {"Code": "CreationFailed", "Message": message} if message else None,
        "Tags": cluster.tags,
    }


def _v1(cluster: Cluster) -> dict[str, Any]:
    return {**_common(cluster), **cluster.brokers}


def _v2(cluster: Cluster) -> dict[str, Any]:
    return {
        **_common(cluster),
        "ClusterType": cluster.cluster_type,
        "Provisioned": cluster.provisioned,
        "Serverless": cluster.serverless,
    }
