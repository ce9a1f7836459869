"""The chains in a ledger, read from their beginnings."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from mskctl.sink.sinks import UnreadableSink

DEAD_LETTERS = "/dead-letters"
"""What the name of a partition's second chain ends with, that of records no object took."""


class Link(NamedTuple):
    """One entry of a chain; `constructs/cdk_msk/s3_sink/handler/ledger.py` says what it means."""

    epoch: int
    start: int
    ceiling: int
    key: str
    next_epoch: int
    next_start: int
    records: int | None
    """Absent: nobody noted yet that the object exists; `next_…` are the place's own."""

    @property
    def is_finished(self) -> bool:
        """Whether its object is known to exist."""
        return self.records is not None


def partitions(dynamodb: Any, table: str, chains: str) -> list[int]:
    """The partitions that have a chain whose name begins with `chains`.

    One request for each chain of the table: a scan goes on behind the last place a chain may have.
    """
    found = set()
    start: dict[str, Any] = {}
    while items := dynamodb.scan(
        TableName=table, Limit=1, ProjectionExpression="chain", ConsistentRead=True, **start
    )["Items"]:
        chain = items[0]["chain"]["S"]
        start = {"ExclusiveStartKey": {"chain": {"S": chain}, "place": {"S": "~"}}}
        number = chain.removeprefix(chains).removesuffix(DEAD_LETTERS)
        if chain.startswith(chains) and number.isdigit():
            found.add(int(number))
    return sorted(found)


def links(dynamodb: Any, table: str, chain: str) -> Iterator[Link]:
    """The links of a chain, the first one first.

    Raises:
        UnreadableSink: One lacks what a link has.
    """
    pages = dynamodb.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="chain = :chain",
        ExpressionAttributeValues={":chain": {"S": chain}},
        ConsistentRead=True,
    )
    for item in (item for page in pages for item in page["Items"]):
        try:
            link = _link(item)
        except (KeyError, ValueError) as error:
            message = f"link {item['place']['S']} of {chain} must be one that a sink wrote"
            raise UnreadableSink(f"{table}: {message}; {error!r}") from error
        yield link


def _link(item: dict[str, dict[str, str]]) -> Link:
    epoch, start = map(int, item["place"]["S"].split("/"))
    finished = "next_start" in item
    return Link(
        epoch=epoch,
        start=start,
        ceiling=int(item["ceiling"]["N"]),
        key=item["object_key"]["S"],
        next_epoch=int(item["next_epoch"]["N"]) if finished else epoch,
        next_start=int(item["next_start"]["N"]) if finished else start,
        records=int(item["record_count"]["N"]) if finished else None,
    )
