"""The ports brokers listen on."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from msk_model.facts.table import read_table

Listener = Literal["plaintext", "tls", "scram", "iam"]


@dataclass(frozen=True, kw_only=True)
class ListenerPorts:
    """The ports of one listener.

    Attributes:
        vpc: For clients in the VPC, over IPv4.
        public: For clients on the internet; `None` when MSK has no such endpoint.
        ipv6: For clients over IPv6, of dual-stack clusters.
    """

    vpc: int
    ipv6: int
    public: int | None = None


@cache
def _table() -> dict[str, Any]:
    return read_table("ports")


def ports(listener: Listener) -> ListenerPorts:
    """The ports of `listener`; ``tls`` is one listener with and without client certificates."""
    return ListenerPorts(**_table()["ports"][listener])


def exporter_port(exporter: Literal["jmx", "node"]) -> int:
    """The port of a Prometheus exporter of open monitoring."""
    return int(_table()["exporters"][exporter])


def vpc_connection_ports() -> tuple[int, int]:
    """The first and the last port of connections from other VPCs, whatever the listener."""
    table = _table()["vpc_connections"]
    return table["first"], table["last"]
