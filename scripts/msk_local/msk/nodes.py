"""Brokers of a cluster, one by one."""

import ipaddress
import uuid
from collections.abc import Mapping
from typing import Any

from msk_local.msk.account import Account
from msk_local.msk.page import page
from msk_local.msk.state import Cluster, Store


class Nodes:
    """The node operations of the API."""

    def __init__(self, store: Store, account: Account) -> None:
        self._store = store
        self._account = account

    def list_nodes(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """ListNodes: brokers spread evenly over the client subnets."""
        cluster = self._store.cluster(parameters)
        count = cluster.brokers["NumberOfBrokerNodes"]
        nodes = [self._node(cluster, broker_id) for broker_id in range(1, count + 1)]
        return page(parameters, nodes, "NodeInfoList")

    def _node(self, cluster: Cluster, broker_id: int) -> dict[str, Any]:
        provisioned = cluster.brokers
        group = provisioned["BrokerNodeGroupInfo"]
        subnet_ids = group["ClientSubnets"]
        round_, place = divmod(broker_id - 1, len(subnet_ids))
        subnet = self._account.subnets(subnet_ids)[place]
        # AWS keeps the first four addresses of a subnet for itself.
        address = ipaddress.ip_network(subnet.cidr_block)[10 + round_]
        node_id = uuid.uuid5(uuid.NAMESPACE_URL, f"{cluster.arn}/{broker_id}")
        region = self._store.region
        host = f"b-{broker_id}.{cluster.name}.{cluster.arn[-8:-2]}.c1.kafka.{region}.amazonaws.com"
        return {
            "AddedToClusterTime": cluster.created.isoformat(timespec="milliseconds"),
            "InstanceType": group["InstanceType"],
            "NodeARN": cluster.arn_of("broker", str(node_id)),
            "NodeType": "BROKER",
            "BrokerNodeInfo": {
                "AttachedENIId": f"eni-{node_id.hex[:17]}",
                "BrokerId": float(broker_id),
                "ClientSubnet": subnet_ids[place],
                "ClientVpcIpAddress": str(address),
                "CurrentBrokerSoftwareInfo": provisioned["CurrentBrokerSoftwareInfo"],
                "Endpoints": [host],
            },
        }
