"""What there is to see of a cluster: the overview, then section by section."""

from cdk_msk.monitoring.graphs import Advice, Graph, Number, Question, Section

OVERVIEW = (
    Question(
        "Is it healthy?",
        (
            Number("Controllers (1)", "ActiveControllerCount"),
            Number("Partitions offline (0)", "OfflinePartitionsCount"),
            Number("Below minimum in sync (0)", "UnderMinIsrPartitionCount", "total"),
            Number("Under-replicated (0)", "UnderReplicatedPartitions", "total"),
            Number("Under-provisioned (0)", "UnderProvisioned"),
            Number("Rebalancing", "RebalanceInProgress"),
        ),
    ),
    Question(
        "How full? Fullest volume, %",
        (Number("Fullest volume", "KafkaDataLogsDiskUsed", "worst"),),
        dial="KafkaDataLogsDiskUsed",
    ),
    Question("How full?", (Number("Data stored", "StorageUsed"),)),
    Question(
        "How loaded? Busiest processor, %",
        (Number("Busiest processor", "CpuIdle", "lowest", "100 - {}"),),
        dial="CpuUsage",
    ),
    Question(
        "How far behind?",
        (
            Number("Oldest unread record, s", "EstimatedMaxTimeLag", "worst"),
            Number("Records unread", "SumOffsetLag", "total"),
        ),
    ),
)
"""Answered on top, before anything else."""

TRAFFIC = (
    Graph("Traffic of clients", ("BytesInPerSec", "BytesOutPerSec"), "total"),
    Graph("Records written", ("MessagesInPerSec",), "total"),
)
"""The rest of the overview."""

SECTIONS = (
    Section(
        "Brokers",
        (
            Advice(
                "**Processor above 60 %**: no room to take over for a broker that is patched. "
                "Add brokers and move partitions to them, or take a larger size.",
                "CpuUser",
                "CpuUsage",
            ),
            Advice(
                "**Heap above 60 %**: fewer transactional ids, fewer partitions, or a larger size.",
                "HeapMemoryAfterGC",
                "HeapMemoryAfterGC",
            ),
            Advice(
                "**Threads idle below 0.3**: too many small requests. Let producers wait longer "
                "and write larger batches.",
                "RequestHandlerAvgIdlePercent",
                "RequestHandlerAvgIdlePercent",
            ),
            Advice(
                "**One line far from the others**: its broker leads too much. Move leaders.",
                "LeaderCount",
            ),
        ),
        (
            Graph(
                "Processor, user and system",
                ("CpuUser", "CpuSystem"),
                alarm="CpuUsage",
                each="m0 + m1",
            ),
            Graph("Heap after collection", ("HeapMemoryAfterGC",), alarm="HeapMemoryAfterGC"),
            Graph("Partitions, replicas too", ("PartitionCount",), alarm="PartitionCount"),
            Graph("Bytes in", ("BytesInPerSec",), alarm="BytesInPerSec"),
            Graph("Bytes out", ("BytesOutPerSec",), alarm="BytesOutPerSec"),
            Graph("Messages in", ("MessagesInPerSec",)),
            Graph(
                "Request handlers idle",
                ("RequestHandlerAvgIdlePercent",),
                alarm="RequestHandlerAvgIdlePercent",
                low=True,
            ),
            Graph(
                "Network threads idle",
                ("NetworkProcessorAvgIdlePercent",),
                alarm="NetworkProcessorAvgIdlePercent",
                low=True,
            ),
            Graph("Produce time", ("ProduceTotalTimeMsMean",)),
            Graph("Consumers' fetch time", ("FetchConsumerTotalTimeMsMean",)),
            Graph("Traffic shaped", ("TrafficShaping",)),
            Graph(
                "Allowances exceeded, all brokers",
                (
                    "BwInAllowanceExceeded",
                    "BwOutAllowanceExceeded",
                    "PpsAllowanceExceeded",
                    "ConntrackAllowanceExceeded",
                    "LinklocalAllowanceExceeded",
                ),
                "total",
            ),
            Graph("Processor credits", ("CPUCreditBalance",), alarm="CPUCreditBalance", low=True),
        ),
    ),
    Section(
        "Topics",
        (
            Advice(
                "**The ten largest of each.** A topic that grows alone wants more partitions; "
                "a conversion of records wants newer clients.",
                "BytesInPerSec",
            ),
        ),
        (
            Graph("Bytes in by topic", ("BytesInPerSec",), "topic", stacked=True),
            Graph("Bytes out by topic", ("BytesOutPerSec",), "topic", stacked=True),
            Graph("Messages in by topic", ("MessagesInPerSec",), "topic", stacked=True),
            Graph("Partitions of all topics", ("GlobalPartitionCount",), "cluster"),
            Graph("Conversions for consumers", ("FetchMessageConversionsPerSec",), "topic"),
            Graph("Conversions for producers", ("ProduceMessageConversionsPerSec",), "topic"),
        ),
    ),
    Section(
        "Clients",
        (
            Advice(
                "**A group falls behind**: more consumers, up to one for each partition, before "
                "the oldest records are deleted.",
                "SumOffsetLag",
                "SumOffsetLag",
            ),
            Advice(
                "**Connections near the limit or many new ones**: clients that connect for every "
                "record. Keep clients open and let them wait between attempts.",
                "ClientConnectionCount",
                "ConnectionCreationRate",
            ),
            Advice(
                "**Requests held back**: a quota, or Express brokers at their limit. Raise the one "
                "or add brokers.",
                "ProduceThrottleTime",
                "ProduceThrottleTime",
            ),
        ),
        (
            Graph("Records behind, the ten worst groups", ("SumOffsetLag",), "group"),
            Graph("Time behind, the ten worst groups", ("EstimatedMaxTimeLag",), "group"),
            Graph(
                "Connections by authentication, the ten most",
                ("ClientConnectionCount",),
                "authentication",
                alarm="ClientConnectionCount",
            ),
            Graph("Connections, all kinds", ("ConnectionCount",)),
            Graph("New connections", ("ConnectionCreationRate",), alarm="ConnectionCreationRate"),
            Graph("Turned away by IAM", ("IAMTooManyConnections",)),
            Graph(
                "Requests held back, worst broker",
                ("ProduceThrottleTime", "FetchThrottleTime", "RequestThrottleTime"),
                "worst",
            ),
        ),
    ),
    Section(
        "Storage",
        (
            Advice(
                "**A volume above 80 %**: enlarge the volumes now, it takes hours; then shorten "
                "retention. A full volume stops its broker.",
                "KafkaDataLogsDiskUsed",
                "KafkaDataLogsDiskUsed",
            ),
            Advice(
                "**A queue at the volume**: reads of old data, or throughput at its limit. "
                "Provision more throughput.",
                "VolumeQueueLength",
                "VolumeThroughput",
            ),
            Advice(
                "**Tiered storage falls behind**: volumes fill although retention says otherwise. "
                "Look for copy errors.",
                "RemoteCopyLagBytes",
            ),
            Advice("**Express stores without limit**; you pay for what is here.", "StorageUsed"),
        ),
        (
            Graph("Data volumes", ("KafkaDataLogsDiskUsed",), alarm="KafkaDataLogsDiskUsed"),
            Graph("Data stored", ("StorageUsed",), "cluster"),
            Graph(
                "Volume throughput",
                ("VolumeReadBytes", "VolumeWriteBytes"),
                alarm="VolumeThroughput",
                each="(m0 + m1) / PERIOD(m0) / 1048576",
                unit="MiB/second",
            ),
            Graph("Volume queue", ("VolumeQueueLength",)),
            Graph("Volume burst credits", ("BurstBalance",), low=True),
            Graph(
                "Other disks, worst broker",
                ("RootDiskUsed", "KafkaAppLogsDiskUsed"),
                "worst",
            ),
            Graph(
                "Handles, worst broker",
                ("KafkaFileDescriptorsUsagePercent", "KafkaMemoryMappedFilesUsagePercent"),
                "worst",
                alarm="KafkaFileDescriptorsUsagePercent",
            ),
            Graph("Data in tiered storage", ("RemoteLogSizeBytes",), "total"),
            Graph("Due in tiered storage", ("RemoteCopyLagBytes",)),
            Graph(
                "Traffic of tiered storage, all brokers",
                ("RemoteCopyBytesPerSec", "RemoteFetchBytesPerSec"),
                "total",
            ),
            Graph(
                "Errors of tiered storage, all brokers",
                ("RemoteCopyErrorsPerSec", "RemoteFetchErrorsPerSec"),
                "total",
            ),
        ),
    ),
    Section(
        "Replication",
        (
            Advice(
                "**Under-replicated**: usual for minutes while brokers are patched. Longer: a "
                "broker is down or cannot keep up; look at its processor and its volume.",
                "UnderReplicatedPartitions",
                "UnderReplicatedPartitions",
            ),
            Advice(
                "**Below minimum in sync or offline**: producers with acks=all fail now. Do not "
                "restart another broker.",
                "UnderMinIsrPartitionCount",
                "UnderMinIsrPartitionCount",
            ),
            Advice(
                "**Rebalancing**: MSK moves partitions; traffic between brokers rises meanwhile.",
                "RebalanceInProgress",
            ),
        ),
        (
            Graph(
                "Partitions in trouble, all brokers",
                ("UnderReplicatedPartitions", "UnderMinIsrPartitionCount"),
                "total",
            ),
            Graph("Partitions offline", ("OfflinePartitionsCount",), "cluster"),
            Graph("Rebalancing", ("RebalanceInProgress", "UnderProvisioned"), "cluster"),
            Graph("Leaders", ("LeaderCount",)),
            Graph("Under-replicated by broker", ("UnderReplicatedPartitions",)),
            Graph("Bytes from other brokers", ("ReplicationBytesInPerSec",)),
            Graph("Bytes to other brokers", ("ReplicationBytesOutPerSec",)),
            Graph("Followers' fetch time", ("FetchFollowerTotalTimeMsMean",)),
        ),
    ),
)
"""Below the overview."""
