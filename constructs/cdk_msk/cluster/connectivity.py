"""From where a cluster can be reached."""

import enum
from dataclasses import dataclass


class NetworkType(enum.Enum):
    """The addresses of brokers."""

    IPV4 = "IPV4"
    DUAL = "DUAL"
    """IPv4 and IPv6. There is no way back."""


@dataclass(frozen=True, kw_only=True)
class VpcConnectivity:
    """The authentications open to clients in other VPCs, through AWS PrivateLink.

    Each must be one of the cluster's own. With all of them `False` there is no way in.

    https://docs.aws.amazon.com/msk/latest/developerguide/aws-access-mult-vpc.html
    """

    iam: bool = False
    scram: bool = False
    tls: bool = False

    @property
    def authentications(self) -> frozenset[str]:
        """Those that are open: a subset of ``{"iam", "scram", "tls"}``."""
        states = {"iam": self.iam, "scram": self.scram, "tls": self.tls}
        return frozenset(name for name, is_open in states.items() if is_open)
