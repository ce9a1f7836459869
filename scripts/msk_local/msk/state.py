"""What the MSK API of one account and Region remembers."""

import random
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.utilities.utils import get_partition

from msk_local.msk.data_plane import DataPlane
from msk_local.msk.errors import bad_request, not_found

_VERSION_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def now() -> datetime:
    """The present, with a time zone."""
    return datetime.now(UTC)


def new_version() -> str:
    """A state token as MSK makes them: ``K3AEGXETSR30VB``; it says nothing and never repeats."""
    return "K" + "".join(random.choices(_VERSION_ALPHABET, k=13))  # noqa: S311


@dataclass
class Operation:
    """One change of a cluster, as ListClusterOperations shows it.

    Attributes:
        source: What the change found, in the API's MutableClusterInfo.
        target: What the change makes, in the same form.
        error: Why it failed. Absent: it did not.
    """

    arn: str
    operation_type: str
    source: dict[str, Any]
    target: dict[str, Any]
    state: str = "UPDATE_IN_PROGRESS"
    created: datetime = field(default_factory=now)
    ended: datetime | None = None
    error: str | None = None


@dataclass
class Cluster:
    """A cluster, described in the API's own structures.

    Attributes:
        provisioned: The API's Provisioned structure. Absent: the cluster is serverless.
        serverless: The API's Serverless structure. Absent: the cluster is provisioned.
        configuration: ARN and revision of the custom configuration. Absent: MSK's default one.
        data_plane: The brokers. Absent: they are not started yet.
    """

    arn: str
    name: str
    tags: dict[str, str]
    provisioned: dict[str, Any] | None = None
    serverless: dict[str, Any] | None = None
    configuration: tuple[str, int] | None = None
    zookeeper_access: bool = True
    state: str = "CREATING"
    state_message: str | None = None
    created: datetime = field(default_factory=now)
    version: str = field(default_factory=new_version)
    scram_secrets: list[str] = field(default_factory=list)
    policy: str | None = None
    policy_version: str | None = None
    operations: dict[str, Operation] = field(default_factory=dict)
    data_plane: DataPlane | None = None

    @property
    def cluster_type(self) -> str:
        """``PROVISIONED`` or ``SERVERLESS``."""
        return "SERVERLESS" if self.provisioned is None else "PROVISIONED"

    @property
    def brokers(self) -> dict[str, Any]:
        """The Provisioned structure of a cluster that must have one.

        Raises:
            MskError: The cluster is serverless.
        """
        if self.provisioned is None:
            raise bad_request("This operation cannot be performed on serverless clusters.")
        return self.provisioned

    def arn_of(self, kind: str, name: str) -> str:
        """ARN of a topic, a group or another resource inside the cluster."""
        return f"{self.arn.replace(':cluster/', f':{kind}/', 1)}/{name}"


@dataclass
class VpcConnection:
    """A connection from another network to a cluster.

    Attributes:
        authentication: ``SASL_IAM``, ``SASL_SCRAM`` or ``TLS``.
        rejected: Whether the owner of the cluster hung up.
    """

    arn: str
    cluster_arn: str
    authentication: str
    vpc_id: str
    subnets: list[str]
    security_groups: list[str]
    tags: dict[str, str]
    rejected: bool = False
    created: datetime = field(default_factory=now)


@dataclass(frozen=True)
class Revision:
    """One immutable content of a configuration."""

    number: int
    server_properties: bytes
    description: str
    created: datetime = field(default_factory=now)


@dataclass
class Configuration:
    """A configuration and all of its revisions, oldest first."""

    arn: str
    name: str
    description: str
    kafka_versions: list[str]
    revisions: list[Revision]
    created: datetime = field(default_factory=now)

    @property
    def latest(self) -> Revision:
        """The newest revision."""
        return self.revisions[-1]

    def revision(self, number: int) -> Revision:
        """The revision of that number.

        Raises:
            MskError: It does not exist.
        """
        for revision in self.revisions:
            if revision.number == number:
                return revision
        raise not_found("revision")


class Store:
    """Clusters and what goes with them by ARN; `lock` guards every look and every change."""

    def __init__(self, *, account: str, region: str) -> None:
        self.account = account
        self.region = region
        self.lock = threading.RLock()
        self.clusters: dict[str, Cluster] = {}
        self.configurations: dict[str, Configuration] = {}
        self.vpc_connections: dict[str, VpcConnection] = {}

    def cluster(self, parameters: Mapping[str, Any]) -> Cluster:
        """The cluster a request names.

        Raises:
            MskError: The ARN is malformed, or names nothing.
        """
        arn = parameters["ClusterArn"]
        self._check(arn, "cluster", "clusterArn")
        with self.lock:
            if arn not in self.clusters:
                raise not_found("clusterArn")
            return self.clusters[arn]

    def configuration(self, arn: str) -> Configuration:
        """The configuration of that ARN.

        Raises:
            MskError: The ARN is malformed, or names nothing.
        """
        self._check(arn, "configuration", "arn")
        with self.lock:
            if arn not in self.configurations:
                raise not_found("arn")
            return self.configurations[arn]

    def server_properties(self, configuration: tuple[str, int] | None) -> dict[str, str]:
        """The properties of a configuration's revision; none when there is no configuration."""
        if configuration is None:
            return {}
        arn, number = configuration
        return parse_properties(self.configuration(arn).revision(number).server_properties)

    def new_arn(self, kind: str, name: str, *, suffix: str | None = None) -> str:
        """An ARN that was never given before: ``<kind>/<name>/<uuid>-<suffix>``.

        Args:
            kind: ``cluster`` or ``configuration``.
            name: What the customer calls it.
            suffix: What ends the identifier. Absent: a small number, as MSK chooses.
        """
        ending = suffix or str(random.randint(1, 25))  # noqa: S311
        return f"{self._prefix()}{kind}/{name}/{uuid.uuid4()}-{ending}"

    def _prefix(self) -> str:
        return f"arn:{get_partition(self.region)}:kafka:{self.region}:{self.account}:"

    def _check(self, arn: str, kind: str, parameter: str) -> None:
        if not arn.startswith("arn:") or f":{kind}/" not in arn:
            raise bad_request("One or more of the parameters are not valid.", parameter=parameter)


def parse_properties(text: bytes) -> dict[str, str]:
    """The entries of a ``server.properties`` file; comments and blank lines are none."""
    properties: dict[str, str] = {}
    for raw in text.decode().splitlines():
        line = raw.strip()
        if line and not line.startswith(("#", "!")):
            name, _, value = line.partition("=")
            properties[name.strip()] = value.strip()
    return properties
