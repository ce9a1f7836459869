"""A method for every metric of replicators.

Written by ``scripts/metric_methods.py`` from ``msk_model/facts/metrics.toml``: change these.
"""

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from cdk_msk.monitoring.metric_source import ReplicatorSource


class ReplicatorMetrics(ReplicatorSource):
    """Every metric of a replicator, published in the Region of its target.

    Of every method: a statistic that is absent is the one the method names, a period that is
    absent is what `metric` takes. `ValueError` when it has no such dimensions.
    """

    def metric_auth_error(
        self,
        *,
        cluster_alias: str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Failed sign-ins to that cluster; above 0 look at role and cluster policy.

        Count; Sum.
        By ClusterAlias.
        """
        return self._metric("AuthError", statistic, period, label, cluster_alias=cluster_alias)

    def metric_consumer_group_count(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Consumer groups whose offsets are synchronized.

        Count; Maximum.
        Of the whole replicator.
        """
        return self._metric("ConsumerGroupCount", statistic, period, label)

    def metric_consumer_group_offset_sync_failure(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Offsets of groups that could not be synchronized; above 0 is a fault.

        Count; Sum.
        Of the whole replicator.
        """
        return self._metric("ConsumerGroupOffsetSyncFailure", statistic, period, label)

    def metric_kafka_cluster_ping_success_count(
        self,
        *,
        cluster_alias: str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """1 when that cluster answers the replicator; 0, or no data, when it does not.

        Count; Minimum.
        By ClusterAlias.
        """
        return self._metric(
            "KafkaClusterPingSuccessCount", statistic, period, label, cluster_alias=cluster_alias
        )

    def metric_message_lag(
        self,
        *,
        topic: str | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Records in the source that the replicator has not read.

        Count; Sum.
        Of the whole replicator.
        By Topic.
        """
        return self._metric("MessageLag", statistic, period, label, topic=topic)

    def metric_replication_failures(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Records that could not be replicated; above 0 is a fault.

        Count; Sum.
        Of the whole replicator.
        """
        return self._metric("ReplicationFailures", statistic, period, label)

    def metric_replication_latency(
        self,
        *,
        topic: str | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time from a record's production in the source until it is in the target.

        Milliseconds; Maximum.
        Of the whole replicator.
        By Topic.
        """
        return self._metric("ReplicationLatency", statistic, period, label, topic=topic)

    def metric_replicator_bytes_in_per_sec(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes the replicator reads.

        Bytes a second; Sum.
        Of the whole replicator.
        """
        return self._metric("ReplicatorBytesInPerSec", statistic, period, label)

    def metric_replicator_failure(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Failures of the replicator; above 0 it is in trouble.

        Count; Sum.
        Of the whole replicator.
        """
        return self._metric("ReplicatorFailure", statistic, period, label)

    def metric_replicator_throughput(
        self,
        *,
        topic: str | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes the replicator writes to the target.

        Bytes a second; Sum.
        Of the whole replicator.
        By Topic.
        """
        return self._metric("ReplicatorThroughput", statistic, period, label, topic=topic)

    def metric_throttle_time(
        self,
        *,
        cluster_alias: str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time that cluster held the replicator's requests back.

        Milliseconds; Maximum.
        By ClusterAlias.
        """
        return self._metric("ThrottleTime", statistic, period, label, cluster_alias=cluster_alias)

    def metric_topic_count(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Topics that are replicated.

        Count; Maximum.
        Of the whole replicator.
        """
        return self._metric("TopicCount", statistic, period, label)
