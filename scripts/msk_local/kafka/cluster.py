"""One MSK cluster's data plane: a broker, and the front door its clients come through."""

import logging
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from msk_local.kafka.access.acl_store import AclStore
from msk_local.kafka.access.quotas import QuotaStore
from msk_local.kafka.access.resources import ClusterResources
from msk_local.kafka.authentication import Authentication
from msk_local.kafka.broker import Broker, BrokerSoftware, broker_of
from msk_local.kafka.broker.properties import TIERED_STORAGE
from msk_local.kafka.certificates import CertificateAuthority
from msk_local.kafka.front_door import FrontDoor
from msk_local.kafka.front_door.addresses import HOST
from msk_local.kafka.front_door.mechanisms import Gate
from msk_local.kafka.front_door.traffic import Volume
from msk_local.kafka.identities import Identities

_LOG = logging.getLogger(__name__)


class KafkaCluster:
    """The brokers of one cluster, reachable on loopback as MSK's are in a VPC.

    Args:
        cluster_arn: Whose topic, group and transactional-id ARNs policies name.
        broker_count: Brokers of the whole cluster, each with a listener per authentication.
        authentications: Which listeners to open.
        identities: Where keys, policies and passwords are looked up, at each connection.
        directory: Where data, logs, certificates, ACLs and quotas of the cluster lie; made when
            needed.
        software: The broker behind the front door. Absent: `BrokerSoftware.choose()`.
        certificate_authority: Signs the brokers' certificate. Absent: one of the cluster's own.
        client_certificate_authorities: Certificates in PEM of those who sign the certificates of
            clients (mTLS); none of them lets nobody in. Absent: the brokers' own authority.
        server_properties: The custom configuration over MSK's default one. Absent: the default.
        tiered_storage: Whether topics may keep older records in a second tier. Apache Kafka has
            it in a directory; the embedded broker keeps all records in memory either way.

    Raises:
        ValueError: The ARN is not a cluster's, there is no broker, or the environment asks for
            broker software that this machine cannot run.
    """

    def __init__(
        self,
        *,
        cluster_arn: str,
        broker_count: int,
        authentications: Collection[Authentication],
        identities: Identities,
        directory: Path,
        software: BrokerSoftware | None = None,
        certificate_authority: CertificateAuthority | None = None,
        client_certificate_authorities: Sequence[str] | None = None,
        server_properties: Mapping[str, str] | None = None,
        tiered_storage: bool = False,
    ) -> None:
        ClusterResources.of(cluster_arn)
        _check_broker_count(broker_count)
        directory.mkdir(parents=True, exist_ok=True)
        self._broker_count = broker_count
        self._authentications = frozenset(authentications)
        self._server_properties = dict(server_properties or {})
        self._tiered_storage = tiered_storage
        self._broker: Broker = broker_of(software or BrokerSoftware.choose(), directory)
        self._authority = certificate_authority or CertificateAuthority(directory / "authority")
        if client_certificate_authorities is None:
            client_certificate_authorities = [self._authority.certificate.read_text()]
        self._client_authorities = tuple(client_certificate_authorities)
        self._acls = AclStore(directory / "acls.json", open_without_acl=_open(self._properties))
        self._door = FrontDoor(
            Gate(cluster_arn, identities, self._acls, QuotaStore(directory / "quotas.json")),
            self._authority.issue_server(cluster_arn.rsplit("/", 1)[-1]),
        )

    @property
    def software(self) -> str:
        """The broker by name and version: ``Apache Kafka 4.3.0``, ``embedded broker 0.1``."""
        return self._broker.name

    @property
    def ca_certificate(self) -> Path:
        """PEM file that clients of the encrypted listeners must trust."""
        return self._authority.certificate

    @property
    def running(self) -> bool:
        """Whether brokers serve."""
        return bool(self._broker.addresses)

    @property
    def process_ids(self) -> Collection[int]:
        """The processes that run for the cluster; none when it is stopped."""
        return self._broker.process_ids

    @property
    def internal_bootstrap_servers(self) -> str:
        """Plaintext addresses of the broker itself, past every check; the control plane's only.

        Raises:
            ValueError: The cluster does not run.
        """
        if not self.running:
            raise ValueError("a cluster must run to have addresses; call start first")
        return ",".join(
            sorted({f"{host}:{port}" for host, port in self._broker.addresses.values()})
        )

    @property
    def volumes(self) -> Mapping[tuple[int, str], Volume]:
        """What clients have written and read since the cluster was made, by broker id and topic."""
        return self._door.traffic.volumes

    @property
    def connections(self) -> Mapping[tuple[Authentication, int], int]:
        """Connections of clients that are open, by authentication and broker id."""
        return self._door.connections()

    @property
    def stored_bytes(self) -> Mapping[int, int]:
        """What each broker's data takes on the disk; empty for brokers that keep it in memory."""
        return self._broker.stored_bytes

    def bootstrap_servers(self, authentication: Authentication) -> str:
        """The listeners of one authentication, ``127.0.0.1:<port>`` for each broker, with commas.

        Raises:
            ValueError: The cluster has no such listener, or does not run.
        """
        ports = self._door.ports(authentication)
        if not ports:
            raise ValueError(
                f"authentication must be of a listener that is open, got {authentication.value}; "
                f"start the cluster, or switch the authentication on with reconfigure"
            )
        return ",".join(f"{HOST}:{port}" for port in ports.values())

    def start(self) -> None:
        """Start the broker and open the listeners; does nothing when they run already.

        Raises:
            RuntimeError: The broker did not become ready; the message names its log.
        """
        if self.running:
            return
        try:
            self._broker.start(self._broker_count, self._properties)
            self._open_door()
        except BaseException:
            self.stop()
            raise
        _LOG.info("%s runs with %d brokers", self.software, self._broker_count)

    def stop(self) -> None:
        """Close the listeners and end every process; does nothing when nothing runs."""
        self._door.close()
        self._broker.stop()

    def reconfigure(
        self,
        *,
        broker_count: int | None = None,
        authentications: Collection[Authentication] | None = None,
        server_properties: Mapping[str, str] | None = None,
        tiered_storage: bool | None = None,
        client_certificate_authorities: Sequence[str] | None = None,
    ) -> None:
        """Change the cluster while it runs; listeners that stay keep their ports.

        Absent arguments leave their part as it is. While the cluster is stopped, the changes
        wait for its start.

        Raises:
            ValueError: The brokers to be removed are still needed; nothing was changed.
            RuntimeError: A new broker did not become ready.
        """
        wanted = self._broker_count if broker_count is None else broker_count
        _check_broker_count(wanted)
        custom = self._server_properties if server_properties is None else dict(server_properties)
        tiered = self._tiered_storage if tiered_storage is None else tiered_storage
        properties = _properties(custom, tiered_storage=tiered)
        if self.running and (wanted, properties) != (self._broker_count, self._properties):
            self._broker.reconfigure(wanted, properties)
        self._broker_count, self._server_properties = wanted, custom
        self._tiered_storage = tiered
        self._acls.open_without_acl = _open(properties)
        if authentications is not None:
            self._authentications = frozenset(authentications)
        if client_certificate_authorities is not None:
            self._client_authorities = tuple(client_certificate_authorities)
        if self.running:
            self._open_door()

    def _open_door(self) -> None:
        self._door.open(self._broker.addresses, self._authentications, self._client_authorities)

    @property
    def _properties(self) -> Mapping[str, str]:
        return _properties(self._server_properties, tiered_storage=self._tiered_storage)


def _properties(custom: Mapping[str, str], *, tiered_storage: bool) -> Mapping[str, str]:
    return {**custom, TIERED_STORAGE: "true"} if tiered_storage else custom


def _open(properties: Mapping[str, str]) -> bool:
    """Whether everyone may use what no ACL is about; MSK's default is that everyone may."""
    return properties.get("allow.everyone.if.no.acl.found", "true").strip().lower() == "true"


def _check_broker_count(broker_count: int) -> None:
    if broker_count < 1:
        raise ValueError(f"broker_count must be at least 1, got {broker_count}")
