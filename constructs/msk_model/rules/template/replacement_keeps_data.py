"""Clusters and topics, and the records in them, stay when an update replaces them."""

from collections.abc import Iterator

from msk_model.finding import Finding, Severity
from msk_model.rules.template.stateful import STATEFUL_TYPES
from msk_model.rules.template.view import Placed, TemplateView

SEVERITY = Severity.WARNING
SOURCE = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-attribute-updatereplacepolicy.html"
)


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of a resource with data that CloudFormation deletes after replacing it."""
    for logical_id, _ in view.of_type(*STATEFUL_TYPES):
        policy = view.resources[logical_id].get("UpdateReplacePolicy", "Delete")
        if policy != "Delete":
            continue
        yield (
            logical_id,
            Finding(
                rule="replacement-keeps-data",
                severity=SEVERITY,
                field="UpdateReplacePolicy",
                value=policy,
                must="be Retain, or a change that replaces it deletes the records too",
                fix="set UpdateReplacePolicy: Retain",
                source=SOURCE,
            ),
        )
