"""Alarms for a consumer."""

from collections.abc import Collection, Mapping

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from constructs import Construct

from cdk_msk.lambda_consumer.alarm_catalogue import CATALOGUE, Watched, watched
from cdk_msk.lambda_consumer.lambda_consumer import LambdaConsumer
from cdk_msk.monitoring.publishing import let_cloudwatch_publish
from msk_model import nearest

_PERIOD_SECONDS = 300


class ConsumerAlarms(Construct):
    """The alarms of a consumer, as far as Lambda and MSK publish their metrics.

    =============== ============================================ ================================
    id              watches                                      bad from
    =============== ============================================ ================================
    RecordAge       age of the oldest record not consumed        300 seconds and the window
    OffsetLag       records not consumed, of all or one partition none, so give a threshold
    Errors          failed calls                                 1 in each of 3 periods
    Throttles       refused calls                                1 in each of 3 periods
    Concurrency     calls at a time                              80 % of those reserved, or of 1000
    Duration        the longest call, in milliseconds            80 % of the timeout
    RecordsLost     records given up and noted nowhere           1
    Failures        notes in the failure destination             1
    PollingErrors   failed reads of the topic                    1 in each of 3 periods
    SchemaErrors    records that do not follow their schema      1
    =============== ============================================ ================================

    Lambda has no iterator age for Kafka: RecordAge is MSK's ``EstimatedMaxTimeLag`` of the group.
    A period is five minutes. What only provisioned pollers count (PollingErrors, and RecordsLost
    and Failures of most destinations) is watched with them only; the event source mapping is then
    asked to publish it, for which CloudWatch charges.

    Attributes:
        alarms: Every alarm by its id.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        consumer: LambdaConsumer,
        alarm_topic: sns.ITopic | None = None,
        thresholds: Mapping[str, float] | None = None,
        exclude: Collection[str] = (),
    ) -> None:
        """Define the alarms.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            consumer: What is watched.
            alarm_topic: Told when an alarm fires and when it is over. CloudWatch is allowed to
                publish to it and to use its key. Absent: the alarms change state and tell nobody.
            thresholds: Your values by alarm id: ``{"RecordAge": 60}``. Absent: those above.
            exclude: Ids of alarms that are not wanted.

        Raises:
            ValueError: An id is unknown, or the consumer cannot have that alarm.
        """
        super().__init__(scope, id)
        possible = dict(watched(consumer))
        given = thresholds or {}
        self._require_possible(possible, thresholds=given, exclude=exclude)
        if alarm_topic:
            let_cloudwatch_publish(alarm_topic)
        notified = [alarm_topic.topic_arn] if alarm_topic else None
        self.alarms: dict[str, cloudwatch.CfnAlarm] = {}
        groups: set[str] = set()
        for alarm_id, one in possible.items():
            threshold = given.get(alarm_id, one.threshold)
            if threshold is None or alarm_id in exclude:
                continue
            self.alarms[alarm_id] = self._alarm(alarm_id, one, threshold, notified)
            groups |= {one.group} if one.group else set()
        if groups:
            _publish(consumer.event_source_mapping, groups)

    def _alarm(
        self, id: str, one: Watched, threshold: float, notified: list[str] | None
    ) -> cloudwatch.CfnAlarm:
        return cloudwatch.CfnAlarm(
            self,
            id,
            alarm_description=f"{one.meaning} {one.source}",
            namespace=one.namespace,
            metric_name=one.metric,
            dimensions=[
                cloudwatch.CfnAlarm.DimensionProperty(name=name, value=value)
                for name, value in one.dimensions.items()
            ],
            statistic=one.statistic,
            period=_PERIOD_SECONDS,
            evaluation_periods=one.periods,
            comparison_operator="GreaterThanOrEqualToThreshold",
            threshold=threshold,
            # A topic without records has no calls, and what is not called publishes nothing.
            treat_missing_data="notBreaching",
            alarm_actions=notified,
            ok_actions=notified,
        )

    def _require_possible(self, possible: Collection[str], **arguments: Collection[str]) -> None:
        for argument, ids in arguments.items():
            for alarm_id in ids:
                if alarm_id not in CATALOGUE:
                    meant = nearest(alarm_id, list(CATALOGUE))
                    hint = f"did you mean {meant!r}?" if meant else f"one of {', '.join(CATALOGUE)}"
                    raise ValueError(
                        f"{self.node.path}: {argument} must name alarms, got {alarm_id!r}; {hint}"
                    )
                if alarm_id not in possible:
                    raise ValueError(
                        f"{self.node.path}: {argument} must name alarms of this consumer, got "
                        f"{alarm_id!r}; it needs {CATALOGUE[alarm_id][1]}"
                    )


def _publish(mapping: lambda_.CfnEventSourceMapping, groups: Collection[str]) -> None:
    """Have `mapping` publish `groups` too: other alarms of the consumer may need others."""
    config = lambda_.CfnEventSourceMapping.MetricsConfigProperty
    before = mapping.metrics_config
    published = (before.metrics or []) if isinstance(before, config) else []
    mapping.metrics_config = config(metrics=sorted({*published, *groups}))
