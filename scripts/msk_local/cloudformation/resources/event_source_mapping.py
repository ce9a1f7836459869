"""AWS Lambda: event source mappings."""

import time
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner

_POLL_SECONDS = 0.1
_TIMEOUT_SECONDS = 300
_FIXED = (
    "EventSourceArn",
    "StartingPosition",
    "StartingPositionTimestamp",
    "Topics",
    "Queues",
    "SelfManagedEventSource",
    "SelfManagedKafkaEventSourceConfig",
)
_CHANGEABLE = (
    "AmazonManagedKafkaEventSourceConfig",
    "FunctionName",
    "Enabled",
    "BatchSize",
    "FilterCriteria",
    "MaximumBatchingWindowInSeconds",
    "ParallelizationFactor",
    "DestinationConfig",
    "MaximumRecordAgeInSeconds",
    "BisectBatchOnFunctionError",
    "MaximumRetryAttempts",
    "TumblingWindowInSeconds",
    "SourceAccessConfigurations",
    "FunctionResponseTypes",
    "ScalingConfig",
    "ProvisionedPollerConfig",
    "MetricsConfig",
    "LoggingConfig",
)
_UNSET: Mapping[str, Any] = {
    "BisectBatchOnFunctionError": False,
    "DestinationConfig": {},
    "Enabled": True,
    "FilterCriteria": {},
    "FunctionResponseTypes": [],
    "LoggingConfig": {},
    "MaximumRecordAgeInSeconds": -1,
    "MaximumRetryAttempts": -1,
    "MetricsConfig": {},
    "ProvisionedPollerConfig": {},
    "ScalingConfig": {},
    "SourceAccessConfigurations": [],
}
"""What Lambda takes for a setting that is no longer wanted; of others the last value stays."""


class EventSourceMapping(Provisioner):
    """What makes Lambda poll a source for a function."""

    types = ("AWS::Lambda::EventSourceMapping",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the mapping and waits until it polls."""
        wanted = {key: properties[key] for key in (*_FIXED, *_CHANGEABLE) if key in properties}
        wanted |= {"KMSKeyArn": properties["KmsKeyArn"]} if "KmsKeyArn" in properties else {}
        uuid = context.client("lambda").create_event_source_mapping(**wanted)["UUID"]
        context.record(uuid)
        return _settled(uuid, context)

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes the mapping and waits until it polls again."""
        unset = {key: value for key, value in _UNSET.items() if key in old and key not in new}
        wanted = {**unset, **{key: new[key] for key in _CHANGEABLE if key in new}}
        wanted |= {"KMSKeyArn": new["KmsKeyArn"]} if "KmsKeyArn" in new else {}
        context.client("lambda").update_event_source_mapping(UUID=current.physical_id, **wanted)
        return _settled(current.physical_id, context)

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the mapping and waits until it is gone."""
        client = context.client("lambda")
        client.delete_event_source_mapping(UUID=current.physical_id)
        deadline = time.monotonic() + _TIMEOUT_SECONDS
        while time.monotonic() < deadline:
            try:
                client.get_event_source_mapping(UUID=current.physical_id)
            except client.exceptions.ResourceNotFoundException:
                return
            time.sleep(_POLL_SECONDS)
        raise ResourceError(f"event source mapping {current.physical_id} did not go away")


def _settled(uuid: str, context: Context) -> Outcome:
    deadline = time.monotonic() + _TIMEOUT_SECONDS
    while True:
        mapping = context.client("lambda").get_event_source_mapping(UUID=uuid)
        if mapping.get("State", "Enabled") in {"Enabled", "Disabled"}:
            arn = mapping.get("EventSourceMappingArn") or context.arn(
                "lambda", f"event-source-mapping:{uuid}"
            )
            return Outcome(uuid, {"Id": uuid, "EventSourceMappingArn": arn})
        if time.monotonic() > deadline:
            reason = mapping.get("StateTransitionReason") or mapping.get("LastProcessingResult")
            raise ResourceError(f"event source mapping {uuid} is {mapping['State']}: {reason}")
        time.sleep(_POLL_SECONDS)


PROVISIONERS = (EventSourceMapping(),)
