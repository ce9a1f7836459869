"""What is worth knowing of a cluster, as PromQL: said once for rules and dashboards."""

from dataclasses import dataclass
from typing import Final

_SELECTOR: Final = "SELECTOR"
DATA_LOGS: Final = "/kafka/datalogs"
"""Where brokers mount the volume with the data; seen in rules that users of MSK publish."""

_BROKER = ("cluster", "broker")
_TOPIC = ("cluster", "topic")
_GROUP = ("cluster", "groupId", "topic")


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One number, for each value of its labels.

    Attributes:
        record: The series that a recording rule keeps it as: ``level:what:unit``.
        title: In words.
        unit: Grafana's name of the unit.
        by: The labels it has.
        template: PromQL with ``SELECTOR`` where label matchers go.
    """

    record: str
    title: str
    unit: str
    by: tuple[str, ...]
    template: str

    def expr(self, selector: str) -> str:
        """The PromQL over the series that `selector`, a list of label matchers, chooses."""
        return self.template.replace(_SELECTOR, selector)

    def recorded(self, selector: str) -> str:
        """The series of the recording rule that `selector` chooses."""
        return f"{self.record}{{{selector}}}"


def _rate(by: str, name: str, topic: str) -> str:
    metric = "kafka_server_BrokerTopicMetrics_Count"
    return f'sum by (cluster, {by}) (rate({metric}{{SELECTOR,name="{name}",topic{topic}}}[5m]))'


def _gauge(aggregate: str, by: tuple[str, ...], series: str) -> str:
    return f"{aggregate} by ({', '.join(by)}) ({series})"


BYTES_IN = Measure(
    record="cluster_broker:kafka_bytes_in:rate5m",
    title="Produced",
    unit="Bps",
    by=_BROKER,
    template=_rate("broker", "BytesInPerSec", '=""'),
)
BYTES_OUT = Measure(
    record="cluster_broker:kafka_bytes_out:rate5m",
    title="Consumed",
    unit="Bps",
    by=_BROKER,
    template=_rate("broker", "BytesOutPerSec", '=""'),
)
MESSAGES_IN = Measure(
    record="cluster_broker:kafka_messages_in:rate5m",
    title="Records produced",
    unit="cps",
    by=_BROKER,
    template=_rate("broker", "MessagesInPerSec", '=""'),
)
FAILED_PRODUCE = Measure(
    record="cluster_broker:kafka_failed_produce:rate5m",
    title="Produce requests refused",
    unit="reqps",
    by=_BROKER,
    template=_rate("broker", "FailedProduceRequestsPerSec", '=""'),
)
FAILED_FETCH = Measure(
    record="cluster_broker:kafka_failed_fetch:rate5m",
    title="Fetch requests refused",
    unit="reqps",
    by=_BROKER,
    template=_rate("broker", "FailedFetchRequestsPerSec", '=""'),
)
TOPIC_BYTES_IN = Measure(
    record="cluster_topic:kafka_bytes_in:rate5m",
    title="Produced, by topic",
    unit="Bps",
    by=_TOPIC,
    template=_rate("topic", "BytesInPerSec", '!=""'),
)
TOPIC_BYTES_OUT = Measure(
    record="cluster_topic:kafka_bytes_out:rate5m",
    title="Consumed, by topic",
    unit="Bps",
    by=_TOPIC,
    template=_rate("topic", "BytesOutPerSec", '!=""'),
)
TOPIC_MESSAGES_IN = Measure(
    record="cluster_topic:kafka_messages_in:rate5m",
    title="Records produced, by topic",
    unit="cps",
    by=_TOPIC,
    template=_rate("topic", "MessagesInPerSec", '!=""'),
)
CPU_USED = Measure(
    record="cluster_broker:node_cpu_used:percent",
    title="CPU, user and system",
    unit="percent",
    by=_BROKER,
    template="100 * sum by (cluster, broker) "
    '(rate(node_cpu_seconds_total{SELECTOR,mode=~"user|system"}[5m]))'
    ' / count by (cluster, broker) (node_cpu_seconds_total{SELECTOR,mode="idle"})',
)
DISK_USED = Measure(
    record="cluster_broker:node_data_disk_used:percent",
    title="Data volume in use",
    unit="percent",
    by=_BROKER,
    template="100 * (1 - min by (cluster, broker) "
    f'(node_filesystem_avail_bytes{{SELECTOR,mountpoint="{DATA_LOGS}"}}'
    f' / node_filesystem_size_bytes{{SELECTOR,mountpoint="{DATA_LOGS}"}}))',
)
DISK_LEFT_TOMORROW = Measure(
    record="cluster_broker:node_data_disk_left_tomorrow:bytes",
    title="Free in a day, as the last six hours went",
    unit="bytes",
    by=_BROKER,
    template="min by (cluster, broker) (predict_linear("
    f'node_filesystem_avail_bytes{{SELECTOR,mountpoint="{DATA_LOGS}"}}[6h], 86400))',
)
DISK_THROUGHPUT = Measure(
    record="cluster_broker:node_disk_throughput:mebibytes_rate5m",
    title="Busiest volume, read and written",
    unit="MiBs",
    by=_BROKER,
    template="max by (cluster, broker) (rate(node_disk_read_bytes_total{SELECTOR}[5m])"
    " + rate(node_disk_written_bytes_total{SELECTOR}[5m])) / 1048576",
)
HEAP_AFTER_COLLECTION = Measure(
    record="cluster_broker:jvm_heap_after_collection:percent",
    title="Heap in use after garbage collection, about",
    unit="percent",
    by=_BROKER,
    # The exporter tells the heap in use, not what a collection left: the least of a while is that.
    template="100 * max by (cluster, broker) ("
    "min_over_time(java_lang_Memory_HeapMemoryUsage_used{SELECTOR}[15m])"
    " / java_lang_Memory_HeapMemoryUsage_max{SELECTOR})",
)
HANDLERS_IDLE = Measure(
    record="cluster_broker:kafka_request_handlers_idle:ratio",
    title="Request handlers idle",
    unit="percentunit",
    by=_BROKER,
    template=_gauge(
        "min",
        _BROKER,
        "kafka_server_KafkaRequestHandlerPool_OneMinuteRate"
        '{SELECTOR,name="RequestHandlerAvgIdlePercent"}',
    ),
)
NETWORK_IDLE = Measure(
    record="cluster_broker:kafka_network_processors_idle:ratio",
    title="Network threads idle",
    unit="percentunit",
    by=_BROKER,
    template=_gauge(
        "min",
        _BROKER,
        'kafka_network_SocketServer_Value{SELECTOR,name="NetworkProcessorAvgIdlePercent"}',
    ),
)
PARTITIONS = Measure(
    record="cluster_broker:kafka_partitions:count",
    title="Partitions, replicas included",
    unit="short",
    by=_BROKER,
    template=_gauge(
        "max", _BROKER, 'kafka_server_ReplicaManager_Value{SELECTOR,name="PartitionCount"}'
    ),
)
LEADERS = Measure(
    record="cluster_broker:kafka_leaders:count",
    title="Leaders",
    unit="short",
    by=_BROKER,
    template=_gauge(
        "max", _BROKER, 'kafka_server_ReplicaManager_Value{SELECTOR,name="LeaderCount"}'
    ),
)
UNDER_REPLICATED = Measure(
    record="cluster_broker:kafka_under_replicated_partitions:count",
    title="Partitions with replicas behind",
    unit="short",
    by=_BROKER,
    template=_gauge(
        "max",
        _BROKER,
        'kafka_server_ReplicaManager_Value{SELECTOR,name="UnderReplicatedPartitions"}',
    ),
)
UNDER_MIN_ISR = Measure(
    record="cluster_broker:kafka_under_min_isr_partitions:count",
    title="Partitions that refuse producers",
    unit="short",
    by=_BROKER,
    template=_gauge(
        "max",
        _BROKER,
        'kafka_server_ReplicaManager_Value{SELECTOR,name="UnderMinIsrPartitionCount"}',
    ),
)
OFFLINE = Measure(
    record="cluster:kafka_offline_partitions:count",
    title="Partitions without a leader",
    unit="short",
    by=("cluster",),
    template=_gauge(
        "max",
        ("cluster",),
        'kafka_controller_KafkaController_Value{SELECTOR,name="OfflinePartitionsCount"}',
    ),
)
CONTROLLERS = Measure(
    record="cluster:kafka_active_controllers:count",
    title="Active controllers",
    unit="short",
    by=("cluster",),
    template=_gauge(
        "sum",
        ("cluster",),
        'kafka_controller_KafkaController_Value{SELECTOR,name="ActiveControllerCount"}',
    ),
)
_IAM = 'listener=~"CLIENT_IAM.*"'
CONNECTIONS = Measure(
    record="cluster_broker_listener:kafka_connections:count",
    title="Connections, by listener",
    unit="short",
    by=("cluster", "broker", "listener"),
    template="sum by (cluster, broker, listener)"
    " (kafka_server_socket_server_metrics_connection_count{SELECTOR})",
)
IAM_CONNECTIONS = Measure(
    record="cluster_broker:kafka_iam_connections:count",
    title="IAM connections",
    unit="short",
    by=_BROKER,
    template=_gauge(
        "sum",
        _BROKER,
        f"kafka_server_socket_server_metrics_connection_count{{SELECTOR,{_IAM}}}",
    ),
)
IAM_CONNECTION_RATE = Measure(
    record="cluster_broker:kafka_iam_connections_created:rate",
    title="New IAM connections",
    unit="cps",
    by=_BROKER,
    template=_gauge(
        "sum",
        _BROKER,
        f"kafka_server_socket_server_metrics_connection_creation_rate{{SELECTOR,{_IAM}}}",
    ),
)
FAILED_SIGN_INS = Measure(
    record="cluster_broker:kafka_failed_authentications:rate5m",
    title="Sign-ins refused",
    unit="cps",
    by=_BROKER,
    template="sum by (cluster, broker)"
    " (rate(kafka_server_socket_server_metrics_failed_authentication_total{SELECTOR}[5m]))",
)
REQUEST_TIME = Measure(
    record="cluster_broker_request:kafka_request_time:p99_ms",
    title="Time to answer, 99th percentile",
    unit="ms",
    by=("cluster", "broker", "request"),
    template="max by (cluster, broker, request) (kafka_network_RequestMetrics_99thPercentile"
    '{SELECTOR,name="TotalTimeMs",request=~"Produce|FetchConsumer|FetchFollower"})',
)
PRODUCE_PHASES = Measure(
    record="cluster_broker_name:kafka_produce_phase:mean_ms",
    title="Where the time of produce requests goes",
    unit="ms",
    by=("cluster", "broker", "name"),
    template="max by (cluster, broker, name) (kafka_network_RequestMetrics_Mean"
    '{SELECTOR,request="Produce",name=~"RequestQueueTimeMs|LocalTimeMs|RemoteTimeMs'
    '|ResponseQueueTimeMs|ResponseSendTimeMs"})',
)
LAG_OFFSETS = Measure(
    record="cluster_group_topic:kafka_lag_offsets:sum",
    title="Records behind",
    unit="short",
    by=_GROUP,
    # Only the group's coordinator tells its lag; while it moves, two may for a moment.
    template=_gauge(
        "max",
        _GROUP,
        'kafka_consumer_group_ConsumerLagMetrics_Value{SELECTOR,name="SumOffsetLag"}',
    ),
)
LAG_SECONDS = Measure(
    record="cluster_group_topic:kafka_lag_seconds:max",
    title="Seconds behind",
    unit="s",
    by=_GROUP,
    template=_gauge(
        "max",
        _GROUP,
        'kafka_consumer_group_ConsumerLagMetrics_Value{SELECTOR,name="EstimatedMaxTimeLag"}',
    ),
)
BROKERS_UP = Measure(
    record="cluster:kafka_brokers_up:count",
    title="Brokers that answer",
    unit="short",
    by=("cluster",),
    # Of whichever exporters are on: a cluster may have one of the two only.
    template='sum by (cluster) (min by (cluster, broker) (up{SELECTOR,job=~"kafka|node"}))',
)
EXPORTER_UP = Measure(
    record="cluster_broker_job:up:min",
    title="Exporters that answer",
    unit="short",
    by=("cluster", "broker", "job"),
    template='min by (cluster, broker, job) (up{SELECTOR,job=~"kafka|node"})',
)

GROUPS: Final[dict[str, tuple[Measure, ...]]] = {
    "health": (BROKERS_UP, EXPORTER_UP, CONTROLLERS, OFFLINE, UNDER_MIN_ISR, UNDER_REPLICATED),
    "machines": (
        CPU_USED,
        HEAP_AFTER_COLLECTION,
        DISK_USED,
        DISK_LEFT_TOMORROW,
        DISK_THROUGHPUT,
        HANDLERS_IDLE,
        NETWORK_IDLE,
    ),
    "load": (
        BYTES_IN,
        BYTES_OUT,
        MESSAGES_IN,
        FAILED_PRODUCE,
        FAILED_FETCH,
        REQUEST_TIME,
        PRODUCE_PHASES,
        PARTITIONS,
        LEADERS,
    ),
    "clients": (CONNECTIONS, IAM_CONNECTIONS, IAM_CONNECTION_RATE, FAILED_SIGN_INS),
    "topics": (TOPIC_BYTES_IN, TOPIC_BYTES_OUT, TOPIC_MESSAGES_IN, LAG_OFFSETS, LAG_SECONDS),
}
"""Every measure once, by what it is about; recording rules keep them in these groups."""
