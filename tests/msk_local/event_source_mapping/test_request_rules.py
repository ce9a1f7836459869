"""What Lambda refuses."""

import pytest

from msk_local.event_source_mapping.request_rules import (
    require_same_group,
    require_settings,
    require_source,
    require_timeout,
)
from msk_local.protocols import ServiceError

_QUEUE = "arn:aws:sqs:us-east-1:123456789012:dead"


@pytest.mark.parametrize(
    "settings",
    [
        {"StartingPosition": "LATEST"},
        {"Topics": ["a", "b"], "StartingPosition": "LATEST"},
        {"Topics": ["a"]},
        {"Topics": ["a"], "StartingPosition": "NOW"},
        {"Topics": ["a"], "StartingPosition": "AT_TIMESTAMP"},
    ],
)
def test_a_source_has_one_topic_and_a_position(settings):
    """Anything else is an invalid parameter value."""
    with pytest.raises(ServiceError) as refusal:
        require_source(settings)
    assert refusal.value.code == "InvalidParameterValueException"


@pytest.mark.parametrize(
    "settings",
    [
        {"BatchSize": 10_001},
        {"MaximumBatchingWindowInSeconds": 301},
        {"MaximumRetryAttempts": 3},
        {"BisectBatchOnFunctionError": True},
        {"FunctionResponseTypes": ["ReportBatchItemFailures"]},
        {"LoggingConfig": {"SystemLogLevel": "WARN"}},
        {"ProvisionedPollerConfig": {"MinimumPollers": 201}},
        {"ProvisionedPollerConfig": {"MinimumPollers": 20, "MaximumPollers": 19}},
        {"ProvisionedPollerConfig": {"MaximumPollers": 2001}},
        {"DestinationConfig": {"OnFailure": {"Destination": "arn:aws:kafka:us-east-1:1:topic/a"}}},
        {"DestinationConfig": {"OnFailure": {"Destination": "kafka://dead"}}},
        {"FilterCriteria": {"Filters": [{"Pattern": '{"value": "sale"}'}]}},
        {"FilterCriteria": {"Filters": [{"Pattern": '"value"'}]}},
        {
            "Topics": ["orders"],
            "ProvisionedPollerConfig": {},
            "DestinationConfig": {"OnFailure": {"Destination": "kafka://orders"}},
        },
    ],
)
def test_settings_out_of_range_or_out_of_mode_are_refused(settings):
    """Retries, halves, partial success and Kafka topics for failures need provisioned pollers."""
    with pytest.raises(ServiceError):
        require_settings(settings)


_GLUE = "arn:aws:glue:us-east-1:123456789012:registry/orders"
_VALUES = [{"Attribute": "VALUE"}]


def _registry(uri, checked):
    config = {"SchemaRegistryURI": uri, "SchemaValidationConfigs": checked}
    return {"AmazonManagedKafkaEventSourceConfig": {"SchemaRegistryConfig": config}}


@pytest.mark.parametrize(
    ("settings", "uri", "checked", "reason"),
    [
        ({}, _GLUE, _VALUES, "needs provisioned mode"),
        ({"ProvisionedPollerConfig": {}}, _GLUE, [], "KEY, VALUE or both"),
        ({"ProvisionedPollerConfig": {}}, "https://registry:8081", _VALUES, "cannot reach https:"),
    ],
)
def test_schema_registries_that_are_refused(settings, uri, checked, reason):
    """A record that was not checked must not look as if it were."""
    with pytest.raises(ServiceError, match=reason):
        require_settings({**settings, **_registry(uri, checked)})


def test_a_registry_of_glue_is_taken():
    """The local cloud has those."""
    require_settings({"ProvisionedPollerConfig": {}, **_registry(_GLUE, _VALUES)})


@pytest.mark.parametrize("destination", [_QUEUE, "kafka://dead"])
def test_provisioned_mode_has_them_all(destination):
    """The same settings are good with a poller configuration."""
    require_settings(
        {
            "ProvisionedPollerConfig": {"MinimumPollers": 1},
            "MaximumRetryAttempts": 3,
            "BisectBatchOnFunctionError": True,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "LoggingConfig": {"SystemLogLevel": "WARN"},
            "DestinationConfig": {"OnFailure": {"Destination": destination}},
        }
    )


def test_the_group_is_of_the_whole_life(make_mapping):
    """The same one may be said again, or nothing."""
    mapping = make_mapping(AmazonManagedKafkaEventSourceConfig={"ConsumerGroupId": "totals"})
    for source in ({}, {"ConsumerGroupId": "totals"}):
        require_same_group(mapping, {"AmazonManagedKafkaEventSourceConfig": source})
    require_same_group(mapping, {})
    other = {"AmazonManagedKafkaEventSourceConfig": {"ConsumerGroupId": "others"}}
    with pytest.raises(ServiceError, match="only when the mapping is created"):
        require_same_group(mapping, other)


def test_a_function_may_run_for_14_minutes():
    """Not for 15, as others may."""
    require_timeout({"Timeout": 840})
    with pytest.raises(ServiceError):
        require_timeout({"Timeout": 900})
