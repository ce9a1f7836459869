"""GetBootstrapBrokers: where clients find the brokers, which is on this machine."""

from collections.abc import Mapping
from typing import Any, Final

from msk_local.kafka import Authentication
from msk_local.msk.data_plane import DataPlane, authentications
from msk_local.msk.errors import bad_request, conflict
from msk_local.msk.shape import vpc_connectivity
from msk_local.msk.state import Cluster, Store

_MEMBERS: Final = {
    Authentication.PLAINTEXT: "",
    Authentication.TLS: "Tls",
    Authentication.UNAUTHENTICATED_TLS: "Tls",
    Authentication.SCRAM: "SaslScram",
    Authentication.IAM: "SaslIam",
}
_PUBLIC: Final = (Authentication.TLS, Authentication.SCRAM, Authentication.IAM)
_STATES: Final = {"ACTIVE", "UPDATING", "MAINTENANCE", "HEALING", "REBOOTING_BROKER"}


class Bootstrap:
    """The bootstrap operation of the API."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def brokers(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """GetBootstrapBrokers: one string for each authentication in each network."""
        cluster = self._store.cluster(parameters)
        if cluster.state == "CREATING":
            raise conflict("The cluster is being created.", parameter="clusterArn")
        if cluster.state not in _STATES or cluster.data_plane is None:
            raise bad_request(
                f"The cluster has no brokers in the state {cluster.state}.",
                parameter="clusterArn",
            )
        return _strings(cluster, cluster.data_plane)


def _strings(cluster: Cluster, data_plane: DataPlane) -> dict[str, str]:
    # Clients that show certificates and clients that show none share a port on MSK; here the
    # listener that asks for certificates wins the name they share.
    order = sorted(authentications(cluster.provisioned), key=list(_MEMBERS).index, reverse=True)
    strings = {}
    for authentication in order:
        addresses = data_plane.bootstrap_servers(authentication)
        for member in _members(cluster.provisioned, authentication):
            strings[member] = addresses
    return strings


def _members(provisioned: Mapping[str, Any] | None, authentication: Authentication) -> list[str]:
    suffix = _MEMBERS[authentication]
    members = [f"BootstrapBrokerString{suffix}"]
    if provisioned is None:
        return members
    connectivity = provisioned["BrokerNodeGroupInfo"]["ConnectivityInfo"]
    if connectivity["PublicAccess"]["Type"] != "DISABLED" and authentication in _PUBLIC:
        members.append(f"BootstrapBrokerStringPublic{suffix}")
    if authentication.value in vpc_connectivity(connectivity):
        members.append(f"BootstrapBrokerStringVpcConnectivity{suffix}")
    if connectivity["NetworkType"] == "DUAL":
        members.append(f"BootstrapBrokerString{suffix}Ipv6")
    return members
