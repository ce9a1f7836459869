"""From the words of a deployment file to the arguments of sinks and consumers."""

from typing import Any

import aws_cdk as cdk

from cdk_msk import Compression, ObjectDate, ProvisionedPollers, RecordFormat
from stacks import delivery_model as model


def sink_arguments(stated: model.S3Sink) -> dict[str, Any]:
    """What `S3Sink` takes, but for its names and places."""
    return {
        "record_format": RecordFormat(stated.format),
        "compression": Compression(stated.compression),
        "object_date": ObjectDate(stated.date),
        "optimised": stated.optimised,
        "smaller_objects": stated.smaller_objects,
        "object_size": None
        if stated.object_size_mib is None
        else cdk.Size.bytes(round(stated.object_size_mib * 1024 * 1024)),
        "infrequent_access_after": _days(stated.infrequent_access_after_days),
        "expiration": _days(stated.expiration_days),
        "batch_size": stated.batch_size,
        "max_batching_window": cdk.Duration.seconds(stated.max_batching_window_seconds),
        "provisioned_pollers": _pollers(stated.provisioned_pollers),
    }


def consumer_arguments(stated: model.Consumer) -> dict[str, Any]:
    """What `LambdaConsumer` takes, but for its names, places and failures."""
    age = stated.max_record_age_seconds
    return {
        "batch_size": stated.batch_size,
        "max_batching_window": cdk.Duration.seconds(stated.max_batching_window_seconds),
        "provisioned_pollers": _pollers(stated.provisioned_pollers),
        "retry_attempts": stated.retry_attempts,
        "max_record_age": None if age is None else cdk.Duration.seconds(age),
        "bisect_batch_on_error": stated.bisect_batch_on_error,
        "report_batch_item_failures": stated.report_batch_item_failures,
        "enabled": stated.enabled,
    }


def _days(count: int | None) -> cdk.Duration | None:
    return None if count is None else cdk.Duration.days(count)


def _pollers(stated: model.ProvisionedPollers | None) -> ProvisionedPollers | None:
    if stated is None:
        return None
    return ProvisionedPollers(minimum=stated.minimum, maximum=stated.maximum)
