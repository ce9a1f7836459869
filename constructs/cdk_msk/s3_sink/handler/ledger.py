"""The ledger: one entry in DynamoDB for each object, in the order in which objects were written.

The entries of one partition form a chain. Each has a place, an epoch and the offset that was
expected next when it was claimed, and once its object exists it says where the chain goes on. The
last entry is the mark: everything before it is delivered.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple


class Place(NamedTuple):
    """Where in a chain an object belongs."""

    epoch: int
    """Starts at 0 and grows when records arrive below the mark that were never delivered."""
    start: int
    """The next offset expected."""
    ceiling: int
    """No earlier epoch delivered this offset or a higher one."""


class Next(NamedTuple):
    """Where the chain goes on after an object; told by the object itself, so it never changes."""

    epoch: int
    start: int
    records: int
    """How many records the object holds."""


class Link(NamedTuple):
    """One entry: a place, the key claimed for it and, once its object exists, what follows."""

    place: Place
    key: str
    next: Next | None

    def next_place(self) -> Place:
        """The place that may be claimed next; this link's own while its object may be missing."""
        if self.next is None:
            return self.place
        if self.next.epoch == self.place.epoch:
            return self.place._replace(start=self.next.start)
        ceiling = max(self.place.ceiling, self.place.start)
        return Place(self.next.epoch, self.next.start, ceiling)


FIRST_PLACE = Place(epoch=0, start=0, ceiling=0)
"""Where every chain begins, whatever offset comes first, so that no two writers begin two."""


class Ledger:
    """The chains of a sink.

    Args:
        dynamodb: A boto3 client.
        table: Name of a table with the partition key `chain` and the sort key `place`.
    """

    def __init__(self, dynamodb: Any, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def last(self, chain: str) -> Link | None:
        """The last link of `chain`. `None` for a chain that has not begun."""
        return next(self._newest_first(chain, "", "~", page=1), None)

    def overlapping(self, chain: str, epoch: int, first: int, last: int) -> Iterator[Link]:
        """The links of an epoch whose objects may hold an offset from `first` to `last`."""
        newest_first = self._newest_first(chain, _sort_key(epoch, 0), _sort_key(epoch, last))
        for link in newest_first:
            if link.next and link.next.records:
                yield link
            if link.place.start <= first:
                return

    def claim(self, chain: str, link: Link) -> bool:
        """Claim the place of `link` for its key, unless somebody was first."""
        try:
            self._dynamodb.put_item(
                TableName=self._table,
                Item={
                    "chain": {"S": chain},
                    "place": {"S": _sort_key(link.place.epoch, link.place.start)},
                    "ceiling": {"N": str(link.place.ceiling)},
                    "object_key": {"S": link.key},
                },
                ConditionExpression="attribute_not_exists(chain)",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def finish(self, chain: str, link: Link, what_follows: Next) -> None:
        """Note that the object of `link` exists. Doing so again, by whomever, changes nothing."""
        self._dynamodb.update_item(
            TableName=self._table,
            Key={
                "chain": {"S": chain},
                "place": {"S": _sort_key(link.place.epoch, link.place.start)},
            },
            UpdateExpression="SET next_epoch = :epoch, next_start = :start, record_count = :count",
            ConditionExpression="attribute_exists(chain)",
            ExpressionAttributeValues={
                ":epoch": {"N": str(what_follows.epoch)},
                ":start": {"N": str(what_follows.start)},
                ":count": {"N": str(what_follows.records)},
            },
        )

    def _newest_first(self, chain: str, low: str, high: str, page: int = 20) -> Iterator[Link]:
        query: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": "chain = :chain AND place BETWEEN :low AND :high",
            "ExpressionAttributeValues": {
                ":chain": {"S": chain},
                ":low": {"S": low or "0"},
                ":high": {"S": high},
            },
            "ScanIndexForward": False,
            "ConsistentRead": True,
            "Limit": page,
        }
        while True:
            answer = self._dynamodb.query(**query)
            yield from map(_link, answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _sort_key(epoch: int, start: int) -> str:
    return f"{epoch:06d}/{start:020d}"


def _link(item: dict[str, dict[str, str]]) -> Link:
    epoch, start = item["place"]["S"].split("/")
    what_follows = None
    if "next_start" in item:
        what_follows = Next(
            int(item["next_epoch"]["N"]),
            int(item["next_start"]["N"]),
            int(item["record_count"]["N"]),
        )
    place = Place(int(epoch), int(start), int(item["ceiling"]["N"]))
    return Link(place, item["object_key"]["S"], what_follows)
