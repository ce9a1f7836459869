"""Whom the statements of a resource policy let in."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msk_model.intrinsics import HOLE, members, text_of

EVERYBODY: Final = "everybody"

_WHO: Final = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourcevpc",
        "aws:sourcevpce",
    }
)
"""Condition keys that say who or from where, in lower case, as IAM compares them."""
_LIMITING: Final = frozenset({"StringEquals", "StringLike", "ArnEquals", "ArnLike"})
_ACCOUNT: Final = re.compile(r"(?:arn:[^:]*:iam::)?(\d{12})(?::root)?")


def let_in(statement: Mapping[str, object]) -> frozenset[str]:
    """Who a statement lets in, each as people would say it; nobody unless it allows something.

    Principals are accounts, ARNs of roles and users, and services; where anybody may be one, it is
    the condition that names them: an organization, an account.
    """
    if statement.get("Effect") != "Allow":
        return frozenset()
    limits = frozenset(_limits(statement.get("Condition")))
    if _names_everybody(statement):
        return limits or frozenset({EVERYBODY})
    said = frozenset(_named(statement.get("Principal")))
    if not limits:
        return said
    return frozenset(f"{one} for {' and '.join(sorted(limits))}" for one in said)


def _names_everybody(statement: Mapping[str, object]) -> bool:
    if "NotPrincipal" in statement:
        return True
    principal = statement.get("Principal")
    named = list(principal.values()) if isinstance(principal, Mapping) else [principal]
    return any("*" in list(members(one)) for one in named)


def _named(principal: object) -> Iterator[str]:
    if not isinstance(principal, Mapping):
        return
    for kind, named in principal.items():
        for one in members(named):
            text = (text_of(one) or HOLE).replace(HOLE, "…")
            account = _ACCOUNT.fullmatch(text)
            yield f"account {account[1]}" if kind == "AWS" and account else text


def _limits(condition: object) -> Iterator[str]:
    """What a condition admits; ``…IfExists`` holds without the key and admits everybody."""
    if not isinstance(condition, Mapping):
        return
    for operator, keys in condition.items():
        if str(operator).removeprefix("ForAnyValue:") not in _LIMITING:
            continue
        for key, values in keys.items() if isinstance(keys, Mapping) else []:
            admitted = list(members(values))
            if str(key).lower() in _WHO and "*" not in admitted:
                for one in admitted:
                    text = (text_of(one) or HOLE).replace(HOLE, "…")
                    yield f"{str(key).removeprefix('aws:')} {text}"
