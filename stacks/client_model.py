"""The part of a deployment file about who may use the cluster, and how much of it."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from msk_model.client import ClientShape
from msk_model.client import ConnectWorker as ConnectWorkerShape
from stacks.model import Model, Name

Positive = Annotated[float, Field(gt=0)]


class ConnectWorker(Model):
    """The workers of a Kafka Connect cluster; `produces` and `consumes` are their connectors'."""

    group_id: str
    """Of the workers; no consumer group has the same."""
    config_topic: str | None = None
    """Absent: <group_id>-configs."""
    offset_topic: str | None = None
    """Absent: <group_id>-offsets."""
    status_topic: str | None = None
    """Absent: <group_id>-status."""
    exactly_once: bool = False
    """Whether source connectors write in transactions."""


class Limits(Model):
    """What a client may take. Kafka slows down who takes more."""

    producer_mib_per_second: Positive | None = None
    """MiB written per second on each broker."""
    consumer_mib_per_second: Positive | None = None
    """MiB read per second on each broker."""
    request_percentage: Positive | None = None
    """Share of the time of one thread of each broker."""
    controller_mutation_rate: Positive | None = None
    """Partitions created and deleted per second, on the whole cluster."""

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if not any(getattr(self, limit) is not None for limit in Limits.model_fields):
            raise PydanticCustomError(
                "limits", f"must state at least one of {', '.join(Limits.model_fields)}"
            )
        return self


class Client(Model):
    """An application and what it may do. Names may end in * and are prefixes then."""

    name: Name
    authentication: Literal["iam", "scram", "tls"] = "iam"
    """iam makes a role to assume, scram a user with a password, tls a certificate."""
    produces: tuple[str, ...] = ()
    """Topics it writes."""
    consumes: tuple[str, ...] = ()
    """Topics it reads."""
    groups: tuple[str, ...] = ()
    """Consumer groups it reads in."""
    transactional_ids: tuple[str, ...] = ()
    """With which it writes in transactions."""
    streams_application_id: str | None = None
    """Of a Kafka Streams application, whose own topics, group and transactions begin so."""
    connect_worker: ConnectWorker | None = None
    """Absent: it is no worker of Kafka Connect."""
    administers: tuple[str, ...] = ()
    """Topics it defines, changes and deletes."""
    admin: bool = False
    """Whether it may do everything."""
    read_only: bool = False
    """Whether it may see everything but records."""
    rotation_days: Annotated[int, Field(ge=1, le=999)] | None = None
    """With scram: how often name and password change. Absent: never."""
    certificate_authority: str | None = None
    """With tls: ARN of who signs. Absent: the one authority the cluster trusts."""
    common_name: str | None = None
    """With tls: a domain name. Absent: <name>.kafka.internal."""
    limits: Limits | None = None
    """With scram and tls: what it may take. Absent: as much as there is."""

    @property
    def shape(self) -> ClientShape:
        """The client in the terms the rules are written in."""
        worker = self.connect_worker
        return ClientShape(
            name=self.name,
            produces=self.produces,
            consumes=self.consumes,
            groups=self.groups,
            transactional_ids=self.transactional_ids,
            streams_application_id=self.streams_application_id,
            connect_worker=ConnectWorkerShape(**worker.model_dump()) if worker else None,
            administers=self.administers,
            admin=self.admin,
            read_only=self.read_only,
        )


class Quota(Limits):
    """Limits for clients that this file does not name."""

    user: str | None = None
    """User of SCRAM or subject of a certificate; * is each that has no quota of its own."""
    client_id: str | None = None
    """What clients call themselves; * is each that has no quota of its own."""

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if self.user is None and self.client_id is None:
            raise PydanticCustomError("entity", "must name a user, a client_id or both")
        return self


class Sharing(Model):
    """Who besides this account may connect to the cluster."""

    accounts: tuple[str, ...] = ()
    """Ids of AWS accounts."""
    organizations: tuple[str, ...] = ()
    """Ids of AWS organizations, o-…"""
    services: tuple[Literal["firehose", "replicator"], ...] = ()
    """Services that connect for this account: Amazon Data Firehose, MSK Replicator."""

    @property
    def anybody(self) -> bool:
        """Whether the cluster is shared at all."""
        return bool(self.accounts or self.organizations or self.services)
