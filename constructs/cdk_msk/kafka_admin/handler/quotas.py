"""The quotas of a cluster's clients as Kafka's admin protocol shows them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from kafka import KafkaAdminClient
from kafka.protocol.admin import AlterClientQuotasRequest, DescribeClientQuotasRequest

from .connection import ask, connect
from .failures import require, translated

# How a part of an entity is matched: by its name, or as the default that has none.
_BY_NAME, _BY_DEFAULT = 0, 1

Entity = Mapping[str, str | None]
"""Whom a quota is for: ``{"user": "orders", "client-id": None}``; None is Kafka's default."""


class Quotas:
    """What can be done to the quotas of one cluster.

    Every method raises Refused for what the cluster refuses for good, NotPermitted for what it
    does not allow, and NotYet for what may pass.
    """

    def __init__(self, client: KafkaAdminClient) -> None:
        self._client = client

    def of(self, entity: Entity) -> dict[str, float]:
        """The quotas set for exactly this entity; none that another one lends it."""
        components = [
            DescribeClientQuotasRequest.ComponentData(
                entity_type=kind, match_type=_BY_DEFAULT if name is None else _BY_NAME, match=name
            )
            for kind, name in entity.items()
        ]
        with translated():
            answer = ask(
                self._client, DescribeClientQuotasRequest(components=components, strict=True)
            )
            require(answer.error_code, answer.error_message)
        return {one.key: one.value for entry in answer.entries or () for one in entry.values}

    def alter(self, entity: Entity, changes: Mapping[str, float | None]) -> None:
        """Set some quotas of an entity, remove those that are None, and leave all others.

        Kafka does all of it or nothing.
        """
        if not changes:
            return
        entry = AlterClientQuotasRequest.EntryData
        request = AlterClientQuotasRequest(
            entries=[
                entry(
                    entity=[
                        entry.EntityData(entity_type=kind, entity_name=name)
                        for kind, name in entity.items()
                    ],
                    ops=[
                        entry.OpData(key=key, value=value or 0.0, remove=value is None)
                        for key, value in sorted(changes.items())
                    ],
                )
            ],
            validate_only=False,
        )
        with translated():
            (result,) = ask(self._client, request).entries
            require(result.error_code, _named(entity, result.error_message))


@contextmanager
def quotas_of(bootstrap_brokers: str) -> Iterator[Quotas]:
    """The quotas of the cluster at `bootstrap_brokers`, as the function's role may change them."""
    with translated():
        client = connect(bootstrap_brokers)
    try:
        yield Quotas(client)
    finally:
        client.close()


def _named(entity: Entity, message: Any) -> str | None:
    """What the cluster said, with whom it is about."""
    about = ", ".join(f"{k} {'<default>' if n is None else n}" for k, n in entity.items())
    return f"{message} (quota of {about})" if message else None
