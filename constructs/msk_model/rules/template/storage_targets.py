"""The scalable targets in a template that let the volumes of clusters grow."""

from collections.abc import Iterator

from msk_model.intrinsics import text_at
from msk_model.rules.template.view import Resource, TemplateView
from msk_model.unknown import UNKNOWN

_TYPE = "AWS::ApplicationAutoScaling::ScalableTarget"
_DIMENSION = "kafka:broker-storage:VolumeSize"


def storage_targets(view: TemplateView) -> Iterator[Resource]:
    """Each target that scales the storage of brokers, or may."""
    for logical_id, properties in view.of_type(_TYPE):
        if text_at(properties, "ScalableDimension") in {_DIMENSION, UNKNOWN}:
            yield logical_id, properties
