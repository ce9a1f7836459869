"""The brokers of a cluster, as the control plane sees them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from msk_local.kafka import Authentication
from msk_local.kafka.front_door.traffic import Volume


class DataPlane(Protocol):
    """What the control plane needs of a `msk_local.kafka.KafkaCluster`."""

    @property
    def internal_bootstrap_servers(self) -> str:
        """Plaintext addresses past every check."""

    @property
    def volumes(self) -> Mapping[tuple[int, str], Volume]:
        """What clients have written and read so far, by broker id and topic."""

    @property
    def connections(self) -> Mapping[tuple[Authentication, int], int]:
        """Connections that are open, by authentication and broker id."""

    @property
    def stored_bytes(self) -> Mapping[int, int]:
        """What each broker's data takes on the disk; empty when that is unknown."""

    def bootstrap_servers(self, authentication: Authentication) -> str:
        """The listeners of one authentication."""

    def start(self) -> None:
        """Start the brokers and return when clients can connect."""

    def stop(self) -> None:
        """End every process and close every listener."""

    def reconfigure(
        self,
        *,
        broker_count: int | None = None,
        authentications: Collection[Authentication] | None = None,
        server_properties: Mapping[str, str] | None = None,
        tiered_storage: bool | None = None,
        client_certificate_authorities: Sequence[str] | None = None,
    ) -> None:
        """Change the brokers while they run."""


class DataPlaneFactory(Protocol):
    """Makes the brokers of a new cluster, not started yet."""

    def __call__(
        self,
        *,
        cluster_arn: str,
        broker_count: int,
        authentications: Collection[Authentication],
        server_properties: Mapping[str, str],
        tiered_storage: bool,
        client_certificate_authorities: Sequence[str],
    ) -> DataPlane:
        """The brokers of the cluster `cluster_arn`."""


SERVERLESS_BROKERS = 3
"""MSK hides the brokers of a serverless cluster; three keep the replication it promises."""


def tiered_storage(provisioned: Mapping[str, Any] | None) -> bool:
    """Whether a Provisioned structure has a second tier; a serverless cluster has none."""
    return provisioned is not None and provisioned.get("StorageMode") == "TIERED"


def certificate_authority_arns(provisioned: Mapping[str, Any] | None) -> list[str]:
    """The private authorities a Provisioned structure trusts; a serverless cluster has none."""
    if provisioned is None:
        return []
    return list(provisioned["ClientAuthentication"]["Tls"]["CertificateAuthorityArnList"])


def authentications(
    provisioned: Mapping[str, Any] | None,
) -> frozenset[Authentication]:
    """The listeners MSK opens for a Provisioned structure; a serverless cluster has IAM alone."""
    if provisioned is None:
        return frozenset({Authentication.IAM})
    client = provisioned["ClientAuthentication"]
    encryption = provisioned["EncryptionInfo"]["EncryptionInTransit"]["ClientBroker"]
    unauthenticated = client["Unauthenticated"]["Enabled"]
    enabled = {
        Authentication.IAM: client["Sasl"]["Iam"]["Enabled"],
        Authentication.SCRAM: client["Sasl"]["Scram"]["Enabled"],
        Authentication.TLS: client["Tls"]["Enabled"],
        Authentication.UNAUTHENTICATED_TLS: unauthenticated and encryption != "PLAINTEXT",
        Authentication.PLAINTEXT: encryption != "TLS",
    }
    return frozenset(authentication for authentication, on in enabled.items() if on)
