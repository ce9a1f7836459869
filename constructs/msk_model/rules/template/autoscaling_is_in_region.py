"""Storage autoscaling is asked for only in regions that have it."""

from collections.abc import Iterator

from msk_model.facts.regions import regions_without
from msk_model.finding import Finding, Severity
from msk_model.rules.template.storage_targets import storage_targets
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-autoexpand")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Refuse it where MSK does not offer it."""
    if view.region not in regions_without("storage-autoscaling"):
        return
    for logical_id, _ in storage_targets(view):
        yield (
            logical_id,
            Finding(
                rule="autoscaling-is-in-region",
                severity=SEVERITY,
                field="ScalableDimension",
                value=view.region,
                must="be of a service that the region has; it has no storage autoscaling",
                fix="leave it out and watch KafkaDataLogsDiskUsed",
                source=SOURCE,
            ),
        )
