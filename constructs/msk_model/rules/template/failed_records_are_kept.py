"""Records that a function fails to process have a place to go."""

from collections.abc import Iterator

from msk_model.finding import Finding, Severity
from msk_model.intrinsics import look_up
from msk_model.rules.template.kafka_mappings import kafka_mappings
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import lambda_guide

SEVERITY = Severity.WARNING
SOURCE = lambda_guide("kafka-on-failure")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of a mapping without one: a bad record blocks its partition until it expires."""
    for logical_id, mapping in kafka_mappings(view):
        if look_up(mapping, "DestinationConfig", "OnFailure", "Destination") is not None:
            continue
        yield (
            logical_id,
            Finding(
                rule="failed-records-are-kept",
                severity=SEVERITY,
                field="DestinationConfig/OnFailure/Destination",
                value=None,
                must="name a queue, topic or bucket, or a bad record blocks its partition",
                fix="add an SQS queue, an SNS topic or an S3 bucket as destination",
                source=SOURCE,
            ),
        )
