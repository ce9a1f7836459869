"""Whether a cluster is already what an update operation would make it.

MSK refuses an update that changes nothing. CloudFormation asks for one when it takes back a change
that MSK refused: the cluster still is what it is to become again.
"""

from collections.abc import Mapping
from typing import Any, Final

_STORAGE: Final = "BrokerNodeGroupInfo.StorageInfo.EbsStorageInfo"
_CONNECTIVITY: Final = "BrokerNodeGroupInfo.ConnectivityInfo"
_PATHS: Final[Mapping[str, str]] = {
    "TargetInstanceType": "BrokerNodeGroupInfo.InstanceType",
    "TargetNumberOfBrokerNodes": "NumberOfBrokerNodes",
    "VolumeSizeGB": f"{_STORAGE}.VolumeSize",
    "ProvisionedThroughput": f"{_STORAGE}.ProvisionedThroughput",
    "TargetKafkaVersion": "CurrentBrokerSoftwareInfo.KafkaVersion",
    "ConfigurationInfo.Arn": "CurrentBrokerSoftwareInfo.ConfigurationArn",
    "ConfigurationInfo.Revision": "CurrentBrokerSoftwareInfo.ConfigurationRevision",
    "EncryptionInfo.EncryptionInTransit.ClientBroker": (
        "EncryptionInfo.EncryptionInTransit.ClientBroker"
    ),
    **{
        f"ConnectivityInfo.{name}": f"{_CONNECTIVITY}.{name}"
        for name in ("PublicAccess", "VpcConnectivity", "NetworkType")
    },
    **{
        name: name
        for name in (
            "ClientAuthentication",
            "EnhancedMonitoring",
            "LoggingInfo",
            "OpenMonitoring",
            "Rebalancing",
            "StorageMode",
        )
    },
}
"""Where DescribeClusterV2 shows, inside Provisioned, what an argument sets."""

_OFF: Final[tuple[object, ...]] = ({}, [], None, False, "DISABLED")


def is_so_already(arguments: Mapping[str, Any], provisioned: Mapping[str, Any]) -> bool:
    """Whether an update with these arguments would change nothing.

    Args:
        arguments: Of an update operation, named as the API names them.
        provisioned: The cluster, as DescribeClusterV2 shows it at this moment.
    """
    remaining = dict(arguments)
    for argument, path in _PATHS.items():
        outer = argument.partition(".")[0]
        if outer not in arguments:
            continue
        remaining.pop(outer, None)
        wanted = _at(arguments, argument)
        # A part of EncryptionInfo or ConnectivityInfo that is not named stays as it is.
        named = argument == outer or wanted is not None
        if named and _switched_on(wanted) != _switched_on(_at(provisioned, path)):
            return False
    return not remaining  # MSK does not show what the others set


def _at(value: Any, path: str) -> Any:
    for step in path.split("."):
        if not isinstance(value, Mapping) or step not in value:
            return None
        value = value[step]
    return value


def _switched_on(value: Any) -> Any:
    """`value` without what is off: leaving it out and switching it off are the same."""
    if not isinstance(value, Mapping):
        return None if value in _OFF else value
    if value.get("Enabled") is False:
        return None
    on = {name: _switched_on(inner) for name, inner in value.items()}
    return {name: inner for name, inner in on.items() if inner is not None} or None
