"""The embedded broker, seen from the process that started it."""

import os
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

import msk_local
from msk_local.kafka.broker.broker import HOST
from msk_local.kafka.broker.child import Child
from msk_local.kafka.broker.embedded import VERSION
from msk_local.kafka.broker.properties import effective_properties

_SECONDS_TO_START = 120.0
_SOURCE_ROOT = Path(next(iter(msk_local.__path__))).parent


class EmbeddedBroker:
    """All brokers of a cluster in one child process, at one port.

    Args:
        directory: Where its log is written.
    """

    def __init__(self, directory: Path) -> None:
        self.name = f"embedded broker {VERSION}"
        self._directory = directory
        self._child: Child | None = None
        self._addresses: Mapping[int, tuple[str, int]] = {}

    @property
    def addresses(self) -> Mapping[int, tuple[str, int]]:
        """The same address for each broker."""
        return self._addresses

    @property
    def process_ids(self) -> Collection[int]:
        """The one process."""
        return [self._child.process_id] if self._child else []

    @property
    def stored_bytes(self) -> Mapping[int, int]:
        """Nothing: its records are in memory."""
        return {}

    def start(self, broker_count: int, server_properties: Mapping[str, str]) -> None:
        """Start the process; it has no records yet."""
        path = os.environ.get("PYTHONPATH", "")
        self._child = Child(
            [sys.executable, "-m", "msk_local.kafka.broker.embedded"],
            log=self._directory / "broker.log",
            environment={"PYTHONPATH": os.pathsep.join(filter(None, (str(_SOURCE_ROOT), path)))},
        )
        try:
            self._tell(self._child, broker_count, server_properties)
        except BaseException:
            self.stop()
            raise

    def reconfigure(self, broker_count: int, server_properties: Mapping[str, str]) -> None:
        """Play another number of brokers with another configuration; records stay.

        Raises:
            ValueError: A topic has more copies than there would be brokers.
        """
        if self._child:
            self._tell(self._child, broker_count, server_properties)

    def stop(self) -> None:
        """End the process, and the records with it."""
        child, self._child, self._addresses = self._child, None, {}
        if child:
            child.end()

    def _tell(self, child: Child, broker_count: int, server_properties: Mapping[str, str]) -> None:
        properties = effective_properties(broker_count, server_properties)
        answer = child.ask(
            {"broker_count": broker_count, "server_properties": dict(properties)},
            seconds=_SECONDS_TO_START,
        )
        if "error" in answer:
            raise ValueError(answer["error"])
        self._addresses = dict.fromkeys(range(1, broker_count + 1), (HOST, answer["port"]))
