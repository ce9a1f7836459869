"""A method for every metric of connectors.

Written by ``scripts/metric_methods.py`` from ``msk_model/facts/metrics.toml``: change these.
"""

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from cdk_msk.monitoring.metric_source import ConnectorSource


class ConnectorMetrics(ConnectorSource):
    """Every metric of a connector of MSK Connect, all free of charge.

    Of every method: a statistic that is absent is the one the method names, a period that is
    absent is what `metric` takes. `ValueError` when it has no such dimensions.
    """

    def metric_bytes_in_per_sec(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes the connector received.

        Bytes; Average.
        Of the whole connector.
        """
        return self._metric("BytesInPerSec", statistic, period, label)

    def metric_bytes_out_per_sec(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes the connector delivered.

        Bytes; Average.
        Of the whole connector.
        """
        return self._metric("BytesOutPerSec", statistic, period, label)

    def metric_cpu_utilization(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Processor time in use, of system and programs.

        Percent; Average.
        Of the whole connector.
        """
        return self._metric("CpuUtilization", statistic, period, label)

    def metric_errored_task_count(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Tasks that failed; they stay so until somebody restarts them.

        Count; Maximum.
        Of the whole connector.
        """
        return self._metric("ErroredTaskCount", statistic, period, label)

    def metric_memory_utilization(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Memory of the worker in use; 80 to 90 is usual, as Java gives none back.

        Percent; Average.
        Of the whole connector.
        """
        return self._metric("MemoryUtilization", statistic, period, label)

    def metric_rebalance_completed_total(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Rebalances of the workers, since they started.

        Count; Maximum.
        Of the whole connector.
        """
        return self._metric("RebalanceCompletedTotal", statistic, period, label)

    def metric_rebalance_time_avg(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time a rebalance took.

        Milliseconds; Average.
        Of the whole connector.
        """
        return self._metric("RebalanceTimeAvg", statistic, period, label)

    def metric_rebalance_time_max(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time the longest rebalance took.

        Milliseconds; Maximum.
        Of the whole connector.
        """
        return self._metric("RebalanceTimeMax", statistic, period, label)

    def metric_rebalance_time_since_last(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time since the last rebalance.

        Milliseconds; Minimum.
        Of the whole connector.
        """
        return self._metric("RebalanceTimeSinceLast", statistic, period, label)

    def metric_running_task_count(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Tasks that run.

        Count; Minimum.
        Of the whole connector.
        """
        return self._metric("RunningTaskCount", statistic, period, label)

    def metric_sink_consumer_byte_rate(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes a sink's consumers read, before transformations.

        Bytes a second; Average.
        Of the whole connector.
        """
        return self._metric("SinkConsumerByteRate", statistic, period, label)

    def metric_sink_record_read_rate(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Records a sink read from Kafka, before transformations.

        A second; Average.
        Of the whole connector.
        """
        return self._metric("SinkRecordReadRate", statistic, period, label)

    def metric_sink_record_send_rate(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Records a sink delivered, after transformations.

        A second; Average.
        Of the whole connector.
        """
        return self._metric("SinkRecordSendRate", statistic, period, label)

    def metric_source_record_poll_rate(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Records a source made, before transformations.

        A second; Average.
        Of the whole connector.
        """
        return self._metric("SourceRecordPollRate", statistic, period, label)

    def metric_source_producer_byte_rate(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes a source's producers wrote, after transformations.

        Bytes a second; Average.
        Of the whole connector.
        """
        return self._metric("SourceProducerByteRate", statistic, period, label)

    def metric_source_record_write_rate(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Records a source wrote to Kafka, after transformations.

        A second; Average.
        Of the whole connector.
        """
        return self._metric("SourceRecordWriteRate", statistic, period, label)

    def metric_task_startup_attempts_total(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Attempts to start a task.

        Count; Maximum.
        Of the whole connector.
        """
        return self._metric("TaskStartupAttemptsTotal", statistic, period, label)

    def metric_task_startup_success_percentage(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Attempts to start a task that went well.

        Percent; Average.
        Of the whole connector.
        """
        return self._metric("TaskStartupSuccessPercentage", statistic, period, label)

    def metric_worker_count(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Workers that run.

        Count; Minimum.
        Of the whole connector.
        """
        return self._metric("WorkerCount", statistic, period, label)
