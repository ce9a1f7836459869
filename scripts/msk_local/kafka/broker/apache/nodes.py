"""The configuration of Apache Kafka's nodes: KRaft, plaintext, loopback only."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from msk_local.kafka.broker.broker import HOST
from msk_local.kafka.broker.properties import TIERED_STORAGE

MOST_CONTROLLERS = 3
_HEAP = "-Xmx320m"
_LOGGING = """\
rootLogger.level=INFO
rootLogger.appenderRef.stdout.ref=stdout
appender.stdout.type=Console
appender.stdout.name=stdout
appender.stdout.layout.type=PatternLayout
appender.stdout.layout.pattern=%d{ISO8601} %p %m (%c)%n
"""
_LOCAL_TIER = "org.apache.kafka.server.log.remote.storage.LocalTieredStorage"
_REPLICATED = (
    "offsets.topic",
    "transaction.state.log",
    "share.coordinator.state.topic",
)


@dataclass(frozen=True)
class Node:
    """One broker of the cluster.

    Attributes:
        node_id: From 1.
        port: Where clients come in.
        controller_port: Where it votes. `None`: it is a broker only.
        directory: Its data, properties and log.
    """

    node_id: int
    port: int
    controller_port: int | None
    directory: Path

    @property
    def properties(self) -> Path:
        """The file it is configured with."""
        return self.directory / "server.properties"

    @property
    def logging(self) -> Path:
        """The file that says what it logs, and how."""
        return self.directory / "log4j2.properties"

    @property
    def data(self) -> Path:
        """Where its records are."""
        return self.directory / "data"

    @property
    def log(self) -> Path:
        """What it writes about itself."""
        return self.directory / "server.log"

    def configure(self, voters: str, controllers: int, custom: Mapping[str, str]) -> None:
        """Write its configuration.

        Args:
            voters: All controllers, as ``controller.quorum.voters`` wants them.
            controllers: How many they are: internal topics have as many copies.
            custom: Server properties of the cluster; those of the node itself win.
        """
        own = {
            "process.roles": "broker,controller" if self.controller_port else "broker",
            "node.id": str(self.node_id),
            "controller.quorum.voters": voters,
            "controller.listener.names": "CONTROLLER",
            "listeners": self._listeners(),
            "advertised.listeners": f"PLAINTEXT://{HOST}:{self.port}",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name": "PLAINTEXT",
            "log.dirs": str(self.data),
            "group.initial.rebalance.delay.ms": "100",
            "offsets.topic.num.partitions": "6",
            "transaction.state.log.num.partitions": "6",
            "share.coordinator.state.topic.num.partitions": "6",
            **{f"{topic}.replication.factor": str(controllers) for topic in _REPLICATED},
            "transaction.state.log.min.isr": "1",
            "share.coordinator.state.topic.min.isr": "1",
            **(self._second_tier(controllers) if custom.get(TIERED_STORAGE) == "true" else {}),
        }
        self.directory.mkdir(parents=True, exist_ok=True)
        lines = (f"{name}={_escaped(value)}\n" for name, value in {**custom, **own}.items())
        self.properties.write_text("".join(lines), encoding="ascii")
        self.logging.write_text(_LOGGING, encoding="ascii")

    def command(self, jars: Path) -> list[str]:
        """How to start it."""
        return [
            *("java", _HEAP, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            f"-Dlog4j2.configurationFile={self.logging}",
            *("-cp", f"{jars}/*", "kafka.Kafka", str(self.properties)),
        ]

    def _second_tier(self, controllers: int) -> Mapping[str, str]:
        """Tiered storage in a directory that all nodes share, as MSK's brokers share Amazon S3.

        https://kafka.apache.org/documentation/#tiered_storage_config_ex: Apache Kafka brings this
        implementation along for its own tests. Segments move after a second instead of half a
        minute, so that whoever looks can see it.
        """
        metadata = "rlmm.config.remote.log.metadata.topic"
        return {
            "remote.log.storage.manager.class.name": _LOCAL_TIER,
            "remote.log.storage.manager.impl.prefix": "rsm.config.",
            "rsm.config.dir": str(self.directory.parent / "tiered-storage"),
            "remote.log.metadata.manager.listener.name": "PLAINTEXT",
            "remote.log.metadata.manager.impl.prefix": "rlmm.config.",
            f"{metadata}.num.partitions": "6",
            f"{metadata}.replication.factor": str(controllers),
            f"{metadata}.min.isr": "1",
            "remote.log.manager.task.interval.ms": "1000",
        }

    def _listeners(self) -> str:
        clients = f"PLAINTEXT://{HOST}:{self.port}"
        if self.controller_port is None:
            return clients
        return f"{clients},CONTROLLER://{HOST}:{self.controller_port}"


def _escaped(value: str) -> str:
    """A value as Java reads it from a properties file."""
    ascii_only = value.replace("\\", "\\\\").replace("\n", "\\n")
    return "".join(c if c.isascii() else f"\\u{ord(c):04x}" for c in ascii_only)
