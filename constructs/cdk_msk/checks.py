"""The bridge from arguments of constructs to the rules of `msk_model` and back."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import aws_cdk as cdk
from constructs import Construct

from msk_model import UNKNOWN, FieldNames, Finding, Severity, Unknown

_T = TypeVar("_T")


def known(value: _T) -> _T | Unknown:
    """`value`, or `UNKNOWN` when it holds a token that is resolved at deploy time only.

    Token-encoded numbers are huge negative floats and token-encoded strings carry ``Token[``: the
    cheap look at the Python value spares most arguments the round trip to the CDK.
    """
    may_be_token = not (
        value is None
        or isinstance(value, int)
        or (isinstance(value, str) and "Token[" not in value)
    )
    if not may_be_token:
        return value
    # jsii has lists and knows no tuples.
    asked = list(value) if isinstance(value, tuple) else value
    return UNKNOWN if cdk.Token.is_unresolved(asked) else value


def require(
    construct: Construct, findings: Iterable[Finding], names: Mapping[str, FieldNames]
) -> None:
    """Refuse what breaks a rule, and warn of what somebody will be sorry for.

    Args:
        construct: Whose arguments were checked.
        findings: What the rules said.
        names: What the fields of the shape are called as arguments.

    Raises:
        ValueError: One line for every finding that is an error.
    """
    errors = []
    for finding in findings:
        line = finding.message(where=construct.node.path, name=names[finding.field].argument)
        if finding.severity is Severity.ERROR:
            errors.append(line)
        else:
            cdk.Annotations.of(construct).add_warning_v2(f"cdk-msk:{finding.rule}", line)
    if errors:
        raise ValueError("\n".join(errors))
