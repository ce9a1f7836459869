"""What a client has to know, as it is published beside the cluster."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, Self, get_args

Authentication = Literal["iam", "scram", "tls"]
_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class ClientDocument:
    """One client of one cluster: where to connect, as whom, and what for. It holds no secret.

    Attributes:
        name: The client's name, its ``client.id``.
        cluster_arn: Whose client it is.
        authentication: How it signs in.
        bootstrap_servers: ``host:port`` of several brokers, with commas.
        endpoint: From where it connects: ``vpc``, ``public``, ``vpc_connectivity`` or ``ipv6``.
        region: The Region of the cluster, which IAM signatures name.
        role_arn: The role it acts as; with IAM only.
        secret_arn: The secret with its name and password, or its certificate and key. Absent with
            IAM, and when a certificate comes from elsewhere.
        produces: Topics it writes to; prefixes end in ``*``.
        consumes: Topics it reads from, likewise.
        groups: Its consumer groups, likewise.
        transactional_ids: Its transactional ids, likewise.
        idempotent: Whether its producers are idempotent.
        streams_application_id: ``application.id`` of a Kafka Streams application.
        connect_group_id: ``group.id`` of the workers of a Kafka Connect cluster, one of whom it is.
        connect_topics: Where such workers keep configurations, offsets and statuses, in this order.
        connect_exactly_once: Whether sources write in transactions.
    """

    name: str
    cluster_arn: str
    authentication: Authentication
    bootstrap_servers: str
    region: str
    endpoint: str = "vpc"
    role_arn: str | None = None
    secret_arn: str | None = None
    produces: Sequence[str] = ()
    consumes: Sequence[str] = ()
    groups: Sequence[str] = ()
    transactional_ids: Sequence[str] = ()
    idempotent: bool = True
    streams_application_id: str | None = None
    connect_group_id: str | None = None
    connect_topics: Sequence[str] = ()
    connect_exactly_once: bool = False

    def as_json(self) -> str:
        """The document without what is as it is when nothing is said, on one line."""
        usual = {one.name: one.default for one in fields(self)}
        told = {name: value for name, value in asdict(self).items() if value != usual[name]}
        return json.dumps({"version": _VERSION, **told}, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """What `as_json` gave; fields of later versions are passed over.

        Raises:
            ValueError: The text is no such document.
        """
        try:
            content: Any = json.loads(text)
            known = {one.name for one in fields(cls)}
            told: dict[str, Any] = {
                name: tuple(value) if isinstance(value, list) else value
                for name, value in content.items()
                if name in known
            }
            document = cls(**told)
        except (AttributeError, TypeError, ValueError) as error:
            raise ValueError(f"a client's document cannot be read: {error}") from error
        if document.authentication not in get_args(Authentication):
            raise ValueError(
                f"authentication must be one of {', '.join(get_args(Authentication))}, "
                f"got {document.authentication!r}"
            )
        return document
