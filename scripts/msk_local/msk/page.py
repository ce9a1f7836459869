"""Lists in pages, as every List operation returns them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msk_local.msk.errors import bad_request

_DEFAULT_SIZE: Final = 100


def page(parameters: Mapping[str, Any], items: Sequence[Any], member: str) -> dict[str, Any]:
    """The part of `items` a request asks for, and the token of the next one.

    Args:
        parameters: May hold MaxResults, 1 to 100, and NextToken. Absent: the first 100.
        items: The whole list, in a stable order.
        member: Name of the list in the answer.

    Raises:
        MskError: The token is not one of ours, or the size is out of range.
    """
    size = parameters.get("MaxResults", _DEFAULT_SIZE)
    token = parameters.get("NextToken", "0")
    if not 1 <= size <= _DEFAULT_SIZE:
        raise bad_request("maxResults must be between 1 and 100.", parameter="maxResults")
    if not token.isdecimal():
        raise bad_request("The next token is not valid.", parameter="nextToken")
    start = int(token)
    end = start + size
    answer: dict[str, Any] = {member: list(items[start:end])}
    if end < len(items):
        answer["NextToken"] = str(end)
    return answer
