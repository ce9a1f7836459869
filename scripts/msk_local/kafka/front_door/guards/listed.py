"""Requests about a list of resources: the refused ones are taken out and answered at the door."""

from collections.abc import Callable, Mapping
from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.front_door.outcome import Outcome
from msk_local.kafka.protocol import ApiKey, Request, amended


def each(
    request: Request,
    *,
    within: str,
    allowed: Callable[[Any], bool],
    answers: str,
    refusal: Callable[[Any], Mapping[str, Any]],
) -> Outcome:
    """Judge every entry of a list on its own.

    Args:
        request: The request.
        within: Field of the request that holds the list.
        allowed: Whether an entry may reach the broker.
        answers: Field of the response that holds one answer for each entry.
        refusal: The answer for an entry that may not.
    """
    entries = getattr(request.body, within)
    passed: list[Any] = []
    refusals: list[Mapping[str, Any]] = []
    for entry in entries:
        if allowed(entry):
            passed.append(entry)
        else:
            refusals.append(refusal(entry))
    if not refusals:
        return Outcome.passes(request)
    if not passed:
        return Outcome.refuses(request, {answers: refusals, **_top_level(request)})
    return Outcome(
        amended(request.body, **{within: passed}),
        amend=lambda response: amended(
            response, **{answers: [*getattr(response, answers), *refusals]}
        ),
        refused=True,
    )


def refused_partitions(topic: Any, error: ErrorCode, **values: int) -> list[Mapping[str, Any]]:
    """The same error for every partition that a request names of a topic.

    Args:
        topic: Entry of the request; its partitions have a ``partition_index``.
        error: Why the client gets nothing.
        values: What else the answer for a partition must have.
    """
    return [
        {"partition_index": partition.partition_index, "error_code": error, **values}
        for partition in topic.partitions
    ]


def _top_level(request: Request) -> Mapping[str, Any]:
    """An error of the whole response that is none, for the responses that have one."""
    return {"error_code": ErrorCode.none} if request.api_key in _WITH_TOP_LEVEL_ERROR else {}


_WITH_TOP_LEVEL_ERROR = frozenset({ApiKey.FETCH, ApiKey.OFFSET_DELETE})
