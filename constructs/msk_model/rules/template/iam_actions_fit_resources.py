"""Policies name, for each action, an ARN of the kind that the action is about."""

import re
from collections.abc import Iterator

from msk_model.facts.iam_actions import action as action_named
from msk_model.finding import Finding, Severity
from msk_model.rules.template.kafka_statements import PREFIX, kafka_statements
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("kafka-actions")

_KIND = re.compile(r"arn:[^:]*:kafka:[^:]*:[^:]*:(cluster|topic|group|transactional-id)/")


def _kinds(arns: tuple[str, ...]) -> set[str] | None:
    """The kinds of resources that the ARNs are of; `None` when one of them does not tell."""
    matches = [_KIND.match(arn) for arn in arns]
    return {match[1] for match in matches if match} if all(matches) else None


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of an action whose statement names nothing it could apply to."""
    for statement in kafka_statements(view):
        kinds = _kinds(statement.resources)
        if not kinds:
            continue
        for written in statement.actions:
            action = action_named(written[len(PREFIX) :])
            if action is None or action.resource in kinds:
                continue
            yield (
                statement.resource,
                Finding(
                    rule="iam-actions-fit-resources",
                    severity=SEVERITY,
                    field=statement.property_path,
                    value=written,
                    must=f"be allowed on the ARN of a {action.resource}, or it allows nothing",
                    fix=f"add an ARN :{action.resource}/<cluster name>/…",
                    source=SOURCE,
                ),
            )
