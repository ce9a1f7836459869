"""What is said about the ways into a cluster, what MSK shows of them, and the next step between."""

from collections.abc import Mapping
from typing import Any, NamedTuple

_AUTHENTICATIONS = ("Iam", "Scram", "Tls")
_PUBLIC = "SERVICE_PROVIDED_EIPS"


class Settings(NamedTuple):
    """The ways into a cluster. None: nothing is said about this one."""

    public_access: bool | None
    vpc_connectivity: frozenset[str] | None
    """The authentications open to other VPCs: some of ``Iam``, ``Scram`` and ``Tls``."""
    dual_stack: bool | None

    def after(self, before: "Settings") -> "Settings":
        """These settings, and closed what `before` opened and they no longer speak of."""
        public, vpc, dual = self
        return Settings(
            False if public is None and before.public_access else public,
            frozenset() if vpc is None and before.vpc_connectivity else vpc,
            False if dual is None and before.dual_stack else dual,
        )


NOTHING = Settings(None, None, None)


def stated(properties: Mapping[str, Any]) -> Settings:
    """What the properties of the custom resource say; CloudFormation makes text of booleans."""
    public, vpc = properties.get("PublicAccess"), properties.get("VpcConnectivity")
    network = properties.get("NetworkType")
    return Settings(
        None if public is None else public == "true",
        None
        if vpc is None
        else frozenset(name for name in _AUTHENTICATIONS if vpc[name] == "true"),
        None if network is None else network == "DUAL",
    )


def shown(cluster: Mapping[str, Any]) -> Settings:
    """What DescribeClusterV2 says of a provisioned cluster; what it leaves out is closed."""
    info = cluster["Provisioned"]["BrokerNodeGroupInfo"].get("ConnectivityInfo", {})
    client = info.get("VpcConnectivity", {}).get("ClientAuthentication", {})
    switches = {**client.get("Sasl", {}), "Tls": client.get("Tls", {})}
    return Settings(
        info.get("PublicAccess", {}).get("Type") == _PUBLIC,
        frozenset(name for name, switch in switches.items() if switch.get("Enabled")),
        info.get("NetworkType") == "DUAL",
    )


def next_step(present: Settings, wanted: Settings) -> dict[str, Any] | None:
    """The next call's ``ConnectivityInfo``, which may speak of one setting only.

    What closes comes before what opens, and the way without return comes last. None: all is as
    wanted.
    """
    steps = [
        (_public_access(opened=False), wanted.public_access is False and present.public_access),
        (
            _vpc_connectivity(wanted.vpc_connectivity or frozenset()),
            wanted.vpc_connectivity not in (None, present.vpc_connectivity),
        ),
        (_public_access(opened=True), wanted.public_access and not present.public_access),
        ({"NetworkType": "DUAL"}, wanted.dual_stack and not present.dual_stack),
    ]
    return next((step for step, is_missing in steps if is_missing), None)


def _public_access(*, opened: bool) -> dict[str, Any]:
    return {"PublicAccess": {"Type": _PUBLIC if opened else "DISABLED"}}


def _vpc_connectivity(open_: frozenset[str]) -> dict[str, Any]:
    iam, scram, tls = ({"Enabled": name in open_} for name in _AUTHENTICATIONS)
    authentication = {"Sasl": {"Iam": iam, "Scram": scram}, "Tls": tls}
    return {"VpcConnectivity": {"ClientAuthentication": authentication}}
