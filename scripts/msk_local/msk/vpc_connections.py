"""Connections from other networks: the client's half and the owner's."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from msk_local.msk.account import Account
from msk_local.msk.errors import bad_request, not_active, not_found
from msk_local.msk.page import page
from msk_local.msk.shape import vpc_connectivity
from msk_local.msk.state import Cluster, Store, VpcConnection

_AUTHENTICATIONS: Final = {"SASL_IAM": "iam", "SASL_SCRAM": "scram", "TLS": "tls"}


class VpcConnections:
    """The VPC connection operations of the API.

    Both halves are in one account here. A connection is available at once, and leads to the
    listeners of the cluster itself.
    """

    def __init__(self, store: Store, account: Account) -> None:
        self._store = store
        self._account = account

    def create(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """CreateVpcConnection."""
        with self._store.lock:
            cluster = self._store.cluster({"ClusterArn": parameters["TargetClusterArn"]})
            if cluster.state != "ACTIVE":
                raise not_active()
            _require_open(cluster, parameters["Authentication"])
            self._require_subnets(cluster, parameters)
            groups = self._account.security_groups(
                parameters["SecurityGroups"], vpc_id=parameters["VpcId"]
            )
            connection = VpcConnection(
                arn=self._new_arn(cluster),
                cluster_arn=cluster.arn,
                authentication=parameters["Authentication"],
                vpc_id=parameters["VpcId"],
                subnets=list(parameters["ClientSubnets"]),
                security_groups=groups,
                tags=dict(parameters.get("Tags", {})),
            )
            self._store.vpc_connections[connection.arn] = connection
        described = self._described(connection)
        return {
            **{name: described[name] for name in described if name != "Subnets"},
            "ClientSubnets": connection.subnets,
            "State": "CREATING",
        }

    def describe(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """DescribeVpcConnection."""
        return self._described(self._find(parameters["Arn"], "arn"))

    def list_own(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """ListVpcConnections: those of the clients' account."""
        members = (
            "VpcConnectionArn",
            "TargetClusterArn",
            "CreationTime",
            "Authentication",
            "VpcId",
        )
        return page(parameters, self._listed((*members, "State"), None), "VpcConnections")

    def list_of_cluster(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """ListClientVpcConnections: those to a cluster of the owner's account."""
        cluster = self._store.cluster(parameters)
        members = ("VpcConnectionArn", "CreationTime", "Authentication", "State")
        listed = [
            {**one, "Owner": self._store.account} for one in self._listed(members, cluster.arn)
        ]
        return page(parameters, listed, "ClientVpcConnections")

    def delete(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """DeleteVpcConnection: the client hangs up."""
        with self._store.lock:
            connection = self._find(parameters["Arn"], "arn")
            del self._store.vpc_connections[connection.arn]
        return {"VpcConnectionArn": connection.arn, "State": "DELETING"}

    def reject(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """RejectClientVpcConnection: the owner hangs up, and the connection stays as rejected."""
        cluster = self._store.cluster(parameters)
        with self._store.lock:
            connection = self._find(parameters["VpcConnectionArn"], "vpcConnectionArn")
            if connection.cluster_arn != cluster.arn:
                raise not_found("vpcConnectionArn")
            connection.rejected = True
        return {}

    def _find(self, arn: str, parameter: str) -> VpcConnection:
        if ":vpc-connection/" not in arn:
            raise bad_request("One or more of the parameters are not valid.", parameter=parameter)
        with self._store.lock:
            if arn not in self._store.vpc_connections:
                raise not_found(parameter)
            return self._store.vpc_connections[arn]

    def _listed(self, members: tuple[str, ...], cluster_arn: str | None) -> list[dict[str, Any]]:
        with self._store.lock:
            found = [
                self._described(one)
                for one in self._store.vpc_connections.values()
                if cluster_arn in {None, one.cluster_arn}
            ]
        return [{name: one[name] for name in members} for one in found]

    def _described(self, connection: VpcConnection) -> dict[str, Any]:
        return {
            "VpcConnectionArn": connection.arn,
            "TargetClusterArn": connection.cluster_arn,
            "State": self._state(connection),
            "Authentication": connection.authentication,
            "VpcId": connection.vpc_id,
            "Subnets": connection.subnets,
            "SecurityGroups": connection.security_groups,
            "CreationTime": connection.created,
            "Tags": connection.tags,
        }

    def _state(self, connection: VpcConnection) -> str:
        cluster = self._store.clusters.get(connection.cluster_arn)
        if connection.rejected:
            return "REJECTED"
        is_open = cluster and _AUTHENTICATIONS[connection.authentication] in _opened(cluster)
        return "AVAILABLE" if is_open else "INACTIVE"

    def _new_arn(self, cluster: Cluster) -> str:
        prefix = cluster.arn.partition(":cluster/")[0]
        name = f"{self._store.account}/{cluster.name}"
        return f"{prefix}:vpc-connection/{name}/{uuid.uuid4()}-1"

    def _require_subnets(self, cluster: Cluster, parameters: Mapping[str, Any]) -> None:
        """As many as the cluster has, in the same zones, all in the network that is named."""
        subnets = self._account.subnets(parameters["ClientSubnets"])
        if any(subnet.vpc_id != parameters["VpcId"] for subnet in subnets):
            raise bad_request("All subnets must be in the VPC.", parameter="clientSubnets")
        if cluster.provisioned is None:
            return
        zones = cluster.brokers["BrokerNodeGroupInfo"]["ZoneIds"]
        if sorted(subnet.zone_id for subnet in subnets) != sorted(zones):
            raise bad_request(
                "The client subnets must be in the Availability Zones of the cluster: "
                f"{', '.join(zones)}.",
                parameter="clientSubnets",
            )


def _opened(cluster: Cluster) -> frozenset[str]:
    """The authentications open to other networks."""
    if cluster.provisioned is None:
        return frozenset({"iam"})
    return vpc_connectivity(cluster.brokers["BrokerNodeGroupInfo"]["ConnectivityInfo"])


def _require_open(cluster: Cluster, authentication: str) -> None:
    if authentication not in _AUTHENTICATIONS:
        raise bad_request(
            f"The authentication must be one of {', '.join(_AUTHENTICATIONS)}.",
            parameter="authentication",
        )
    if _AUTHENTICATIONS[authentication] not in _opened(cluster):
        raise bad_request(
            f"Private connectivity is not turned on for {authentication} on the cluster.",
            parameter="authentication",
        )
