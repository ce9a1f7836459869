"""What MSK demands of a change of connectivity, before it looks at the cluster it would make."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msk_local.msk.account import Account
from msk_local.msk.errors import MskError, bad_request
from msk_local.msk.shape import vpc_connectivity
from msk_local.msk.state import Cluster
from msk_local.msk.update_rules import nothing_to_do, several_attributes

_SETTINGS: Final = ("PublicAccess", "VpcConnectivity", "NetworkType")


def require_one_change(cluster: Cluster, parameters: Mapping[str, Any]) -> None:
    """Refuse a call that changes several settings, or none.

    https://github.com/hashicorp/terraform-provider-aws/pull/47279 has MSK's words.

    Raises:
        MskError: It does.
    """
    info = parameters.get("ConnectivityInfo", {})
    present = cluster.brokers["BrokerNodeGroupInfo"]["ConnectivityInfo"]
    zookeeper = "ZookeeperAccess" in parameters
    changed = [name for name in _SETTINGS if name in info and _differs(name, info, present)]
    if zookeeper and changed:
        raise several_attributes()
    if len(changed) > 1:
        raise bad_request(
            "You can't update multiple connectivity settings in the same request. Modify your "
            "request to update only NetworkType, VpcConnectivity, or PublicAccess connectivity "
            "setting, and try again."
        )
    if not changed and not zookeeper:
        raise nothing_to_do("connectivityInfo")


def require_network(cluster: Cluster, info: Mapping[str, Any], account: Account) -> None:
    """Refuse what the network of a cluster does not allow.

    Raises:
        MskError: A dual-stack cluster is to be IPv4, or its subnets are not as they have to be.
    """
    nodes = cluster.brokers["BrokerNodeGroupInfo"]
    subnet_ids: Sequence[str] = nodes["ClientSubnets"]
    wanted, present = info.get("NetworkType"), nodes["ConnectivityInfo"]["NetworkType"]
    if wanted == "IPV4" and present == "DUAL":
        raise bad_request("A dual-stack cluster can't go back to IPv4.", parameter="networkType")
    if wanted == "DUAL" and (without := account.subnets_without_ipv6(subnet_ids)):
        raise _subnets("have an IPv6 CIDR block", without)
    public = info.get("PublicAccess", {}).get("Type", "DISABLED") != "DISABLED"
    if public and (without := account.private_subnets(subnet_ids)):
        raise _subnets("be public, with a route to an internet gateway", without)


def _differs(name: str, info: Mapping[str, Any], present: Mapping[str, Any]) -> bool:
    if name == "VpcConnectivity":
        return vpc_connectivity(info) != vpc_connectivity(present)
    return bool(info[name] != present[name])


def _subnets(demand: str, without: Sequence[str]) -> MskError:
    return bad_request(
        f"All client subnets must {demand}; {', '.join(without)} do not.",
        parameter="clientSubnets",
    )
