"""What IAM policy statements say about an action on a resource.

Statements are evaluated as IAM does for one account: an explicit Deny wins, then any Allow, and
silence refuses. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html

Conditions and policy variables are not evaluated. A statement that has one never allows and, when
it denies, always does: the local cloud may refuse what AWS allows, never the other way round.
"""

import enum
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any


class Decision(enum.Enum):
    """The outcome of an evaluation."""

    ALLOWED = "allowed"
    DENIED = "denied"
    """A statement with the effect Deny matches."""
    NOT_ALLOWED = "not allowed"
    """No statement matches."""


def decide(statements: Iterable[Mapping[str, Any]], action: str, resource: str) -> Decision:
    """What the statements together say.

    Args:
        statements: Policy statements in IAM's JSON form.
        action: With its service, ``kafka-cluster:Connect``; upper and lower case are the same.
        resource: ARN of the resource, case-sensitive.
    """
    allowed = False
    for statement in statements:
        effect = statement.get("Effect")
        if effect == "Deny" and _matches(statement, action, resource, vague=True):
            return Decision.DENIED
        if effect == "Allow" and not allowed:
            allowed = _matches(statement, action, resource, vague=False)
    return Decision.ALLOWED if allowed else Decision.NOT_ALLOWED


def _matches(statement: Mapping[str, Any], action: str, resource: str, *, vague: bool) -> bool:
    """Whether a statement is about the action on the resource.

    Args:
        statement: The statement.
        action: The action.
        resource: The resource.
        vague: The answer wherever the statement says something that is not evaluated.
    """
    if statement.get("Condition") and not vague:
        return False
    return _element(statement, "Action", action.lower(), vague=vague) and _element(
        statement, "Resource", resource, vague=vague
    )


def _element(statement: Mapping[str, Any], name: str, value: str, *, vague: bool) -> bool:
    negated = f"Not{name}"
    if name in statement:
        return any(_like(p, value, name, vague=vague) for p in _listed(statement[name]))
    if negated in statement:
        return not any(_like(p, value, name, vague=not vague) for p in _listed(statement[negated]))
    return False


def _like(pattern: object, value: str, element: str, *, vague: bool) -> bool:
    if not isinstance(pattern, str):
        return vague
    if "${" in pattern:
        return vague
    return (
        _expression(pattern.lower() if element == "Action" else pattern).fullmatch(value)
        is not None
    )


@lru_cache(maxsize=1024)
def _expression(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"([*?])", pattern)
    special = {"*": ".*", "?": "."}
    return re.compile("".join(special.get(part, re.escape(part)) for part in parts), re.DOTALL)


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else (value,)
