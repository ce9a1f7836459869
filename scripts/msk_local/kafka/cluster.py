"""One MSK cluster's data plane: a broker, and the front door its clients come through."""

from collections.abc import Collection, Mapping
from pathlib import Path

from msk_local.kafka.authentication import Authentication
from msk_local.kafka.broker import BrokerSoftware
from msk_local.kafka.certificates import CertificateAuthority
from msk_local.kafka.identities import Identities


class KafkaCluster:
    """The brokers of one cluster, reachable on loopback as MSK's are in a VPC.

    Args:
        cluster_arn: Whose topic, group and transactional-id ARNs policies name.
        broker_count: Brokers of the whole cluster, each with a listener per authentication.
        authentications: Which listeners to open.
        identities: Where keys, policies and passwords are looked up, at each connection.
        directory: Where data, logs and certificates of the cluster lie; made when needed.
        software: The broker behind the front door. Absent: `BrokerSoftware.choose()`.
        certificate_authority: Signs the brokers' certificate. Absent: one of the cluster's own.
        server_properties: The custom configuration over MSK's default one. Absent: the default.
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
        server_properties: Mapping[str, str] | None = None,
    ) -> None:
        raise NotImplementedError

    @property
    def software(self) -> str:
        """The broker by name and version: ``Apache Kafka 4.3.0``, ``embedded broker 0.1``."""
        raise NotImplementedError

    @property
    def ca_certificate(self) -> Path:
        """PEM file that clients of the encrypted listeners must trust."""
        raise NotImplementedError

    @property
    def internal_bootstrap_servers(self) -> str:
        """Plaintext addresses of the broker itself, past every check; the control plane's only."""
        raise NotImplementedError

    def bootstrap_servers(self, authentication: Authentication) -> str:
        """The listeners of one authentication, ``127.0.0.1:<port>`` for each broker, with commas.

        Raises:
            ValueError: The cluster has no such listener, or does not run.
        """
        raise NotImplementedError

    def start(self) -> None:
        """Start the broker and open the listeners; does nothing when they run already.

        Raises:
            RuntimeError: The broker did not become ready; the message names its log.
        """
        raise NotImplementedError

    def stop(self) -> None:
        """Close the listeners and end every process; does nothing when nothing runs."""
        raise NotImplementedError

    def reconfigure(
        self,
        *,
        broker_count: int | None = None,
        authentications: Collection[Authentication] | None = None,
        server_properties: Mapping[str, str] | None = None,
    ) -> None:
        """Change the cluster while it runs; listeners that stay keep their ports.

        Absent arguments leave their part as it is.
        """
        raise NotImplementedError
