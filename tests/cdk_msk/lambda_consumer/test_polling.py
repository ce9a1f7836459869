"""What Lambda accepts of an event source mapping."""

import datetime as dt
import re
from typing import Any

import aws_cdk as cdk
import jsii
import pytest
from aws_cdk import aws_lambda as lambda_

from cdk_msk.lambda_consumer.polling import Polling
from cdk_msk.lambda_consumer.provisioned_pollers import ProvisionedPollers

NOW = dt.datetime(2024, 11, 23, tzinfo=dt.UTC)


def polling(**differences: Any) -> Polling:
    plain: dict[str, Any] = {
        "topic": "orders",
        "consumer_group": "g",
        "starting_position": lambda_.StartingPosition.LATEST,
        "starting_timestamp": None,
        "batch_size": 100,
        "max_batching_window": None,
        "filters": (),
        "provisioned_pollers": None,
        "retry_attempts": None,
        "max_record_age": None,
        "bisect_batch_on_error": False,
        "report_batch_item_failures": False,
        "schema_registry": None,
        "enabled": True,
    }
    return Polling(**{**plain, **differences})


@pytest.mark.parametrize(
    "differences",
    [
        {},
        {"batch_size": 10_000, "max_batching_window": cdk.Duration.minutes(5)},
        {"topic": "_a-b.c", "consumer_group": "a/b:c"},
        {
            "starting_position": lambda_.StartingPosition.AT_TIMESTAMP,
            "starting_timestamp": NOW,
        },
        {
            "provisioned_pollers": ProvisionedPollers(),
            "retry_attempts": 10_000,
            "max_record_age": cdk.Duration.days(7),
        },
    ],
    ids=str,
)
def test_within_limits(differences: dict[str, Any]):
    """Values up to the limits are accepted."""
    assert list(polling(**differences).faults()) == []


@pytest.mark.parametrize(
    ("differences", "fault"),
    [
        ({"topic": "a"}, "topic must be 2 to 249"),
        ({"topic": ".orders"}, "topic must be 2 to 249 .* got '.orders'"),
        ({"consumer_group": "a b"}, "consumer_group must be 1 to 200 .* got 'a b'"),
        ({"consumer_group": "totals*"}, r"consumer_group must be 1 to 200 .* got 'totals\*'"),
        ({"batch_size": 10_001}, "batch_size must be between 1 and 10000, got 10001"),
        (
            {"max_batching_window": cdk.Duration.seconds(301)},
            "max_batching_window must be between 0 and 300 seconds, got 301 s",
        ),
        (
            {"max_batching_window": cdk.Duration.millis(500)},
            "max_batching_window must be whole seconds, got 0.5 s",
        ),
        (
            {"retry_attempts": 3},
            "retry_attempts must be left out without provisioned pollers, got 3",
        ),
        (
            {"retry_attempts": 0},
            "retry_attempts must be left out without provisioned pollers, got 0",
        ),
        (
            {"max_record_age": cdk.Duration.hours(1)},
            "max_record_age must be left out .* got 3600 s",
        ),
        ({"bisect_batch_on_error": True}, "bisect_batch_on_error must be left out .* got True"),
        ({"report_batch_item_failures": True}, "report_batch_item_failures must be left out"),
        (
            {
                "provisioned_pollers": ProvisionedPollers(),
                "max_record_age": cdk.Duration.seconds(59),
            },
            "max_record_age must be between 60 and 604800 seconds, got 59 s",
        ),
        ({"starting_timestamp": NOW}, "starting_timestamp must be given with .* with LATEST"),
        (
            {"starting_position": lambda_.StartingPosition.AT_TIMESTAMP},
            "starting_timestamp must be given .* got None with AT_TIMESTAMP",
        ),
        (
            {
                "starting_position": lambda_.StartingPosition.AT_TIMESTAMP,
                "starting_timestamp": NOW.replace(tzinfo=None),
            },
            "starting_timestamp must have a time zone, got 20.*; add tzinfo=datetime.UTC",
        ),
        (
            {
                "starting_position": lambda_.StartingPosition.AT_TIMESTAMP,
                "starting_timestamp": dt.datetime(9000, 1, 1, tzinfo=dt.UTC),
            },
            "starting_timestamp must not be in the future, got 9000-01-01",
        ),
        ({"filters": [{}] * 11}, "filters must be at most 10, got 11"),
        ({"filters": [{"value": ["x" * 4096]}]}, r"filters\[0\] must be at most 4096 characters"),
        ({"filters": {"value": ["x"]}}, r"filters must be a sequence of patterns, got {'value'"),
        (
            {"filters": [{}, {"value": "x"}]},
            r"filters\[1\] must be a pattern, .* got {'value': 'x'}",
        ),
        (
            {"filters": [lambda_.FilterCriteria.filter({"value": ["x"]})]},
            r"filters\[0\] must be a pattern, .* got {'pattern': ",
        ),
        ({"filters": [{"value": []}]}, r"filters\[0\] must be a pattern, .* got {'value': \[\]}"),
        ({"filters": [{"value": [NOW]}]}, r"filters\[0\] must be JSON, .* not JSON serializable"),
        ({"filters": [{"value": [float("nan")]}]}, r"filters\[0\] must be JSON, .* not JSON comp"),
    ],
)
def test_beyond_limits(differences: dict[str, Any], fault: str):
    """Each value out of bounds is named with its limits."""
    (found,) = polling(**differences).faults()

    assert re.match(fault, found)


@jsii.implements(cdk.INumberProducer)
class _Number:
    def produce(self, context: Any) -> int:
        return 7


def test_values_known_when_deploying():
    """A value that is a token passes every check."""
    token = cdk.Lazy.number(_Number())

    assert list(polling(batch_size=token).faults()) == []


def test_timestamp():
    """A point in time is passed on in seconds."""
    properties = polling(
        starting_position=lambda_.StartingPosition.AT_TIMESTAMP, starting_timestamp=NOW
    ).properties()

    assert properties["starting_position"] == "AT_TIMESTAMP"
    assert properties["starting_position_timestamp"] == NOW.timestamp()
