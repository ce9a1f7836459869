"""What Lambda refuses."""

import pytest

from msk_local.event_source_mapping.request_rules import (
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
        {"DestinationConfig": {"OnFailure": {"Destination": "kafka://dead"}}},
    ],
)
def test_settings_out_of_range_or_out_of_mode_are_refused(settings):
    """Retries, halves and partial success need provisioned pollers."""
    with pytest.raises(ServiceError):
        require_settings(settings)


def test_provisioned_mode_has_them_all():
    """The same settings are good with a poller configuration."""
    require_settings(
        {
            "ProvisionedPollerConfig": {"MinimumPollers": 1},
            "MaximumRetryAttempts": 3,
            "BisectBatchOnFunctionError": True,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "DestinationConfig": {"OnFailure": {"Destination": _QUEUE}},
        }
    )


def test_a_function_may_run_for_14_minutes():
    """Not for 15, as others may."""
    require_timeout({"Timeout": 840})
    with pytest.raises(ServiceError):
        require_timeout({"Timeout": 900})
