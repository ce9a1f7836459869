"""What to do when an alarm fires: the second half of its description."""

from collections.abc import Mapping

REMEDIES: Mapping[str, str] = {
    "ActiveControllerCount": (
        "Look at the cluster's state and its broker logs; open a case with AWS if it lasts."
    ),
    "BytesInPerSec": (
        "Spread producers over more partitions, take a larger broker size or add brokers."
    ),
    "BytesOutPerSec": (
        "Find the consumers that read most, take a larger broker size or add brokers."
    ),
    "CPUCreditBalance": "Reduce the load, or move to a broker size of the m7g family.",
    "ClientConnectionCount": (
        "Find clients that open connections and do not reuse them; add brokers or a larger size."
    ),
    "ConnectionCreationRate": (
        "Let clients keep their connections and raise reconnect.backoff.ms; look for one that "
        "restarts in a loop."
    ),
    "CpuUsage": (
        "Take a larger broker size, or add brokers and partitions and move some of the load there."
    ),
    "EstimatedMaxTimeLag": (
        "Look for failing or too few consumers of the group; more of them than partitions are idle."
    ),
    "FetchThrottleTime": "Take a larger broker size or add brokers; find who fetches most.",
    "HeapMemoryAfterGC": (
        "Lower transactional.id.expiration.ms, delete unused partitions or take a larger size."
    ),
    "IAMTooManyConnections": (
        "Let clients share and keep connections; add brokers or a larger size."
    ),
    "KafkaDataLogsDiskUsed": (
        "Extend the volumes, shorten retention or delete unused topics, before it is full."
    ),
    "KafkaFileDescriptorsUsagePercent": (
        "Delete unused partitions, raise segment.bytes or close idle connections."
    ),
    "KafkaMemoryMappedFilesUsagePercent": "Delete unused partitions or raise segment.bytes.",
    "NetworkProcessorAvgIdlePercent": (
        "Let clients send fewer, larger requests (linger.ms, batch.size) or take a larger size."
    ),
    "OfflinePartitionsCount": (
        "Look at the cluster's state and at topics with one replica; do not restart brokers now."
    ),
    "PartitionCount": "Delete unused topics, add brokers or take a larger broker size.",
    "ProduceThrottleTime": "Take a larger broker size or add brokers; find who produces most.",
    "RequestHandlerAvgIdlePercent": (
        "Let clients send fewer, larger requests (linger.ms, batch.size) or take a larger size."
    ),
    "SumOffsetLag": (
        "Look for failing or too few consumers of the group; more of them than partitions are idle."
    ),
    "UnderMinIsrPartitionCount": (
        "Look for a broker that is down or out of disk; outside of patching, check replication "
        "factors against min.insync.replicas."
    ),
    "UnderProvisioned": "Add brokers or take a larger broker size.",
    "UnderReplicatedPartitions": (
        "Look for a broker that is slow or down, for full disks and for ACLs that shut brokers out."
    ),
    "VolumeThroughput": ("Provision more volume throughput, or spread the load over more brokers."),
}
"""By alarm id; from https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices.html."""
