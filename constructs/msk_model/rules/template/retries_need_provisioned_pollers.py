"""How a mapping retries is set only with provisioned pollers."""

from collections.abc import Iterator

from msk_model.finding import Finding, Severity
from msk_model.intrinsics import look_up
from msk_model.rules.template.kafka_mappings import kafka_mappings
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import lambda_guide

SEVERITY = Severity.ERROR
SOURCE = lambda_guide("kafka-retry-configurations")

_PROPERTIES = (
    "BisectBatchOnFunctionError",
    "FunctionResponseTypes",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
)


def rule(view: TemplateView) -> Iterator[Placed]:
    """Refuse what Lambda refuses for a mapping that polls on demand."""
    for logical_id, mapping in kafka_mappings(view):
        if look_up(mapping, "ProvisionedPollerConfig") is not None:
            continue
        for name in _PROPERTIES:
            value = mapping.get(name)
            if look_up(mapping, name) is None or isinstance(value, dict):
                continue
            yield (
                logical_id,
                Finding(
                    rule="retries-need-provisioned-pollers",
                    severity=SEVERITY,
                    field=name,
                    value=value,
                    must="be left out unless ProvisionedPollerConfig is set",
                    fix="add ProvisionedPollerConfig, or leave it out",
                    source=SOURCE,
                ),
            )
