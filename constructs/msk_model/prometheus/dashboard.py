"""A dashboard for Grafana: is it well, which broker is not, which topic, which consumer."""

from typing import Any, Final

from msk_model.facts.alarms import alarm
from msk_model.prometheus import measures
from msk_model.prometheus.measures import Measure
from msk_model.prometheus.panels import Row, arranged, lines, stat

_CLUSTER: Final = 'cluster=~"$cluster"'
_BROKER: Final = f'{_CLUSTER},broker=~"$broker"'
_TOPIC: Final = f'{_CLUSTER},topic=~"$topic"'
_GROUP: Final = f'{_TOPIC},groupId=~"$group"'
_SCHEMA_VERSION: Final = 39
_TOP: Final = 20
"""How many topics and groups a panel shows: a cluster may have thousands."""


def grafana_dashboard() -> dict[str, Any]:
    """The dashboard, to be imported as it stands into Grafana 10 or later.

    It shows every cluster that a Prometheus data source has series of, and asks for the exporters'
    own series: it needs no recording rules.
    """
    return {
        "title": "Amazon MSK",
        "uid": "cdk-msk",
        "description": "Clusters with open monitoring.",
        "tags": ["kafka", "msk"],
        "schemaVersion": _SCHEMA_VERSION,
        "version": 1,
        "editable": True,
        "graphTooltip": 1,
        "refresh": "1m",
        "time": {"from": "now-6h", "to": "now"},
        "timezone": "browser",
        "annotations": {"list": []},
        "links": [],
        "templating": {"list": _variables()},
        "panels": list(arranged(_rows())),
    }


def _rows() -> tuple[Row, ...]:
    return (
        Row(title="Overview", panels=(*_overview(), *_totals())),
        Row(
            title="Brokers",
            panels=(
                _limited(measures.CPU_USED, "CpuUsage"),
                _limited(measures.HEAP_AFTER_COLLECTION, "HeapMemoryAfterGC"),
                _limited(measures.HANDLERS_IDLE, "RequestHandlerAvgIdlePercent"),
                _limited(measures.NETWORK_IDLE, "NetworkProcessorAvgIdlePercent"),
                lines(measures.BYTES_IN, _BROKER),
                lines(measures.BYTES_OUT, _BROKER),
                lines(measures.PARTITIONS, _BROKER),
                lines(measures.LEADERS, _BROKER),
                lines(measures.UNDER_REPLICATED, _BROKER),
            ),
        ),
        Row(
            title="Storage",
            panels=(
                _limited(measures.DISK_USED, "KafkaDataLogsDiskUsed"),
                lines(measures.DISK_LEFT_TOMORROW, _BROKER),
                lines(measures.DISK_THROUGHPUT, _BROKER),
            ),
        ),
        Row(
            title="Topics",
            panels=tuple(
                lines(one, _TOPIC, top=_TOP)
                for one in (
                    measures.TOPIC_BYTES_IN,
                    measures.TOPIC_BYTES_OUT,
                    measures.TOPIC_MESSAGES_IN,
                )
            ),
        ),
        Row(
            title="Consumers",
            panels=tuple(
                lines(one, _GROUP, width=12, top=_TOP)
                for one in (measures.LAG_OFFSETS, measures.LAG_SECONDS)
            ),
        ),
        Row(
            title="Clients and requests",
            panels=(
                lines(measures.REQUEST_TIME, _BROKER, width=12),
                lines(measures.PRODUCE_PHASES, _BROKER, width=12),
                lines(measures.CONNECTIONS, _BROKER),
                _limited(measures.IAM_CONNECTIONS, "ClientConnectionCount"),
                lines(measures.FAILED_SIGN_INS, _BROKER),
                lines(measures.FAILED_PRODUCE, _BROKER, width=12),
                lines(measures.FAILED_FETCH, _BROKER, width=12),
            ),
        ),
    )


def _overview() -> tuple[Any, ...]:
    return (
        stat("Brokers that answer", measures.BROKERS_UP.expr(_CLUSTER)),
        stat(
            "Partitions without a leader",
            f"sum({measures.OFFLINE.expr(_CLUSTER)})",
            red_from=1,
            description="They take and give no records: look for brokers that do not answer.",
        ),
        stat(
            "Partitions that refuse producers",
            f"sum({measures.UNDER_MIN_ISR.expr(_CLUSTER)})",
            red_from=1,
            description="Too few replicas are in sync for producers that wait for all of them.",
        ),
        stat(
            "Partitions with replicas behind",
            f"sum({measures.UNDER_REPLICATED.expr(_CLUSTER)})",
            red_from=1,
            description="Normal for some minutes while MSK patches; not for half an hour.",
        ),
        stat(
            "Fullest data volume",
            f"max({measures.DISK_USED.expr(_CLUSTER)})",
            unit="percent",
            red_from=_threshold("KafkaDataLogsDiskUsed"),
            description="A broker whose disk is full stops: let storage grow, or keep less.",
        ),
        stat(
            "Busiest broker, CPU",
            f"max({measures.CPU_USED.expr(_CLUSTER)})",
            unit="percent",
            red_from=_threshold("CpuUsage"),
            description="No room is left to take over for a broker that fails.",
        ),
    )


def _totals() -> tuple[Any, ...]:
    return tuple(
        lines(_by_cluster(one), _CLUSTER)
        for one in (measures.BYTES_IN, measures.BYTES_OUT, measures.MESSAGES_IN)
    )


def _by_cluster(measure: Measure) -> Measure:
    """A rate of brokers, added up."""
    return Measure(
        record=measure.record,
        title=f"{measure.title}, all brokers",
        unit=measure.unit,
        by=("cluster",),
        template=f"sum by (cluster) ({measure.template})",
    )


def _limited(measure: Measure, alarm_id: str) -> Any:
    return lines(measure, _BROKER, limit=_threshold(alarm_id))


def _threshold(alarm_id: str) -> float | None:
    """The number an alarm compares with, when it is the same for every cluster."""
    facts = alarm(alarm_id)
    stated = facts.threshold if facts else None
    return None if stated is None or isinstance(stated, str) else stated


def _variables() -> list[dict[str, Any]]:
    lag = "kafka_consumer_group_ConsumerLagMetrics_Value"
    topics = "kafka_server_BrokerTopicMetrics_Count"
    return [
        {
            "name": "datasource",
            "label": "Data source",
            "type": "datasource",
            "query": "prometheus",
            "current": {},
            "hide": 0,
        },
        _variable(
            "cluster", "Cluster", 'label_values(up{job=~"kafka|node"}, cluster)', several=False
        ),
        _variable("broker", "Broker", f'label_values(up{{job=~"kafka|node",{_CLUSTER}}}, broker)'),
        _variable("topic", "Topic", f"label_values({topics}{{{_CLUSTER}}}, topic)"),
        _variable("group", "Consumer group", f"label_values({lag}{{{_CLUSTER}}}, groupId)"),
    ]


def _variable(name: str, label: str, query: str, *, several: bool = True) -> dict[str, Any]:
    every = {"includeAll": True, "allValue": ".*", "multi": True} if several else {}
    return {
        "name": name,
        "label": label,
        "type": "query",
        "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "definition": query,
        "query": {"query": query, "refId": f"variable-{name}"},
        "refresh": 2,
        "sort": 3,
        "hide": 0,
        **every,
        **(
            {"current": {"selected": True, "text": ["All"], "value": ["$__all"]}} if several else {}
        ),
    }
