"""Apache Kafka itself, as the broker behind the front door."""

import base64
import re
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from msk_local.kafka.broker import guard
from msk_local.kafka.broker.apache.disk_usage import disk_usage
from msk_local.kafka.broker.apache.jars import KAFKA_VERSION, provide_jars
from msk_local.kafka.broker.apache.nodes import MOST_CONTROLLERS, Node
from msk_local.kafka.broker.apache.reserved_ports import ReservedPorts
from msk_local.kafka.broker.broker import HOST, BrokerError
from msk_local.kafka.broker.child import Child
from msk_local.kafka.broker.probe import broker_ids, replicas_on
from msk_local.kafka.broker.properties import effective_properties

_SECONDS_TO_START = 300.0
_POLL_SECONDS = 0.2
_ATTEMPTS = 2
"""Where ports cannot be held for Java, one may be taken by then; a second attempt takes others."""


class ApacheKafka:
    """One process per broker; the first of them are controllers as well, up to three.

    Args:
        directory: Where data, configuration and logs of the nodes lie.
    """

    def __init__(self, directory: Path) -> None:
        self.name = f"Apache Kafka {KAFKA_VERSION}"
        self._directory = directory / "apache-kafka"
        self._nodes: dict[int, Node] = {}
        self._properties: Mapping[str, str] = {}
        self._guard: Child | None = None
        self._node_pids: Collection[int] = ()
        self._ports = ReservedPorts()

    @property
    def addresses(self) -> Mapping[int, tuple[str, int]]:
        """The port of every broker."""
        return {node_id: (HOST, node.port) for node_id, node in self._nodes.items()}

    @property
    def process_ids(self) -> Collection[int]:
        """The nodes, and the process that guards them."""
        return [self._guard.process_id, *self._node_pids] if self._guard else []

    @property
    def stored_bytes(self) -> Mapping[int, int]:
        """The blocks of the disk that the files of each node take."""
        return {node_id: disk_usage(node.data) for node_id, node in dict(self._nodes).items()}

    def start(self, broker_count: int, server_properties: Mapping[str, str]) -> None:
        """Start all nodes at once, with the records of an earlier run.

        Raises:
            BrokerError: The jars cannot be had, or the nodes do not form a cluster.
        """
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                self._start(broker_count, effective_properties(broker_count, server_properties))
            except BaseException as error:
                self.stop()
                if not isinstance(error, BrokerError) or attempt == _ATTEMPTS:
                    raise
            else:
                return

    def reconfigure(self, broker_count: int, server_properties: Mapping[str, str]) -> None:
        """Add or remove brokers; another configuration takes a restart of one after the other.

        Raises:
            ValueError: A broker to be removed is a controller or still holds partitions.
            BrokerError: A node does not come up.
        """
        leaving = [node_id for node_id in self._nodes if node_id > broker_count]
        self._check_leaving(leaving)
        properties = effective_properties(broker_count, server_properties)
        if properties != self._properties:
            self._properties = properties
            for node in list(self._nodes.values()):
                self._configure(node)
                self._tell(start=[node], stop=[node.node_id])
                self._wait()
        self._tell(stop=leaving)
        for node_id in leaving:
            del self._nodes[node_id]
        arriving = self._new_nodes(range(len(self._nodes) + 1, broker_count + 1), controllers=0)
        for node in arriving:
            self._nodes[node.node_id] = node
            self._configure(node)
            self._copy_format(node)
        self._tell(start=arriving)
        self._wait()

    def stop(self) -> None:
        """End all nodes; their records stay in the directory."""
        ending, self._guard, self._nodes = self._guard, None, {}
        if ending:
            ending.end()
        self._ports.release()

    def _start(self, broker_count: int, properties: Mapping[str, str]) -> None:
        jars = provide_jars()
        controllers = MOST_CONTROLLERS if broker_count >= MOST_CONTROLLERS else 1
        self._properties = properties
        nodes = self._new_nodes(range(1, broker_count + 1), controllers)
        self._nodes = {node.node_id: node for node in nodes}
        for node in nodes:
            self._configure(node)
        if not nodes[0].data.exists():
            self._format(nodes[0], jars)
        for node in nodes[1:]:
            self._copy_format(node)
        self._guard = Child([sys.executable, guard.__file__], log=self._directory / "guard.log")
        self._tell(start=nodes)
        self._wait()

    def _new_nodes(self, node_ids: range, controllers: int) -> list[Node]:
        ports = iter(self._ports.reserve(len(node_ids) + controllers))
        return [
            Node(
                node_id,
                next(ports),
                next(ports) if node_id <= controllers else None,
                self._directory / str(node_id),
            )
            for node_id in node_ids
        ]

    def _controllers(self) -> list[Node]:
        return [node for node in self._nodes.values() if node.controller_port]

    def _configure(self, node: Node) -> None:
        controllers = self._controllers()
        voters = ",".join(f"{c.node_id}@{HOST}:{c.controller_port}" for c in controllers)
        node.configure(voters, len(controllers), self._properties)

    def _format(self, node: Node, jars: Path) -> None:
        cluster_id = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        logging = f"-Dlog4j2.configurationFile={node.logging}"
        command = ["java", logging, "-cp", f"{jars}/*", "kafka.tools.StorageTool", "format"]
        result = subprocess.run(
            [*command, f"--cluster-id={cluster_id}", f"--config={node.properties}"],
            check=False,
            capture_output=True,
            text=True,
        )
        if result.returncode:
            shutil.rmtree(node.data, ignore_errors=True)
            said = (result.stdout + result.stderr).strip().splitlines() or ["nothing"]
            raise BrokerError(f"Apache Kafka refuses its configuration: {said[-1]}")

    def _copy_format(self, node: Node) -> None:
        """Format a node like the first one, without the seconds a Java program takes for it."""
        if node.data.exists():
            return
        node.data.mkdir()
        first = self._nodes[1].data
        if (first / "bootstrap.checkpoint").exists():
            shutil.copy(first / "bootstrap.checkpoint", node.data)
        meta = (first / "meta.properties").read_text(encoding="ascii")
        directory_id = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        meta = re.sub(r"(?m)^node\.id=.*$", f"node.id={node.node_id}", meta)
        meta = re.sub(r"(?m)^directory\.id=.*$", f"directory.id={directory_id}", meta)
        (node.data / "meta.properties").write_text(meta, encoding="ascii")

    def _tell(self, *, start: Sequence[Node] = (), stop: Collection[int] = ()) -> None:
        if self._guard is None:
            raise BrokerError("Apache Kafka does not run")
        jars = provide_jars()
        commands = {
            str(node.node_id): {"command": node.command(jars), "log": str(node.log)}
            for node in start
        }
        answer = self._guard.ask(
            {"start": commands, "stop": [str(node_id) for node_id in stop]},
            seconds=_SECONDS_TO_START,
        )
        self._node_pids = answer["pids"].values()

    def _wait(self) -> None:
        """Wait until every node knows of every other."""
        deadline = time.monotonic() + _SECONDS_TO_START
        for node in self._nodes.values():
            while broker_ids((HOST, node.port)) != self._nodes.keys():
                if self._guard is None or not self._guard.alive:
                    raise BrokerError(f"a node of Apache Kafka ended; see {self._directory}")
                if time.monotonic() > deadline:
                    raise BrokerError(
                        f"Apache Kafka was not ready within {_SECONDS_TO_START:g} seconds; "
                        f"see {node.log}"
                    )
                time.sleep(_POLL_SECONDS)

    def _check_leaving(self, leaving: Collection[int]) -> None:
        for node_id in leaving:
            if self._nodes[node_id].controller_port:
                raise ValueError(f"broker_count must keep broker {node_id}, which is a controller")
            if replicas_on((HOST, self._nodes[1].port), node_id):
                raise ValueError(
                    f"broker_count must keep broker {node_id}, which holds partitions; "
                    f"move them to other brokers first"
                )
