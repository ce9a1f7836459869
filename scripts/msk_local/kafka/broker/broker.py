"""What the front door and the control plane need of a broker, whichever it is."""

from collections.abc import Collection, Mapping
from typing import Protocol

HOST = "127.0.0.1"


class BrokerError(RuntimeError):
    """A broker did not start, or stopped on its own; the message names its log."""


class Broker(Protocol):
    """The brokers of one cluster, in processes of their own that end with this one."""

    name: str
    """Program and version, for people."""

    @property
    def addresses(self) -> Mapping[int, tuple[str, int]]:
        """Host and port of every broker by its id, from 1; empty when nothing runs."""

    @property
    def process_ids(self) -> Collection[int]:
        """The processes that run for it; none when nothing runs."""

    @property
    def stored_bytes(self) -> Mapping[int, int]:
        """What the data of each broker takes on the disk; empty when it is kept in memory."""

    def start(self, broker_count: int, server_properties: Mapping[str, str]) -> None:
        """Start the brokers and wait until they serve.

        Raises:
            BrokerError: They do not.
        """

    def reconfigure(self, broker_count: int, server_properties: Mapping[str, str]) -> None:
        """Change number and configuration of brokers that run.

        Raises:
            ValueError: The brokers to be removed are still needed.
            BrokerError: A broker does not come up.
        """

    def stop(self) -> None:
        """End every process; does nothing when nothing runs."""
