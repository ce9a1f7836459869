"""What Lambda refuses when a mapping is created or updated."""

from collections.abc import Mapping
from typing import Any, Final

from msk_local.event_source_mapping.filters import Filters
from msk_local.event_source_mapping.mapping import Mapping as EventSourceMapping
from msk_local.protocols import ServiceError

_STARTING_POSITIONS: Final = {"TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"}
_DESTINATIONS: Final = {"sqs", "sns", "s3"}
_KAFKA: Final = "kafka://"
_FEWEST_POLLERS: Final = 200
_MOST_POLLERS: Final = 2000
_MAXIMUM_BATCH_SIZE: Final = 10_000
_MAXIMUM_WINDOW_SECONDS: Final = 300
_MAXIMUM_FUNCTION_SECONDS: Final = 14 * 60
_PROVISIONED_ONLY: Final = (
    "BisectBatchOnFunctionError",
    "FunctionResponseTypes",
    "LoggingConfig",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
)


def invalid(message: str) -> ServiceError:
    """A value Lambda does not take."""
    return ServiceError("InvalidParameterValueException", message)


def require_source(settings: Mapping[str, Any]) -> None:
    """Refuse a mapping that does not say what to read.

    Raises:
        ServiceError: There is not exactly one topic, or no usable starting position.
    """
    if len(settings.get("Topics", [])) != 1:
        raise invalid("Topics must have exactly one topic for an Amazon MSK event source.")
    position = settings.get("StartingPosition")
    if position not in _STARTING_POSITIONS:
        raise invalid("StartingPosition is required for an Amazon MSK event source.")
    if position == "AT_TIMESTAMP" and "StartingPositionTimestamp" not in settings:
        raise invalid("StartingPositionTimestamp is required with AT_TIMESTAMP.")


def require_same_group(mapping: EventSourceMapping, request: Mapping[str, Any]) -> None:
    """Refuse to change the consumer group, which is of the mapping's whole life.

    https://docs.aws.amazon.com/lambda/latest/dg/msk-esm-parameters.html

    Raises:
        ServiceError: The request names another group.
    """
    source = request.get("AmazonManagedKafkaEventSourceConfig", {})
    if source.get("ConsumerGroupId", mapping.consumer_group) != mapping.consumer_group:
        raise invalid("ConsumerGroupId can be set only when the mapping is created.")


def require_settings(settings: Mapping[str, Any]) -> None:
    """Refuse values out of range and what needs provisioned mode.

    https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html

    Raises:
        ServiceError: The first setting that cannot be.
    """
    if settings.get("BatchSize", 1) > _MAXIMUM_BATCH_SIZE:
        raise invalid(f"BatchSize must be at most {_MAXIMUM_BATCH_SIZE}.")
    if settings.get("MaximumBatchingWindowInSeconds", 0) > _MAXIMUM_WINDOW_SECONDS:
        raise invalid(f"MaximumBatchingWindowInSeconds must be at most {_MAXIMUM_WINDOW_SECONDS}.")
    if "ProvisionedPollerConfig" not in settings:
        for name in _PROVISIONED_ONLY:
            if settings.get(name):
                raise invalid(f"{name} for an Amazon MSK event source needs provisioned mode.")
    _require_pollers(settings.get("ProvisionedPollerConfig", {}))
    _require_patterns(settings)
    _require_destination(settings)
    _require_registry(settings)


def _require_pollers(pollers: Mapping[str, Any]) -> None:
    fewest, most = pollers.get("MinimumPollers", 1), pollers.get("MaximumPollers", 200)
    if not 1 <= fewest <= _FEWEST_POLLERS:
        raise invalid(f"MinimumPollers must be between 1 and {_FEWEST_POLLERS}.")
    if not fewest <= most <= _MOST_POLLERS:
        raise invalid(f"MaximumPollers must be between MinimumPollers and {_MOST_POLLERS}.")


def _require_patterns(settings: Mapping[str, Any]) -> None:
    """https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html."""
    criteria = settings.get("FilterCriteria", {}).get("Filters", [])
    try:
        Filters(str(one["Pattern"]) for one in criteria)
    except ValueError as error:
        raise invalid(str(error)) from error


def _require_destination(settings: Mapping[str, Any]) -> None:
    """https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure-destination.html."""
    destination = settings.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
    if not destination:
        return
    if not destination.startswith(_KAFKA):
        if destination.split(":")[2:3] not in [[name] for name in _DESTINATIONS]:
            raise invalid(f"The destination {destination} is no queue, topic or bucket.")
        return
    if "ProvisionedPollerConfig" not in settings:
        raise invalid("A Kafka topic as on-failure destination needs provisioned mode.")
    if destination.removeprefix(_KAFKA) in settings.get("Topics", []):
        raise invalid("The on-failure destination must be another topic than the source.")


def _require_registry(settings: Mapping[str, Any]) -> None:
    """https://docs.aws.amazon.com/lambda/latest/dg/services-consume-kafka-events.html."""
    registry = settings.get("AmazonManagedKafkaEventSourceConfig", {}).get("SchemaRegistryConfig")
    if not registry:
        return
    if "ProvisionedPollerConfig" not in settings:
        raise invalid("A schema registry needs provisioned mode.")
    if not registry.get("SchemaValidationConfigs"):
        raise invalid("A schema registry needs a SchemaValidationConfig: KEY, VALUE or both.")
    uri = registry.get("SchemaRegistryURI", "")
    if uri.split(":")[2:3] != ["glue"]:
        raise invalid(
            f"The local cloud knows schema registries of AWS Glue only and cannot reach {uri}. "
            "Deploy this consumer without schema_registry, or on AWS."
        )


def require_timeout(function: Mapping[str, Any]) -> None:
    """Refuse a function that may run longer than Lambda waits for it here.

    https://docs.aws.amazon.com/lambda/latest/dg/with-msk-configure.html

    Raises:
        ServiceError: Its timeout is over 14 minutes.
    """
    if function.get("Timeout", 0) > _MAXIMUM_FUNCTION_SECONDS:
        raise invalid("The function's timeout must be at most 840 seconds for this event source.")
