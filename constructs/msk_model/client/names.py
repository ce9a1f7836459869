"""Names of topics, groups and transactional ids as grants take them."""

import re
from collections.abc import Iterator, Sequence

from msk_model.finding import Finding, Severity
from msk_model.sources import developer_guide

_TOPIC = re.compile(r"[a-zA-Z0-9._-]{1,249}", re.ASCII)
_SOURCE = developer_guide("kafka-actions")


def check_names(field: str, names: Sequence[str]) -> Iterator[Finding]:
    """Everything wrong with a list of names.

    Args:
        field: What the list is: ``topics``, ``produces``, ``groups``.
        names: Whole names, or prefixes ending in ``*``. One that holds ``${`` is filled in later,
            by a parameter or IAM, and not judged.
    """
    judged = [name for name in names if "${" not in name]
    for name in judged:
        if not name or "*" in name[:-1] or "?" in name:
            yield _finding(
                "names-are-whole-or-prefixes",
                field,
                name,
                must="hold names, or prefixes that end in their one '*'",
                fix="IAM and Kafka's ACLs have no other pattern in common",
            )
        elif _holds_topics(field) and name != "*" and not _TOPIC.fullmatch(name.rstrip("*")):
            yield _finding(
                "granted-topics-can-exist",
                field,
                name,
                must="hold names a topic can have: letters, digits, '.', '_' and '-'",
                fix="correct the name",
            )
    for wide in judged:
        covered = [name for name in judged if name != wide and _covers(wide, name)]
        if covered:
            yield _finding(
                "wildcards-widen-no-name",
                field,
                wide,
                must=f"not widen a name beside it: {wide!r} covers {', '.join(map(repr, covered))}",
                fix=f"leave {wide!r} out, or name it alone if everything it covers is meant",
            )


def _holds_topics(field: str) -> bool:
    return field.endswith("topics") or field in {"produces", "consumes", "administers"}


def _covers(pattern: str, name: str) -> bool:
    return pattern.endswith("*") and name.startswith(pattern[:-1])


def _finding(rule: str, field: str, value: object, *, must: str, fix: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.ERROR,
        field=field,
        value=value,
        must=must,
        fix=fix,
        source=_SOURCE,
    )
