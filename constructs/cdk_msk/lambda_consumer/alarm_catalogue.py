"""What there is to watch about a consumer, as far as its metrics are published."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs

from cdk_msk.checks import known
from cdk_msk.lambda_consumer.lambda_consumer import LambdaConsumer
from cdk_msk.lambda_consumer.reserved_concurrency import reserved_concurrency
from cdk_msk.lambda_consumer.unqualified import unqualified
from msk_model import Unknown

_MAPPING_METRICS = (
    "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html"
    "#event-source-mapping-metrics"
)
_FUNCTION_METRICS = "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html"
_LAG = "https://docs.aws.amazon.com/msk/latest/developerguide/consumer-lag.html"
_QUEUE = (
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/"
    "sqs-available-cloudwatch-metrics.html"
)
_OF_TIMEOUT = _OF_CONCURRENCY = 0.8
_ACCOUNT_CONCURRENCY = 1000
_FEW = 5
_OLD_SECONDS = 300
_DEFAULT_TIMEOUT_MS = 3000


@dataclass(frozen=True, kw_only=True)
class Watched:
    """One metric of a consumer, and when it is bad.

    Attributes:
        metric: Its name.
        namespace: In which namespace.
        dimensions: Of which consumer.
        statistic: How five minutes are aggregated.
        threshold: From this value on it is bad. None: no value is good for everybody.
        periods: After how many periods of five minutes in a row it is told.
        group: Which metrics the event source mapping has to be asked for. None: they come unasked.
        meaning: What is wrong, and what to do.
        source: Who says what the metric means.
    """

    metric: str
    namespace: str = "AWS/Lambda"
    dimensions: Mapping[str, str]
    statistic: str = "Sum"
    threshold: float | None = 1
    periods: int = 3
    group: str | None = None
    meaning: str
    source: str = _FUNCTION_METRICS


def record_age(consumer: LambdaConsumer) -> Watched | None:
    """Lambda's IteratorAge is of Kinesis and DynamoDB only; this is MSK's measure of the same.

    Records that wait for a full batch are not consumed yet, and are meant to wait.
    """
    group = known(consumer.consumer_group)
    if not isinstance(group, Unknown) and (":" in group or not group.isascii()):
        return None
    return Watched(
        metric="EstimatedMaxTimeLag",
        namespace="AWS/Kafka",
        dimensions={
            "Cluster Name": consumer.cluster.cluster_name,
            "Consumer Group": consumer.consumer_group,
            "Topic": consumer.topic_name,
        },
        statistic="Maximum",
        threshold=_OLD_SECONDS + _window_seconds(consumer),
        meaning="The oldest record not consumed is older, in seconds, than it should be. Look for "
        "errors and throttles of the function; more partitions, pollers or memory make it faster.",
        source=_LAG,
    )


def offset_lag(consumer: LambdaConsumer) -> Watched:
    """How many records are normal is up to the topic, so there is no default."""
    meaning = (
        "More records wait than should. Look for errors and throttles of the function; more "
        "partitions, pollers or memory make it faster."
    )
    if consumer.provisioned_pollers is None:
        return Watched(
            metric="OffsetLag",
            dimensions=_of_function(consumer),
            statistic="Maximum",
            threshold=None,
            meaning=meaning,
        )
    return Watched(
        metric="MaxOffsetLag",
        dimensions=_of_mapping(consumer),
        statistic="Maximum",
        threshold=None,
        group="KafkaMetrics",
        meaning=meaning,
        source=_MAPPING_METRICS,
    )


def errors(consumer: LambdaConsumer) -> Watched:
    """A call that fails now and then is tried again; one that goes on failing holds records up."""
    return Watched(
        metric="Errors",
        dimensions=_of_function(consumer),
        meaning="The function goes on failing, and its batch comes again and again. Its log has "
        "the reason; a single bad record can be told apart with report_batch_item_failures.",
    )


def throttles(consumer: LambdaConsumer) -> Watched:
    """Throttled calls are tried again, and take the place of others."""
    return Watched(
        metric="Throttles",
        dimensions=_of_function(consumer),
        meaning="Lambda goes on refusing calls of the function. Raise its reserved concurrency, or "
        "the account's limit.",
    )


def concurrency(consumer: LambdaConsumer) -> Watched:
    """At four fifths of what is reserved, or of the 1000 an account has unless it asked for more.

    A function with few calls reserved is meant to use them all.
    """
    reserved = reserved_concurrency(consumer.function)
    limit = _ACCOUNT_CONCURRENCY if reserved is None else reserved
    return Watched(
        metric="ConcurrentExecutions",
        dimensions=_of_function(consumer),
        statistic="Maximum",
        threshold=math.ceil(_OF_CONCURRENCY * limit) if limit >= _FEW else None,
        meaning="Nearly as many calls of the function run as may, so that it will be throttled "
        "soon. Raise its reserved concurrency or the account's limit, or make it faster.",
    )


def duration(consumer: LambdaConsumer) -> Watched:
    """At four fifths of the timeout, which is not known of an imported function."""
    return Watched(
        metric="Duration",
        dimensions=_of_function(consumer),
        statistic="Maximum",
        threshold=_four_fifths_of_timeout(unqualified(consumer.function)),
        meaning="A call takes nearly as many milliseconds as it may; one that is cut off gets its "
        "whole batch again. Make batch_size smaller, the function faster or its timeout longer.",
    )


def records_lost(consumer: LambdaConsumer) -> Watched | None:
    """Records that were given up and noted nowhere."""
    meaning = (
        "Records were given up and are noted nowhere: their offsets are gone with the next commit. "
        "Give the consumer an on_failure it may send to, and read the topic again."
    )
    if consumer.provisioned_pollers is not None:
        return Watched(
            metric="DroppedEventCount",
            dimensions=_of_mapping(consumer),
            periods=1,
            group="EventCount",
            meaning=meaning,
            source=_MAPPING_METRICS,
        )
    if consumer.on_failure is None:
        return None
    return Watched(
        metric="DestinationDeliveryFailures",
        dimensions=_of_function(consumer),
        periods=1,
        meaning=meaning,
    )


def failures(consumer: LambdaConsumer) -> Watched | None:
    """Batches that were given up and wait for an operator."""
    meaning = (
        "Records were given up and are noted in the failure destination. Find the reason there, "
        "put it right and consume the records again"
    )
    if hasattr(consumer.on_failure, "queue_name"):
        queue = cast("sqs.IQueue", consumer.on_failure)
        return Watched(
            metric="ApproximateNumberOfMessagesVisible",
            namespace="AWS/SQS",
            dimensions={"QueueName": queue.queue_name},
            statistic="Maximum",
            periods=1,
            meaning=f"{meaning}; the alarm ends when the queue is empty.",
            source=_QUEUE,
        )
    if consumer.on_failure is None or consumer.provisioned_pollers is None:
        return None
    return Watched(
        metric="OnFailureDestinationDeliveredEventCount",
        dimensions=_of_mapping(consumer),
        periods=1,
        group="EventCount",
        meaning=f"{meaning}.",
        source=_MAPPING_METRICS,
    )


def polling_errors(consumer: LambdaConsumer) -> Watched | None:
    """Pollers that do not reach the brokers, or are not let in."""
    if consumer.provisioned_pollers is None:
        return None
    return Watched(
        metric="PollingErrorCount",
        dimensions=_of_mapping(consumer),
        group="ErrorCount",
        meaning="Lambda goes on failing to read the topic. LastProcessingResult of the event "
        "source mapping says whether it is the network, the credentials or an authorization.",
        source=_MAPPING_METRICS,
    )


def schema_errors(consumer: LambdaConsumer) -> Watched | None:
    """Records that do not follow their schema, or whose schema cannot be had."""
    if consumer.schema_registry is None:
        return None
    return Watched(
        metric="SchemaRegistryErrorCount",
        dimensions=_of_mapping(consumer),
        periods=1,
        group="ErrorCount",
        meaning="Records do not follow their schema, or the registry does not answer. They never "
        "reach the function: look at the failure destination and at who produces them.",
        source=_MAPPING_METRICS,
    )


CATALOGUE: Mapping[str, tuple[Callable[[LambdaConsumer], Watched | None], str]] = {
    "RecordAge": (record_age, "a consumer group of ASCII without a colon"),
    "OffsetLag": (offset_lag, ""),
    "Errors": (errors, ""),
    "Throttles": (throttles, ""),
    "Concurrency": (concurrency, ""),
    "Duration": (duration, ""),
    "RecordsLost": (records_lost, "provisioned_pollers or on_failure"),
    "Failures": (failures, "a queue as on_failure, or another on_failure and provisioned_pollers"),
    "PollingErrors": (polling_errors, "provisioned_pollers"),
    "SchemaErrors": (schema_errors, "a schema_registry"),
}
"""By the id of the alarm: what it watches, and what a consumer needs to have it."""


def watched(consumer: LambdaConsumer) -> Iterator[tuple[str, Watched]]:
    """Everything that can be watched about `consumer`."""
    for alarm_id, (find, _) in CATALOGUE.items():
        if (found := find(consumer)) is not None:
            yield alarm_id, found


def _window_seconds(consumer: LambdaConsumer) -> float:
    window = known(consumer.event_source_mapping.maximum_batching_window_in_seconds)
    return 0 if window is None or isinstance(window, Unknown) else window


def _of_function(consumer: LambdaConsumer) -> Mapping[str, str]:
    return cast("Mapping[str, str]", consumer.function.metric("Errors").dimensions)


def _of_mapping(consumer: LambdaConsumer) -> Mapping[str, str]:
    return {"EventSourceMappingUUID": consumer.event_source_mapping.ref}


def _four_fifths_of_timeout(function: lambda_.IFunction) -> float | None:
    if not isinstance(function, lambda_.Function):
        return None
    timeout = function.timeout
    if isinstance(timeout, cdk.Duration):
        if timeout.is_unresolved():
            return None
        return _OF_TIMEOUT * timeout.to_milliseconds()
    return _OF_TIMEOUT * _DEFAULT_TIMEOUT_MS
