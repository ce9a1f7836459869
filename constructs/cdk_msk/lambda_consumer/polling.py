"""How a topic is polled: what Lambda accepts in an event source mapping for Amazon MSK.

https://docs.aws.amazon.com/lambda/latest/dg/msk-esm-parameters.html
"""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_

from cdk_msk.checks import known
from cdk_msk.lambda_consumer.provisioned_pollers import ProvisionedPollers
from cdk_msk.lambda_consumer.schema_registry import SchemaRegistry
from msk_model import Unknown

_TOPIC = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{1,248}")
# Lambda takes a * as well, but the grants of a group take what has one for a prefix.
_GROUP = re.compile(r"[A-Za-z0-9/:_+=.@-]{1,200}")
_Mapping = lambda_.CfnEventSourceMapping


@dataclass(frozen=True, kw_only=True)
class Polling:
    """The arguments of a `LambdaConsumer` that are about polling, under the same names."""

    topic: str
    consumer_group: str
    starting_position: lambda_.StartingPosition
    starting_timestamp: dt.datetime | None
    batch_size: int
    max_batching_window: cdk.Duration | None
    filters: Sequence[Mapping[str, Any]]
    provisioned_pollers: ProvisionedPollers | None
    retry_attempts: int | None
    max_record_age: cdk.Duration | None
    bisect_batch_on_error: bool
    report_batch_item_failures: bool
    schema_registry: SchemaRegistry | None
    enabled: bool

    def faults(self) -> Iterator[str]:
        """What Lambda would refuse or ignore: ``<argument> must <rule>, got <value>``."""
        yield from self._malformed_names()
        yield from _out_of_range("batch_size", self.batch_size, 1, 10_000)
        yield from _out_of_range("retry_attempts", self.retry_attempts, 0, 10_000)
        yield from _too_short_or_long("max_batching_window", self.max_batching_window, 0, 300)
        yield from _too_short_or_long("max_record_age", self.max_record_age, 60, 604_800)
        yield from self._needs_provisioned_pollers()
        yield from self._misplaced_timestamp()
        yield from self._malformed_filters()
        if self.schema_registry is not None:
            yield from self.schema_registry.faults()

    def properties(self) -> dict[str, Any]:
        """The same as properties of ``AWS::Lambda::EventSourceMapping``."""
        window, age = self.max_batching_window, self.max_record_age
        types = ["ReportBatchItemFailures"] if self.report_batch_item_failures else None
        start = self.starting_timestamp
        return {
            "topics": [self.topic],
            "amazon_managed_kafka_event_source_config": (
                _Mapping.AmazonManagedKafkaEventSourceConfigProperty(
                    consumer_group_id=self.consumer_group,
                    schema_registry_config=(
                        None if self.schema_registry is None else self.schema_registry.property()
                    ),
                )
            ),
            "starting_position": self.starting_position.value,
            "starting_position_timestamp": None if start is None else start.timestamp(),
            "batch_size": self.batch_size,
            "maximum_batching_window_in_seconds": None if window is None else window.to_seconds(),
            "filter_criteria": self._filter_criteria(),
            **self._pollers(),
            "maximum_retry_attempts": self.retry_attempts,
            "maximum_record_age_in_seconds": None if age is None else age.to_seconds(),
            "bisect_batch_on_function_error": self.bisect_batch_on_error or None,
            "function_response_types": types,
            "enabled": self.enabled,
        }

    def _pollers(self) -> dict[str, Any]:
        pollers = self.provisioned_pollers
        if pollers is None:
            return {}
        level = pollers.log_level
        return {
            "provisioned_poller_config": _Mapping.ProvisionedPollerConfigProperty(
                minimum_pollers=pollers.minimum,
                maximum_pollers=pollers.maximum,
                poller_group_name=pollers.group,
            ),
            "logging_config": (
                None
                if level is None
                else _Mapping.LoggingConfigProperty(system_log_level=level.value)
            ),
        }

    def _filter_criteria(self) -> _Mapping.FilterCriteriaProperty | None:
        if not self.filters:
            return None
        patterns = [
            _Mapping.FilterProperty(pattern=json.dumps(pattern)) for pattern in self.filters
        ]
        return _Mapping.FilterCriteriaProperty(filters=patterns)

    def _malformed_names(self) -> Iterator[str]:
        topic, group = known(self.topic), known(self.consumer_group)
        if not isinstance(topic, Unknown) and not _TOPIC.fullmatch(topic):
            yield (
                "topic must be 2 to 249 letters, digits, dots, underscores and hyphens, not "
                f"beginning with a dot, got {topic!r}"
            )
        if not isinstance(group, Unknown) and not _GROUP.fullmatch(group):
            yield f"consumer_group must be 1 to 200 letters, digits and /:_+=.@-, got {group!r}"

    def _needs_provisioned_pollers(self) -> Iterator[str]:
        """https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html."""
        if self.provisioned_pollers is not None:
            return
        given = {
            "retry_attempts": self.retry_attempts is not None,
            "max_record_age": self.max_record_age is not None,
            "bisect_batch_on_error": self.bisect_batch_on_error,
            "report_batch_item_failures": self.report_batch_item_failures,
            "schema_registry": self.schema_registry is not None,
        }
        for name in (name for name, is_given in given.items() if is_given):
            yield (
                f"{name} must be left out without provisioned pollers, got "
                f"{_shown(getattr(self, name))}; add provisioned_pollers=ProvisionedPollers()"
            )

    def _misplaced_timestamp(self) -> Iterator[str]:
        start = self.starting_timestamp
        at_timestamp = self.starting_position is lambda_.StartingPosition.AT_TIMESTAMP
        if at_timestamp != (start is not None):
            yield (
                "starting_timestamp must be given with StartingPosition.AT_TIMESTAMP and only "
                f"then, got {start} with {self.starting_position.name}"
            )
        elif start is not None and start.tzinfo is None:
            yield (
                f"starting_timestamp must have a time zone, got {start}; add "
                "tzinfo=datetime.UTC, it would be the zone of whichever machine synthesizes"
            )
        elif start is not None and start > dt.datetime.now(dt.UTC):
            yield (
                f"starting_timestamp must not be in the future, got {start}; "
                "StartingPosition.LATEST begins with what comes next"
            )

    def _malformed_filters(self) -> Iterator[str]:
        """https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html."""
        if isinstance(self.filters, Mapping | str):
            yield f"filters must be a sequence of patterns, got {self.filters!r}; write filters=[…]"
            return
        if len(self.filters) > 10:
            yield f"filters must be at most 10, got {len(self.filters)}"
        for index, pattern in enumerate(self.filters):
            name = f"filters[{index}]"
            if not _is_pattern(pattern):
                yield (
                    f"{name} must be a pattern, fields that have lists of what they may be, got "
                    f'{pattern!r}; as in {{"value": {{"total": [{{"numeric": [">", 100]}}]}}}}'
                )
                continue
            try:
                length = len(json.dumps(pattern, allow_nan=False))
            except (TypeError, ValueError) as error:
                yield f"{name} must be JSON, got {pattern!r}; {error}"
                continue
            if length > 4096:
                yield f"{name} must be at most 4096 characters of JSON, got {length}"


def _is_pattern(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        (isinstance(one, list | tuple) and one) or _is_pattern(one) for one in value.values()
    )


def _out_of_range(name: str, value: int | None, low: int, high: int) -> Iterator[str]:
    count = known(value)
    if isinstance(count, int) and not low <= count <= high:
        yield f"{name} must be between {low} and {high}, got {count}"


def _too_short_or_long(
    name: str, duration: cdk.Duration | None, low: int, high: int
) -> Iterator[str]:
    if duration is None or duration.is_unresolved():
        return
    if not low <= duration.to_milliseconds() / 1000 <= high:
        yield f"{name} must be between {low} and {high} seconds, got {_shown(duration)}"
    elif duration.to_milliseconds() % 1000:
        yield f"{name} must be whole seconds, got {_shown(duration)}"


def _shown(value: object) -> str:
    match value:
        case cdk.Duration():
            return f"{value.to_milliseconds() / 1000:g} s"
        case SchemaRegistry():
            return repr(value.uri)
        case _:
            return str(value)
