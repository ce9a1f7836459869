"""Policies name actions that MSK's access control has."""

import fnmatch
from collections.abc import Iterator

from msk_model.facts.iam_actions import all_actions
from msk_model.finding import Finding, Severity
from msk_model.intrinsics import HOLE
from msk_model.nearest import nearest
from msk_model.rules.template.kafka_statements import PREFIX, kafka_statements
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("kafka-actions")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of an action that allows nothing, since there is none of that name."""
    names = [one.name for one in all_actions()]
    for statement in kafka_statements(view):
        for action in statement.actions:
            written = action[len(PREFIX) :]
            pattern = written.lower()
            if HOLE in written or any(fnmatch.fnmatchcase(one.lower(), pattern) for one in names):
                continue
            likely = nearest(written, names)
            yield (
                statement.resource,
                Finding(
                    rule="iam-actions-exist",
                    severity=SEVERITY,
                    field=statement.property_path,
                    value=action,
                    must="allow actions that MSK has, or it allows nothing",
                    fix=f"use {PREFIX}{likely}" if likely else "see the table of actions",
                    source=SOURCE,
                ),
            )
