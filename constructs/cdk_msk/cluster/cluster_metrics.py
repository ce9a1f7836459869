"""A method for every metric of clusters.

Written by ``scripts/metric_methods.py`` from ``msk_model/facts/metrics.toml``: change these.
"""

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from cdk_msk.cluster.metric import PublishesMetrics


class ClusterMetrics(PublishesMetrics):
    """Every metric MSK publishes of a cluster.

    Of every method: a statistic that is absent is the one the method names, a period that is
    absent is what `metric` takes. `ValueError` when such a cluster never publishes the metric.
    """

    def metric_active_controller_count(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Controllers there are; one at any time, and more or fewer for minutes is a fault.

        Count; Maximum.
        Of the whole cluster: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("ActiveControllerCount", statistic, period, label)

    def metric_global_partition_count(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Partitions of all topics, replicas not counted.

        Count; Maximum.
        Of the whole cluster: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("GlobalPartitionCount", statistic, period, label)

    def metric_global_topic_count(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Topics of the cluster.

        Count; Maximum.
        Of the whole cluster: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("GlobalTopicCount", statistic, period, label)

    def metric_offline_partitions_count(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Partitions without a leader: nobody can write or read them.

        Count; Maximum.
        Of the whole cluster: Standard brokers at level DEFAULT.
        """
        return self._metric("OfflinePartitionsCount", statistic, period, label)

    def metric_rebalance_in_progress(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """1 while MSK moves partitions between brokers, 0 otherwise.

        Count; Maximum.
        Of the whole cluster: Express brokers at level DEFAULT.
        """
        return self._metric("RebalanceInProgress", statistic, period, label)

    def metric_storage_used(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Data the cluster stores, replicas not counted.

        Bytes; Average.
        Of the whole cluster: Express brokers at level DEFAULT.
        """
        return self._metric("StorageUsed", statistic, period, label)

    def metric_under_provisioned(
        self,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """1 when the brokers are too few or too small for the load, 0 otherwise.

        Count; Maximum.
        Of the whole cluster: Express brokers at level DEFAULT.
        """
        return self._metric("UnderProvisioned", statistic, period, label)

    def metric_burst_balance(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Credits left for bursts of the data volume; absent for volumes that need none.

        Percent; Average.
        By Broker ID: Standard brokers at level DEFAULT.
        """
        return self._metric("BurstBalance", statistic, period, label, broker_id=broker_id)

    def metric_bw_in_allowance_exceeded(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Packets shaped because inbound bandwidth went beyond the broker size's.

        Count; Sum.
        By Broker ID: Standard brokers at level PER_BROKER.
        """
        return self._metric("BwInAllowanceExceeded", statistic, period, label, broker_id=broker_id)

    def metric_bw_out_allowance_exceeded(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Packets shaped because outbound bandwidth went beyond the broker size's.

        Count; Sum.
        By Broker ID: Standard brokers at level PER_BROKER.
        """
        return self._metric("BwOutAllowanceExceeded", statistic, period, label, broker_id=broker_id)

    def metric_bytes_in_per_sec(
        self,
        *,
        broker_id: int | str | None = None,
        topic: str | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes clients write.

        Bytes a second; Average or Sum.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        By Broker ID and Topic: Standard and Express brokers at level DEFAULT.
        By Topic: serverless clusters.
        """
        return self._metric(
            "BytesInPerSec", statistic, period, label, broker_id=broker_id, topic=topic
        )

    def metric_bytes_out_per_sec(
        self,
        *,
        broker_id: int | str | None = None,
        topic: str | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes clients read.

        Bytes a second; Average or Sum.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        By Broker ID and Topic: Standard and Express brokers at level DEFAULT.
        By Topic: serverless clusters.
        """
        return self._metric(
            "BytesOutPerSec", statistic, period, label, broker_id=broker_id, topic=topic
        )

    def metric_cpu_credit_balance(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Processor credits left; at 0 a t3 broker has a fifth of its processor.

        Count; Average.
        By Broker ID: Standard brokers at level DEFAULT.
        Brokers of a t3 size only.
        """
        return self._metric("CPUCreditBalance", statistic, period, label, broker_id=broker_id)

    def metric_connection_close_rate(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Connections closed, on all listeners.

        A second; Sum.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric("ConnectionCloseRate", statistic, period, label, broker_id=broker_id)

    def metric_connection_count(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Connections that are open: authenticated, unauthenticated and between brokers.

        Count; Sum.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("ConnectionCount", statistic, period, label, broker_id=broker_id)

    def metric_connection_creation_rate(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Connections opened, on all listeners.

        A second; Sum.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric("ConnectionCreationRate", statistic, period, label, broker_id=broker_id)

    def metric_conntrack_allowance_exceeded(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Packets dropped because the broker tracked as many connections as it can.

        Count; Sum.
        By Broker ID: Standard brokers at level PER_BROKER.
        """
        return self._metric(
            "ConntrackAllowanceExceeded", statistic, period, label, broker_id=broker_id
        )

    def metric_cpu_credit_usage(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Processor credits spent by a t3 broker.

        Count; Average.
        By Broker ID: Standard brokers at level PER_BROKER.
        Brokers of a t3 size only.
        """
        return self._metric("CpuCreditUsage", statistic, period, label, broker_id=broker_id)

    def metric_cpu_idle(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Processor time in which nothing was done.

        Percent; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("CpuIdle", statistic, period, label, broker_id=broker_id)

    def metric_cpu_io_wait(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Processor time spent waiting for the disk.

        Percent; Average.
        By Broker ID: Standard brokers at level DEFAULT.
        """
        return self._metric("CpuIoWait", statistic, period, label, broker_id=broker_id)

    def metric_cpu_system(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Processor time spent in the kernel.

        Percent; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("CpuSystem", statistic, period, label, broker_id=broker_id)

    def metric_cpu_user(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Processor time spent in programs, Kafka before all.

        Percent; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("CpuUser", statistic, period, label, broker_id=broker_id)

    def metric_fetch_consumer_local_time_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time the leader works on a consumer's fetch.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "FetchConsumerLocalTimeMsMean", statistic, period, label, broker_id=broker_id
        )

    def metric_fetch_consumer_request_queue_time_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time a consumer's fetch waits for a request handler.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "FetchConsumerRequestQueueTimeMsMean", statistic, period, label, broker_id=broker_id
        )

    def metric_fetch_consumer_response_queue_time_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time the answer to a consumer's fetch waits for a network thread.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "FetchConsumerResponseQueueTimeMsMean", statistic, period, label, broker_id=broker_id
        )

    def metric_fetch_consumer_response_send_time_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time sending the answer to a consumer's fetch takes.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "FetchConsumerResponseSendTimeMsMean", statistic, period, label, broker_id=broker_id
        )

    def metric_fetch_consumer_total_time_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time a consumer's fetch takes from arrival to answer.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "FetchConsumerTotalTimeMsMean", statistic, period, label, broker_id=broker_id
        )

    def metric_fetch_follower_local_time_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time the leader works on a follower's fetch.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "FetchFollowerLocalTimeMsMean", statistic, period, label, broker_id=broker_id
        )

    def metric_fetch_follower_request_queue_time_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time a follower's fetch waits for a request handler.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "FetchFollowerRequestQueueTimeMsMean", statistic, period, label, broker_id=broker_id
        )

    def metric_fetch_follower_response_queue_time_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time the answer to a follower's fetch waits for a network thread.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "FetchFollowerResponseQueueTimeMsMean", statistic, period, label, broker_id=broker_id
        )

    def metric_fetch_follower_response_send_time_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time sending the answer to a follower's fetch takes.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "FetchFollowerResponseSendTimeMsMean", statistic, period, label, broker_id=broker_id
        )

    def metric_fetch_follower_total_time_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time a follower's fetch takes from arrival to answer.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "FetchFollowerTotalTimeMsMean", statistic, period, label, broker_id=broker_id
        )

    def metric_fetch_message_conversions_per_sec(
        self,
        *,
        broker_id: int | str | None = None,
        topic: str | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Fetches for which records were converted to an older format.

        A second; Average or Sum.
        By Broker ID: Standard brokers at level PER_BROKER.
        By Broker ID and Topic: Standard brokers at level PER_TOPIC_PER_BROKER.
        By Topic: serverless clusters.
        """
        return self._metric(
            "FetchMessageConversionsPerSec",
            statistic,
            period,
            label,
            broker_id=broker_id,
            topic=topic,
        )

    def metric_fetch_throttle_byte_rate(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes of fetches that were held back.

        Bytes a second; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric("FetchThrottleByteRate", statistic, period, label, broker_id=broker_id)

    def metric_fetch_throttle_queue_size(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Fetches waiting in the throttle queue.

        Count; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric("FetchThrottleQueueSize", statistic, period, label, broker_id=broker_id)

    def metric_fetch_throttle_time(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time fetches were held back: a quota, or Express at its limit.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric("FetchThrottleTime", statistic, period, label, broker_id=broker_id)

    def metric_heap_memory_after_gc(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Kafka's heap in use after a garbage collection.

        Percent; Average.
        By Broker ID: Standard brokers at level DEFAULT.
        """
        return self._metric("HeapMemoryAfterGC", statistic, period, label, broker_id=broker_id)

    def metric_iam_number_of_connection_requests(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Requests to sign in with IAM.

        Count; Sum.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        Clusters with IAM only.
        """
        return self._metric(
            "IAMNumberOfConnectionRequests", statistic, period, label, broker_id=broker_id
        )

    def metric_iam_too_many_connections(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Sign-ins with IAM beyond the limit; above 0 clients are turned away.

        Count; Sum.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        Clusters with IAM only.
        """
        return self._metric("IAMTooManyConnections", statistic, period, label, broker_id=broker_id)

    def metric_kafka_app_logs_disk_used(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Space in use of the volume with Kafka's application logs.

        Percent; Average.
        By Broker ID: Standard brokers at level DEFAULT.
        """
        return self._metric("KafkaAppLogsDiskUsed", statistic, period, label, broker_id=broker_id)

    def metric_kafka_data_logs_disk_used(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Space in use of the volume with the data; a full one stops its broker.

        Percent; Maximum.
        By Broker ID: Standard brokers at level DEFAULT.
        """
        return self._metric("KafkaDataLogsDiskUsed", statistic, period, label, broker_id=broker_id)

    def metric_kafka_file_descriptors_usage_percent(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """File descriptors in use of those Kafka may have.

        Percent; Average.
        By Broker ID: Standard brokers at level DEFAULT.
        """
        return self._metric(
            "KafkaFileDescriptorsUsagePercent", statistic, period, label, broker_id=broker_id
        )

    def metric_kafka_memory_mapped_files_usage_percent(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Memory-mapped files in use of those Kafka may have.

        Percent; Average.
        By Broker ID: Standard brokers at level DEFAULT.
        """
        return self._metric(
            "KafkaMemoryMappedFilesUsagePercent", statistic, period, label, broker_id=broker_id
        )

    def metric_leader_count(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Partitions the broker leads, replicas not counted.

        Count; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("LeaderCount", statistic, period, label, broker_id=broker_id)

    def metric_linklocal_allowance_exceeded(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Packets to DNS, metadata and time services dropped for being too many.

        Count; Sum.
        By Broker ID: Standard brokers at level PER_BROKER.
        """
        return self._metric(
            "LinklocalAllowanceExceeded", statistic, period, label, broker_id=broker_id
        )

    def metric_memory_buffered(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Memory in buffers.

        Bytes; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("MemoryBuffered", statistic, period, label, broker_id=broker_id)

    def metric_memory_cached(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Memory in the page cache; Kafka wants it large.

        Bytes; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("MemoryCached", statistic, period, label, broker_id=broker_id)

    def metric_memory_free(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Memory nobody uses; little of it is no fault.

        Bytes; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("MemoryFree", statistic, period, label, broker_id=broker_id)

    def metric_memory_used(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Memory in use.

        Bytes; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("MemoryUsed", statistic, period, label, broker_id=broker_id)

    def metric_messages_in_per_sec(
        self,
        *,
        broker_id: int | str | None = None,
        topic: str | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Records clients write.

        A second; Average or Sum.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        By Broker ID and Topic: Standard and Express brokers at level PER_TOPIC_PER_BROKER.
        By Topic: serverless clusters.
        """
        return self._metric(
            "MessagesInPerSec", statistic, period, label, broker_id=broker_id, topic=topic
        )

    def metric_network_processor_avg_idle_percent(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Share of time in which network threads were idle.

        0 to 1; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "NetworkProcessorAvgIdlePercent", statistic, period, label, broker_id=broker_id
        )

    def metric_network_rx_dropped(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Received packets that were dropped.

        Count; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("NetworkRxDropped", statistic, period, label, broker_id=broker_id)

    def metric_network_rx_errors(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Received packets with errors.

        Count; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("NetworkRxErrors", statistic, period, label, broker_id=broker_id)

    def metric_network_rx_packets(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Packets received.

        Count; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("NetworkRxPackets", statistic, period, label, broker_id=broker_id)

    def metric_network_tx_dropped(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Packets dropped while being sent.

        Count; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("NetworkTxDropped", statistic, period, label, broker_id=broker_id)

    def metric_network_tx_errors(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Packets sent with errors.

        Count; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("NetworkTxErrors", statistic, period, label, broker_id=broker_id)

    def metric_network_tx_packets(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Packets sent.

        Count; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("NetworkTxPackets", statistic, period, label, broker_id=broker_id)

    def metric_partition_count(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Partitions on the broker, replicas counted.

        Count; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("PartitionCount", statistic, period, label, broker_id=broker_id)

    def metric_pps_allowance_exceeded(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Packets shaped because there were more of them a second than the size allows.

        Count; Sum.
        By Broker ID: Standard brokers at level PER_BROKER.
        """
        return self._metric("PpsAllowanceExceeded", statistic, period, label, broker_id=broker_id)

    def metric_produce_local_time_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time the leader works on a produce request.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric("ProduceLocalTimeMsMean", statistic, period, label, broker_id=broker_id)

    def metric_produce_message_conversions_per_sec(
        self,
        *,
        broker_id: int | str | None = None,
        topic: str | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Produce requests for which records were converted to an older format.

        A second; Average or Sum.
        By Broker ID: Standard brokers at level PER_BROKER.
        By Broker ID and Topic: Standard brokers at level PER_TOPIC_PER_BROKER.
        By Topic: serverless clusters.
        """
        return self._metric(
            "ProduceMessageConversionsPerSec",
            statistic,
            period,
            label,
            broker_id=broker_id,
            topic=topic,
        )

    def metric_produce_message_conversions_time_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time such a conversion took.

        Milliseconds; Average.
        By Broker ID: Standard brokers at level PER_BROKER.
        """
        return self._metric(
            "ProduceMessageConversionsTimeMsMean", statistic, period, label, broker_id=broker_id
        )

    def metric_produce_request_queue_time_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time a produce request waits for a request handler.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "ProduceRequestQueueTimeMsMean", statistic, period, label, broker_id=broker_id
        )

    def metric_produce_response_queue_time_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time the answer to a produce request waits for a network thread.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "ProduceResponseQueueTimeMsMean", statistic, period, label, broker_id=broker_id
        )

    def metric_produce_response_send_time_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time sending the answer to a produce request takes.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "ProduceResponseSendTimeMsMean", statistic, period, label, broker_id=broker_id
        )

    def metric_produce_throttle_byte_rate(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes of produce requests that were held back.

        Bytes a second; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "ProduceThrottleByteRate", statistic, period, label, broker_id=broker_id
        )

    def metric_produce_throttle_queue_size(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Produce requests waiting in the throttle queue.

        Count; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "ProduceThrottleQueueSize", statistic, period, label, broker_id=broker_id
        )

    def metric_produce_throttle_time(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time produce requests were held back: a quota, or Express at its limit.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric("ProduceThrottleTime", statistic, period, label, broker_id=broker_id)

    def metric_produce_total_time_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time a produce request takes from arrival to answer.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("ProduceTotalTimeMsMean", statistic, period, label, broker_id=broker_id)

    def metric_remote_copy_bytes_per_sec(
        self,
        *,
        broker_id: int | str,
        topic: str | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes copied to tiered storage.

        Bytes a second; Average.
        By Broker ID: Standard brokers at level PER_BROKER.
        By Broker ID and Topic: Standard brokers at level PER_TOPIC_PER_BROKER.
        Clusters with tiered storage only.
        """
        return self._metric(
            "RemoteCopyBytesPerSec", statistic, period, label, broker_id=broker_id, topic=topic
        )

    def metric_remote_copy_errors_per_sec(
        self,
        *,
        broker_id: int | str,
        topic: str | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Copies to tiered storage that failed.

        A second; Average.
        By Broker ID: Standard brokers at level PER_BROKER.
        By Broker ID and Topic: Standard brokers at level PER_TOPIC_PER_BROKER.
        Clusters with tiered storage only.
        """
        return self._metric(
            "RemoteCopyErrorsPerSec", statistic, period, label, broker_id=broker_id, topic=topic
        )

    def metric_remote_copy_lag_bytes(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes due in tiered storage and not there yet.

        Bytes; Average.
        By Broker ID: Standard brokers at level PER_BROKER.
        Clusters with tiered storage only.
        """
        return self._metric("RemoteCopyLagBytes", statistic, period, label, broker_id=broker_id)

    def metric_remote_fetch_bytes_per_sec(
        self,
        *,
        broker_id: int | str,
        topic: str | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes read from tiered storage.

        Bytes a second; Average.
        By Broker ID: Standard brokers at level PER_BROKER.
        By Broker ID and Topic: Standard brokers at level PER_TOPIC_PER_BROKER.
        Clusters with tiered storage only.
        """
        return self._metric(
            "RemoteFetchBytesPerSec", statistic, period, label, broker_id=broker_id, topic=topic
        )

    def metric_remote_fetch_errors_per_sec(
        self,
        *,
        broker_id: int | str,
        topic: str | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Reads from tiered storage that failed.

        A second; Average.
        By Broker ID: Standard brokers at level PER_BROKER.
        By Broker ID and Topic: Standard brokers at level PER_TOPIC_PER_BROKER.
        Clusters with tiered storage only.
        """
        return self._metric(
            "RemoteFetchErrorsPerSec", statistic, period, label, broker_id=broker_id, topic=topic
        )

    def metric_remote_fetch_requests_per_sec(
        self,
        *,
        broker_id: int | str,
        topic: str | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Reads from tiered storage.

        A second; Average.
        By Broker ID: Standard brokers at level PER_BROKER.
        By Broker ID and Topic: Standard brokers at level PER_TOPIC_PER_BROKER.
        Clusters with tiered storage only.
        """
        return self._metric(
            "RemoteFetchRequestsPerSec", statistic, period, label, broker_id=broker_id, topic=topic
        )

    def metric_remote_log_manager_tasks_avg_idle_percent(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Share of time in which the threads that copy to tiered storage were idle.

        0 to 1; Average.
        By Broker ID: Standard brokers at level PER_BROKER.
        Clusters with tiered storage only.
        """
        return self._metric(
            "RemoteLogManagerTasksAvgIdlePercent", statistic, period, label, broker_id=broker_id
        )

    def metric_remote_log_reader_avg_idle_percent(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Share of time in which the threads that read tiered storage were idle.

        0 to 1; Average.
        By Broker ID: Standard brokers at level PER_BROKER.
        Clusters with tiered storage only.
        """
        return self._metric(
            "RemoteLogReaderAvgIdlePercent", statistic, period, label, broker_id=broker_id
        )

    def metric_remote_log_reader_task_queue_size(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Reads of tiered storage that wait for a thread.

        Count; Average.
        By Broker ID: Standard brokers at level PER_BROKER.
        Clusters with tiered storage only.
        """
        return self._metric(
            "RemoteLogReaderTaskQueueSize", statistic, period, label, broker_id=broker_id
        )

    def metric_remote_log_size_bytes(
        self,
        *,
        broker_id: int | str,
        topic: str | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Data in tiered storage; from Kafka 3.7 on.

        Bytes; Average.
        By Broker ID: Standard brokers at level PER_BROKER.
        By Broker ID and Topic: Standard brokers at level PER_TOPIC_PER_BROKER.
        Clusters with tiered storage only.
        """
        return self._metric(
            "RemoteLogSizeBytes", statistic, period, label, broker_id=broker_id, topic=topic
        )

    def metric_replication_bytes_in_per_sec(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes received from other brokers.

        Bytes a second; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "ReplicationBytesInPerSec", statistic, period, label, broker_id=broker_id
        )

    def metric_replication_bytes_out_per_sec(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes sent to other brokers.

        Bytes a second; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "ReplicationBytesOutPerSec", statistic, period, label, broker_id=broker_id
        )

    def metric_request_bytes_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Size of requests.

        Bytes; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("RequestBytesMean", statistic, period, label, broker_id=broker_id)

    def metric_request_exempt_from_throttle_time(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time spent in threads for requests that no quota counts.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "RequestExemptFromThrottleTime", statistic, period, label, broker_id=broker_id
        )

    def metric_request_handler_avg_idle_percent(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Share of time in which request handlers were idle.

        0 to 1; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "RequestHandlerAvgIdlePercent", statistic, period, label, broker_id=broker_id
        )

    def metric_request_throttle_queue_size(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Requests waiting in the throttle queue.

        Count; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric(
            "RequestThrottleQueueSize", statistic, period, label, broker_id=broker_id
        )

    def metric_request_throttle_time(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time requests were held back by a quota.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric("RequestThrottleTime", statistic, period, label, broker_id=broker_id)

    def metric_request_time(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time network and I/O threads spent on requests.

        Milliseconds; Average.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("RequestTime", statistic, period, label, broker_id=broker_id)

    def metric_root_disk_used(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Space in use of the root volume.

        Percent; Average.
        By Broker ID: Standard brokers at level DEFAULT.
        """
        return self._metric("RootDiskUsed", statistic, period, label, broker_id=broker_id)

    def metric_swap_free(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Swap space nobody uses.

        Bytes; Average.
        By Broker ID: Standard brokers at level DEFAULT.
        """
        return self._metric("SwapFree", statistic, period, label, broker_id=broker_id)

    def metric_swap_used(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Swap space in use; above 0 the broker is short of memory.

        Bytes; Average.
        By Broker ID: Standard brokers at level DEFAULT.
        """
        return self._metric("SwapUsed", statistic, period, label, broker_id=broker_id)

    def metric_tcp_connections(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """TCP segments with the SYN flag, received and sent.

        Count; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric("TcpConnections", statistic, period, label, broker_id=broker_id)

    def metric_traffic_bytes(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes between clients and the broker; between brokers is not counted.

        Bytes; Average.
        By Broker ID: Standard and Express brokers at level PER_BROKER.
        """
        return self._metric("TrafficBytes", statistic, period, label, broker_id=broker_id)

    def metric_traffic_shaping(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Packets shaped because some allowance of the broker size was exceeded.

        Count; Sum.
        By Broker ID: Standard brokers at level DEFAULT.
        """
        return self._metric("TrafficShaping", statistic, period, label, broker_id=broker_id)

    def metric_under_min_isr_partition_count(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Partitions with fewer replicas in sync than producers with acks=all ask for.

        Count; Maximum.
        By Broker ID: Standard brokers at level DEFAULT.
        """
        return self._metric(
            "UnderMinIsrPartitionCount", statistic, period, label, broker_id=broker_id
        )

    def metric_under_replicated_partitions(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Partitions with a replica that is not in sync; usual while brokers are patched.

        Count; Maximum.
        By Broker ID: Standard brokers at level DEFAULT.
        """
        return self._metric(
            "UnderReplicatedPartitions", statistic, period, label, broker_id=broker_id
        )

    def metric_user_partition_exists(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """1 when the broker has a partition of a topic of yours, 0 otherwise.

        Count; Maximum.
        By Broker ID: Standard and Express brokers at level DEFAULT.
        """
        return self._metric("UserPartitionExists", statistic, period, label, broker_id=broker_id)

    def metric_volume_queue_length(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Reads and writes waiting for the data volume.

        Count; Average.
        By Broker ID: Standard brokers at level PER_BROKER.
        """
        return self._metric("VolumeQueueLength", statistic, period, label, broker_id=broker_id)

    def metric_volume_read_bytes(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes read from the data volume in the period.

        Bytes; Sum.
        By Broker ID: Standard brokers at level PER_BROKER.
        """
        return self._metric("VolumeReadBytes", statistic, period, label, broker_id=broker_id)

    def metric_volume_read_ops(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Reads of the data volume in the period.

        Count; Sum.
        By Broker ID: Standard brokers at level PER_BROKER.
        """
        return self._metric("VolumeReadOps", statistic, period, label, broker_id=broker_id)

    def metric_volume_total_read_time(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time all reads of the data volume took in the period.

        Seconds; Average.
        By Broker ID: Standard brokers at level PER_BROKER.
        """
        return self._metric("VolumeTotalReadTime", statistic, period, label, broker_id=broker_id)

    def metric_volume_total_write_time(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time all writes to the data volume took in the period.

        Seconds; Average.
        By Broker ID: Standard brokers at level PER_BROKER.
        """
        return self._metric("VolumeTotalWriteTime", statistic, period, label, broker_id=broker_id)

    def metric_volume_write_bytes(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Bytes written to the data volume in the period.

        Bytes; Sum.
        By Broker ID: Standard brokers at level PER_BROKER.
        """
        return self._metric("VolumeWriteBytes", statistic, period, label, broker_id=broker_id)

    def metric_volume_write_ops(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Writes to the data volume in the period.

        Count; Sum.
        By Broker ID: Standard brokers at level PER_BROKER.
        """
        return self._metric("VolumeWriteOps", statistic, period, label, broker_id=broker_id)

    def metric_zookeeper_request_latency_ms_mean(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Time ZooKeeper takes to answer the broker.

        Milliseconds; Average.
        By Broker ID: Standard brokers at level DEFAULT.
        Clusters with ZooKeeper only.
        """
        return self._metric(
            "ZooKeeperRequestLatencyMsMean", statistic, period, label, broker_id=broker_id
        )

    def metric_zookeeper_session_state(
        self,
        *,
        broker_id: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """The session: 0 none, 0.1 to 0.8 on its way, 1 connected, 5 closed, 10 refused.

        Count; Average.
        By Broker ID: Standard brokers at level DEFAULT.
        Clusters with ZooKeeper only.
        """
        return self._metric("ZooKeeperSessionState", statistic, period, label, broker_id=broker_id)

    def metric_client_connection_count(
        self,
        *,
        broker_id: int | str,
        client_authentication: str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Connections of clients that signed in, by the way they did.

        Count; Sum.
        By Broker ID and Client Authentication: Standard and Express brokers at level DEFAULT.
        """
        return self._metric(
            "ClientConnectionCount",
            statistic,
            period,
            label,
            broker_id=broker_id,
            client_authentication=client_authentication,
        )

    def metric_estimated_max_time_lag(
        self,
        *,
        group: str,
        topic: str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Age of the oldest record a group has not consumed, by MSK's estimate.

        Seconds; Maximum.
        By Consumer Group and Topic: Standard and Express brokers at level DEFAULT, serverless
            clusters.
        """
        return self._metric(
            "EstimatedMaxTimeLag", statistic, period, label, group=group, topic=topic
        )

    def metric_max_offset_lag(
        self,
        *,
        group: str,
        topic: str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Records a group is behind, in the partition where it is furthest behind.

        Count; Maximum.
        By Consumer Group and Topic: Standard and Express brokers at level DEFAULT, serverless
            clusters.
        """
        return self._metric("MaxOffsetLag", statistic, period, label, group=group, topic=topic)

    def metric_rolling_estimated_time_lag_max(
        self,
        *,
        group: str,
        topic: str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """As EstimatedMaxTimeLag, smoothed over a rolling window.

        Seconds; Maximum.
        By Consumer Group and Topic: Standard and Express brokers at level DEFAULT.
        """
        return self._metric(
            "RollingEstimatedTimeLagMax", statistic, period, label, group=group, topic=topic
        )

    def metric_sum_offset_lag(
        self,
        *,
        group: str,
        topic: str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Records a group is behind, over all partitions.

        Count; Average.
        By Consumer Group and Topic: Standard and Express brokers at level DEFAULT, serverless
            clusters.
        """
        return self._metric("SumOffsetLag", statistic, period, label, group=group, topic=topic)

    def metric_estimated_time_lag(
        self,
        *,
        group: str,
        topic: str,
        partition: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Age of the oldest record of a partition a group has not consumed, estimated.

        Seconds; Maximum.
        By Consumer Group and Topic and Partition: Standard and Express brokers at level
            PER_TOPIC_PER_PARTITION.
        """
        return self._metric(
            "EstimatedTimeLag",
            statistic,
            period,
            label,
            group=group,
            topic=topic,
            partition=partition,
        )

    def metric_offset_lag(
        self,
        *,
        group: str,
        topic: str,
        partition: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """Records a group is behind in a partition.

        Count; Maximum.
        By Consumer Group and Topic and Partition: Standard and Express brokers at level
            PER_TOPIC_PER_PARTITION.
        """
        return self._metric(
            "OffsetLag", statistic, period, label, group=group, topic=topic, partition=partition
        )

    def metric_rolling_estimated_time_lag(
        self,
        *,
        group: str,
        topic: str,
        partition: int | str,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """As EstimatedTimeLag, smoothed over a rolling window.

        Seconds; Maximum.
        By Consumer Group and Topic and Partition: Standard and Express brokers at level
            PER_TOPIC_PER_PARTITION.
        """
        return self._metric(
            "RollingEstimatedTimeLag",
            statistic,
            period,
            label,
            group=group,
            topic=topic,
            partition=partition,
        )
