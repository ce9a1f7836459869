"""The event source mappings in a template that read from clusters."""

from collections.abc import Iterator

from msk_model.intrinsics import text_of
from msk_model.rules.template.view import Resource, TemplateView


def kafka_mappings(view: TemplateView) -> Iterator[Resource]:
    """Each mapping whose source is a cluster."""
    for logical_id, properties in view.of_type("AWS::Lambda::EventSourceMapping"):
        source = properties.get("EventSourceArn")
        if (
            view.cluster_named_in(source)
            or ":kafka:" in (text_of(source) or "")
            or "AmazonManagedKafkaEventSourceConfig" in properties
        ):
            yield logical_id, properties
