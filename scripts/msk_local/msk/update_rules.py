"""What MSK demands of a change before it looks at the cluster the change would make."""

from collections.abc import Mapping
from typing import Any, Final

from msk_local.msk.errors import MskError, bad_request
from msk_local.msk.state import Cluster
from msk_local.msk.topic_admin import TopicAdmin

_MINIMUM_GROWTH_GIB: Final = 10


def several_attributes() -> MskError:
    """A call that changes more than one thing."""
    return bad_request(
        "You can't update multiple attributes of the cluster in same request."
        " Use a different request for each update."
    )


def nothing_to_do(parameter: str) -> MskError:
    """A call that changes nothing."""
    return bad_request("The request does not include any updates.", parameter=parameter)


def require_broker_count(cluster: Cluster, target: int) -> None:
    """Refuse a number of brokers the cluster cannot have next.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-remove-broker.html
    """
    brokers = cluster.brokers
    present = brokers["NumberOfBrokerNodes"]
    zones = len(brokers["BrokerNodeGroupInfo"]["ClientSubnets"])
    parameter = "targetNumberOfBrokerNodes"
    if target == present:
        raise nothing_to_do(parameter)
    if target % zones:
        raise bad_request(
            "Number of broker nodes must be a multiple of the number of Availability Zones.",
            parameter=parameter,
        )
    if target > present:
        return
    if present - target != zones:
        raise bad_request(
            "You can remove one broker from each Availability Zone at a time.",
            parameter=parameter,
        )
    moves_by_itself = brokers.get("Rebalancing", {}).get("Status") == "ACTIVE"
    if not moves_by_itself:
        _require_empty_brokers(cluster, set(range(target + 1, present + 1)))


def _require_empty_brokers(cluster: Cluster, leaving: set[int]) -> None:
    if cluster.data_plane is None:
        return
    for topic in TopicAdmin(cluster.data_plane.internal_bootstrap_servers).topics():
        held = any(leaving & set(partition.replicas) for partition in topic.partitions)
        if held and not topic.name.startswith("__"):
            raise bad_request(
                f"The brokers to remove must not hold user partitions; they hold {topic.name}.",
                parameter="targetNumberOfBrokerNodes",
            )


def require_storage_growth(
    cluster: Cluster,
    *,
    size: int | None,
    throughput: Mapping[str, Any] | None,
    mode: str | None,
) -> None:
    """Refuse volumes that shrink or grow by too little, and tiered storage that is turned off."""
    brokers = cluster.brokers
    if brokers["BrokerNodeGroupInfo"]["InstanceType"].startswith("express."):
        raise bad_request("Express brokers have no volumes to update.")
    volume = brokers["BrokerNodeGroupInfo"]["StorageInfo"]["EbsStorageInfo"]
    present = volume.get("VolumeSize", 0)
    if size is not None and size != present and size < present + _MINIMUM_GROWTH_GIB:
        raise bad_request(
            f"To update storage, you must increase it by at least {_MINIMUM_GROWTH_GIB} GiB.",
            parameter="volumeSizeGB",
        )
    if mode == "LOCAL" and brokers["StorageMode"] == "TIERED":
        raise bad_request("You can't turn tiered storage off.", parameter="storageMode")
    unchanged_size = size in {None, present}
    off = {"Enabled": False}
    unchanged_throughput = throughput in (None, volume.get("ProvisionedThroughput", off))
    if unchanged_size and unchanged_throughput and mode in {None, brokers["StorageMode"]}:
        raise bad_request(
            "The request does not include any updates to the EBS volumes of the cluster."
            " Verify the request, then try again."
        )


def require_fixed_encryption(cluster: Cluster, target: Mapping[str, Any]) -> None:
    """Refuse to change what is settled when a cluster is created."""
    present = cluster.brokers["EncryptionInfo"]
    at_rest = target.get("EncryptionAtRest", present["EncryptionAtRest"])
    if at_rest != present["EncryptionAtRest"]:
        raise bad_request("You can't change the encryption at rest.", parameter="encryptionInfo")
    in_cluster = present["EncryptionInTransit"]["InCluster"]
    if target.get("EncryptionInTransit", {}).get("InCluster", in_cluster) != in_cluster:
        raise bad_request("You can't change the encryption in the cluster.", parameter="inCluster")
