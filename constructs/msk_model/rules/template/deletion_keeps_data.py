"""Clusters and topics, and the records in them, stay when their stack is deleted."""

from collections.abc import Iterator

from msk_model.finding import Finding, Severity
from msk_model.rules.template.stateful import STATEFUL_TYPES
from msk_model.rules.template.view import Placed, TemplateView

SEVERITY = Severity.WARNING
SOURCE = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-attribute-deletionpolicy.html"
)


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of a resource with data that CloudFormation deletes with its stack."""
    for logical_id, _ in view.of_type(*STATEFUL_TYPES):
        policy = view.resources[logical_id].get("DeletionPolicy", "Delete")
        if policy != "Delete":
            continue
        yield (
            logical_id,
            Finding(
                rule="deletion-keeps-data",
                severity=SEVERITY,
                field="DeletionPolicy",
                value=policy,
                must="be Retain, or deleting the stack deletes the records too",
                fix="set DeletionPolicy: Retain",
                source=SOURCE,
            ),
        )
