"""Bucket, ledger and topic of a sink against each other.

Every object must belong to one link, every link must have its object, the links of a partition must
follow upon each other, and what an object says or holds must be what its link says. Keys lie in a
temporary database and objects are read a few at a time, so that a sink may have any size.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar

from mskctl.sink.chain_audit import ChainAudit
from mskctl.sink.findings import Audit, Finding, Severity
from mskctl.sink.inventory import Inventory
from mskctl.sink.links import DEAD_LETTERS, Link, links, partitions
from mskctl.sink.offsets import Offsets
from mskctl.sink.reading import Read, read_metadata, read_records
from mskctl.sink.sinks import Sink

_T = TypeVar("_T")
_AT_ONCE = 16


def audit_sink(
    sink: Sink,
    *,
    s3: Any,
    dynamodb: Any,
    offsets: Offsets | None,
    deep: bool,
    on_progress: Callable[[str], None] = lambda _line: None,
) -> Audit:
    """What is wrong with a sink, and what may look so.

    Args:
        sink: Which one.
        s3: Client of boto3.
        dynamodb: Client of boto3.
        offsets: From where to where the topic reaches. Absent: nothing is said about it.
        deep: Read every record instead of what objects say about themselves.
        on_progress: Told from time to time how far it is.
    """
    audit = Audit()
    # The bucket first: a sink writes a link before the object, so one without the other is wrong.
    with Inventory.temporary() as inventory, ThreadPoolExecutor(_AT_ONCE) as pool:
        _list(sink, s3, inventory, pool, on_progress)
        audit.objects, audit.object_bytes = inventory.objects()
        numbers = set(partitions(dynamodb, sink.ledger, sink.chains)) | set(offsets or {})
        read = partial(read_records if deep else read_metadata, s3, sink.bucket)
        is_there = partial(_exists, s3, sink.bucket)
        for number in sorted(numbers):
            audit.partitions += 1
            chains = []
            for ending in (DEAD_LETTERS, ""):
                chain = ChainAudit(
                    number,
                    audit,
                    inventory,
                    partial(read_records, s3, sink.bucket),
                    has_expired=sink.has_expired,
                    dead_letters=bool(ending),
                )
                found = links(dynamodb, sink.ledger, f"{sink.chains}{number}{ending}")
                for link, content in _read_ahead(found, inventory, pool, read, is_there):
                    chain.add(link, content)
                    on_progress(f"partition {number}: {audit.records:,} records so far")
                chains.append(chain)
            dead, alive = chains
            reach = None if offsets is None else offsets.get(number)
            alive.end(reach, dead_letters_end=dead.mark)
        _orphans(sink, audit, inventory)
    return audit


def _list(
    sink: Sink, s3: Any, inventory: Inventory, pool: ThreadPoolExecutor, say: Callable[[str], None]
) -> None:
    """List the bucket day by day, several days at once."""
    paginator = s3.get_paginator("list_objects_v2")

    def add(page: dict[str, Any]) -> None:
        inventory.add_objects((one["Key"], one["Size"]) for one in page.get("Contents", []))
        say(f"{inventory.objects()[0]:,} objects listed")

    days: list[str] = []
    for prefix in (sink.objects, sink.dead_letters):
        for page in paginator.paginate(Bucket=sink.bucket, Prefix=prefix, Delimiter="/"):
            days += [one["Prefix"] for one in page.get("CommonPrefixes", [])]
            add(page)

    def listed(day: str) -> list[dict[str, Any]]:
        return list(paginator.paginate(Bucket=sink.bucket, Prefix=day))

    for pages in _in_order(pool.submit(listed, day) for day in days):
        for page in pages:
            add(page)


def _read_ahead(
    found: Iterable[Link],
    inventory: Inventory,
    pool: ThreadPoolExecutor,
    read: Callable[[str], Read],
    is_there: Callable[[str], bool],
) -> Iterator[tuple[Link, Read | None]]:
    """Each link with its object, if that exists; some objects are read ahead."""

    def one(link: Link, *, listed: bool) -> tuple[Link, Read | None]:
        # What is not listed was written since, or not at all.
        return link, read(link.key) if listed or is_there(link.key) else None

    return _in_order(
        pool.submit(one, link, listed=inventory.has_object(link.key)) for link in found
    )


def _in_order(futures: Iterable[Future[_T]]) -> Iterator[_T]:
    waiting: deque[Future[_T]] = deque()
    for future in futures:
        waiting.append(future)
        if len(waiting) >= 2 * _AT_ONCE:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _exists(s3: Any, bucket: str, key: str) -> bool:
    from botocore.exceptions import ClientError  # noqa: PLC0415

    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND:
            return False
        raise
    return True


def _orphans(sink: Sink, audit: Audit, inventory: Inventory) -> None:
    for key in inventory.orphans():
        audit.add(
            Finding(
                severity=Severity.ERROR,
                kind="orphan-object",
                message="no link has this object: it was written for another cluster or consumer"
                f" group, by somebody else, or its link was deleted from {sink.ledger}; its records"
                " may be in the bucket twice",
                key=key,
            )
        )
