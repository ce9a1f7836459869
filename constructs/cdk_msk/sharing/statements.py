"""The statements of a resource policy, as a template writes them."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam

from msk_model.policy_principals import EVERYBODY, let_in


def merged(stack: cdk.Stack, statements: Iterable[iam.PolicyStatement]) -> list[dict[str, Any]]:
    """`statements` in an order of their own, with tokens; those alike share their resources.

    The order is that of the text in the template: tokens are numbered in the order of the code.
    """

    def text(value: object) -> str:
        return json.dumps(stack.resolve(value), sort_keys=True)

    together: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
    for statement in statements:
        written = dict(statement.to_json())
        resources = _listed(written.pop("Resource", []))
        _, by_text = together.setdefault(text(written), (written, {}))
        by_text.update((text(resource), resource) for resource in resources)
    return [
        {**written, "Resource": [resource for _, resource in sorted(by_text.items())]}
        for _, (written, by_text) in sorted(together.items())
    ]


def require_limited(path: str, statement: iam.PolicyStatement) -> None:
    """Refuse a statement that allows something to everybody.

    Raises:
        ValueError: Its principal is ``*`` and no condition says who that may be.
    """
    if EVERYBODY in let_in(statement.to_json()):
        raise ValueError(
            f"{path}: the principal must be an account, role or service, got everybody without a "
            "condition on who they are; name them, or use share_with_organization"
        )


def least_size(resolved: Any) -> int:
    """How many bytes a policy has at least: what is known at deployment only may be empty."""
    return len(
        json.dumps(_known_text(resolved), separators=(",", ":"), ensure_ascii=False).encode()
    )


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _known_text(value: Any) -> Any:
    match value:
        case {"Fn::Join": [str(delimiter), list(parts)]}:
            return delimiter.join(map(str, map(_known_text, parts)))
        case {**one} if len(one) == 1 and str(next(iter(one))).startswith(("Fn::", "Ref")):
            return ""
        case {**many}:
            return {key: _known_text(inner) for key, inner in many.items()}
        case list():
            return [_known_text(inner) for inner in value]
        case _:
            return value
