"""Policies allow the actions on a cluster that a client needs, not all there are."""

from collections.abc import Iterator

from msk_model.finding import Finding, Severity
from msk_model.rules.template.kafka_statements import PREFIX, kafka_statements
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("iam-access-control-use-cases")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of a policy that allows every action, deleting topics included."""
    for statement in kafka_statements(view):
        wide = next((one for one in statement.actions if not one[len(PREFIX) :].strip("*")), None)
        if wide is None:
            continue
        yield (
            statement.resource,
            Finding(
                rule="iam-actions-are-chosen",
                severity=SEVERITY,
                field=statement.property_path,
                value=wide,
                must="allow only the kafka-cluster actions that its bearer needs",
                fix="name them: Connect, DescribeTopic, ReadData, WriteData and so on",
                source=SOURCE,
            ),
        )
