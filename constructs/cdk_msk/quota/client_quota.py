"""Limits on what some clients may take of a cluster."""

import enum
import math
import re
from typing import ClassVar

import aws_cdk as cdk
from constructs import Construct

from cdk_msk.acl.principal import require_administrable, require_authenticated
from cdk_msk.checks import known
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.kafka_admin.kafka_admin import SERVICE_TIMEOUT_SECONDS, KafkaAdmin
from cdk_msk.quota.cluster_quotas import ClusterQuotas, Entity
from msk_model.unknown import UNKNOWN

_LONGEST = 256
_NAME = re.compile(r"[^\x00-\x1f]+")


class _Default(enum.Enum):
    """Everybody who has no quota of their own."""

    DEFAULT = "<default>"


class ClientQuota(Construct):
    """What the clients of a user, or with a client id, may take of a provisioned cluster.

    Kafka slows down who takes more; nothing is refused. Byte rates and the share of request time
    hold on **each broker**: a client that uses three brokers evenly may have three times as much.
    The most specific quota counts: user and client id, then user, then client id, each by name
    before the default. ``client.id`` is what a client says it is: to keep somebody out of
    another's share, use `user`.

    The function that applies the quotas signs in with IAM. Quotas of the same clients that are not
    declared here stay as they are; one that is declared belongs to the stack, and goes with it.

    https://kafka.apache.org/documentation/#design_quotas

    Attributes:
        resource: The custom resource.
    """

    DEFAULT: ClassVar[_Default] = _Default.DEFAULT
    """As `user` or `client_id`: all that have no quota of their own, each of them separately."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: Cluster,
        user: str | _Default | None = None,
        client_id: str | _Default | None = None,
        producer_byte_rate: cdk.Size | None = None,
        consumer_byte_rate: cdk.Size | None = None,
        request_percentage: float | None = None,
        controller_mutation_rate: float | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.DESTROY,
    ) -> None:
        """Define the quota; at least one of the four limits.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: Provisioned; it accepts IAM, and the authentication of the user.
            user: Name of a SCRAM user, subject of a certificate, or `DEFAULT`. Absent: any user,
                together.
            client_id: The ``client.id`` of clients, or `DEFAULT`. Absent: any, together.
            producer_byte_rate: Written per second and broker. Absent: no limit from here.
            consumer_byte_rate: Read per second and broker. Absent: no limit from here.
            request_percentage: Share of the time of one thread of a broker, in percent; with eight
                threads 800 is all there is. Absent: no limit from here.
            controller_mutation_rate: Partitions created and deleted per second, on the whole
                cluster. Absent: no limit from here.
            removal_policy: RETAIN keeps the quota when it leaves the app.

        Raises:
            ValueError: Neither `user` nor `client_id`, no limit, a limit that is not positive, a
                user that the cluster does not authenticate, or clients that have a quota already.
        """
        super().__init__(scope, id)
        require_administrable(self, cluster, "quotas")
        limits = {
            "producer_byte_rate": self._bytes("producer_byte_rate", producer_byte_rate),
            "consumer_byte_rate": self._bytes("consumer_byte_rate", consumer_byte_rate),
            "request_percentage": request_percentage,
            "controller_mutation_rate": controller_mutation_rate,
        }
        entity = self._entity(cluster, user, client_id)
        declared = self._positive(limits)
        ClusterQuotas.of(cluster).admit(self, entity)
        admin = KafkaAdmin.of(cluster)
        self.resource = cdk.CfnResource(
            self,
            "Resource",
            type="Custom::MskClientQuota",
            properties={
                "ServiceToken": admin.function.function_arn,
                "ServiceTimeout": SERVICE_TIMEOUT_SECONDS,
                "ClusterArn": cluster.cluster_arn,
                "BootstrapBrokers": cluster.bootstrap_brokers_sasl_iam,
                "Entity": [
                    {"Type": kind} if name is None else {"Type": kind, "Name": name}
                    for kind, name in entity
                ],
                "Limits": declared,
            },
        )
        admin.allow(
            self.resource, "QuotaAdministration", actions=["AlterClusterDynamicConfiguration"]
        )
        self.resource.apply_removal_policy(removal_policy)

    def _entity(
        self, cluster: Cluster, user: str | _Default | None, client_id: str | _Default | None
    ) -> Entity:
        named = {"user": user, "client-id": client_id}
        for argument, name in (("user", user), ("client_id", client_id)):
            if isinstance(name, str) and known(name) is not UNKNOWN:
                self._require_name(argument, name)
        if isinstance(user, str) and known(user) is not UNKNOWN:
            require_authenticated(self, cluster, "user", user)
        if user is None and client_id is None:
            raise ValueError(
                f"{self.node.path}: user or client_id must be given, got neither; "
                "ClientQuota.DEFAULT stands for all that have no quota of their own"
            )
        return tuple(
            (kind, None if isinstance(name, _Default) else name)
            for kind, name in named.items()
            if name is not None
        )

    def _require_name(self, argument: str, name: str) -> None:
        if name.startswith("User:"):
            raise ValueError(
                f"{self.node.path}: {argument} must be the name alone, got {name!r}; "
                f"write {name.removeprefix('User:')!r}"
            )
        if not _NAME.fullmatch(name) or len(name) > _LONGEST:
            raise ValueError(
                f"{self.node.path}: {argument} must be 1 to {_LONGEST} characters, none of them "
                f"a control character, got {name!r}"
            )

    def _bytes(self, argument: str, rate: cdk.Size | None) -> float | None:
        """A rate in bytes; a number would leave open of what."""
        if rate is None or isinstance(rate, cdk.Size):
            return None if rate is None else rate.to_bytes()
        raise ValueError(
            f"{self.node.path}: {argument} must be a Size per second, got {rate!r}; "
            f"write cdk.Size.mebibytes(…)"
        )

    def _positive(self, limits: dict[str, float | None]) -> dict[str, float]:
        declared = {key: value for key, value in limits.items() if value is not None}
        for argument, value in declared.items():
            # What is not finite cannot travel to the CDK to be asked whether it is a token.
            if not math.isfinite(value) or (known(value) is not UNKNOWN and value <= 0):
                raise ValueError(
                    f"{self.node.path}: {argument} must be a number above 0, got {value}; "
                    "to shut clients out take their access away"
                )
        if not declared:
            raise ValueError(
                f"{self.node.path}: one limit must be given at least, got none; "
                f"give one of {', '.join(limits)}"
            )
        return declared
