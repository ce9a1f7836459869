"""How far a sink is, in one small request for each partition."""

from typing import Any

from mskctl.sink.links import partitions
from mskctl.sink.sinks import Sink


def delivered(dynamodb: Any, sink: Sink) -> int:
    """Records below the marks of all partitions, of a topic without gaps."""
    return sum(
        _mark(dynamodb, sink, number) for number in partitions(dynamodb, sink.ledger, sink.chains)
    )


def _mark(dynamodb: Any, sink: Sink, partition: int) -> int:
    items = dynamodb.query(
        TableName=sink.ledger,
        KeyConditionExpression="chain = :chain",
        ExpressionAttributeValues={":chain": {"S": f"{sink.chains}{partition}"}},
        ScanIndexForward=False,
        ConsistentRead=True,
        Limit=1,
    )["Items"]
    if not items:
        return 0
    (last,) = items
    return int(
        last["next_start"]["N"] if "next_start" in last else last["place"]["S"].split("/")[1]
    )
