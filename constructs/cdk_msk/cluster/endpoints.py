"""The endpoints of a cluster: which exist, by what port, and what MSK calls them."""

from dataclasses import dataclass
from typing import Literal

from msk_model import ClusterShape
from msk_model.facts.ports import Listener, ports

Family = Literal["vpc", "public", "vpc_connectivity", "ipv6"]
"""Where clients come from: the VPC, the internet, another VPC, or the VPC over IPv6."""

_SUFFIXES: dict[Listener, str] = {
    "iam": "sasl_iam",
    "scram": "sasl_scram",
    "tls": "tls",
    "plaintext": "plaintext",
}
_KEYS: dict[Listener, str] = {
    "iam": "SaslIam",
    "scram": "SaslScram",
    "tls": "Tls",
    "plaintext": "",
}
_SWITCHES: dict[Listener | Family, str] = {
    "iam": "client_authentication with iam=True",
    "scram": "client_authentication with scram=True",
    "tls": (
        "client_authentication with tls=True or unauthenticated=True, "
        "and client_broker_encryption TLS or TLS_PLAINTEXT"
    ),
    "plaintext": "client_broker_encryption TLS_PLAINTEXT or PLAINTEXT",
    "public": "public_access=True",
    "vpc_connectivity": "vpc_connectivity for this authentication",
    "ipv6": "network_type=NetworkType.DUAL",
}


@dataclass(frozen=True)
class Endpoint:
    """One listener as one family of clients sees it."""

    listener: Listener
    family: Family

    @property
    def attribute(self) -> str:
        """The name of the cluster's property: ``bootstrap_brokers_public_sasl_iam``."""
        suffix = _SUFFIXES[self.listener]
        middle = {
            "vpc": suffix,
            "ipv6": f"{suffix}_ipv6",
            "public": f"public_{suffix}",
            "vpc_connectivity": f"vpc_connectivity_{suffix}",
        }
        return f"bootstrap_brokers_{middle[self.family]}"

    @property
    def key(self) -> str:
        """The name in the answer of ``GetBootstrapBrokers``."""
        key = _KEYS[self.listener]
        middle = {
            "vpc": key,
            "ipv6": f"{key}Ipv6",
            "public": f"Public{key}",
            "vpc_connectivity": f"VpcConnectivity{key}",
        }
        return f"BootstrapBrokerString{middle[self.family]}"

    @property
    def switch(self) -> str:
        """The arguments that open this endpoint, in words."""
        listener = _SWITCHES[self.listener]
        return listener if self.family == "vpc" else f"{listener}, and {_SWITCHES[self.family]}"

    def is_open(self, shape: ClusterShape) -> bool:
        """Whether a cluster of that shape has this endpoint."""
        if not _listens(self.listener, shape):
            return False
        if self.family == "public":
            return shape.public_access is True
        if self.family == "vpc_connectivity":
            open_ = shape.vpc_connectivity
            return isinstance(open_, frozenset) and self.listener in open_
        return self.family == "vpc" or shape.network_type == "DUAL"


def _listens(listener: Listener, shape: ClusterShape) -> bool:
    encryption = shape.client_broker_encryption
    if listener == "plaintext":
        return encryption in ("PLAINTEXT", "TLS_PLAINTEXT")
    if listener == "tls":
        return encryption != "PLAINTEXT" and (shape.tls is True or shape.unauthenticated is True)
    return (shape.iam if listener == "iam" else shape.scram) is True


_WITHOUT_PLAINTEXT: tuple[Listener, ...] = ("iam", "scram", "tls")
_LISTENERS: tuple[Listener, ...] = (*_WITHOUT_PLAINTEXT, "plaintext")

ENDPOINTS: tuple[Endpoint, ...] = (
    *(Endpoint(listener, "vpc") for listener in _LISTENERS),
    *(Endpoint(listener, "public") for listener in _WITHOUT_PLAINTEXT),
    *(Endpoint(listener, "vpc_connectivity") for listener in _WITHOUT_PLAINTEXT),
    *(Endpoint(listener, "ipv6") for listener in _LISTENERS),
)
"""All fourteen, those of the VPC first and the safest of each family first."""


def open_endpoints(shape: ClusterShape) -> tuple[Endpoint, ...]:
    """The endpoints a cluster of that shape has, in the order of `ENDPOINTS`."""
    return tuple(endpoint for endpoint in ENDPOINTS if endpoint.is_open(shape))


def client_ports(shape: ClusterShape) -> tuple[int, ...]:
    """The ports clients in the VPC need, in the order of `ENDPOINTS`."""
    return tuple(
        ports(endpoint.listener).ipv6 if endpoint.family == "ipv6" else ports(endpoint.listener).vpc
        for endpoint in open_endpoints(shape)
        if endpoint.family in ("vpc", "ipv6")
    )


def public_ports(shape: ClusterShape) -> tuple[int, ...]:
    """The ports clients on the internet need, in the order of `ENDPOINTS`."""
    every = (
        ports(endpoint.listener).public
        for endpoint in open_endpoints(shape)
        if endpoint.family == "public"
    )
    return tuple(port for port in every if port is not None)
