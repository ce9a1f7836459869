"""What alerts do when something happens to a cluster, shown with PromQL evaluated on small series.

The evaluator knows as much of PromQL as the rules use, and refuses the rest.
"""

import functools
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import promql_parser as promql
import pytest

from msk_model.prometheus import (
    AlertRule,
    LagObjective,
    RecordingRule,
    alert_rules,
    recording_rules,
)

Labels = frozenset[tuple[str, str]]
Vector = dict[Labels, float]

AGGREGATES: Mapping[str, Callable[[list[float]], float]] = {
    "sum": sum,
    "min": min,
    "max": max,
    "count": len,
    "avg": lambda values: sum(values) / len(values),
}
ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
COMPARISONS = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "==": operator.eq,
}
MATCHES: Mapping[str, Callable[[str, str], bool]] = {
    "MatchOp.Equal": operator.eq,
    "MatchOp.NotEqual": operator.ne,
    "MatchOp.Re": lambda value, pattern: re.fullmatch(pattern, value) is not None,
}


@dataclass
class Prometheus:
    """Series with one value each minute; None: nothing was scraped."""

    series: dict[tuple[str, Labels], Callable[[int], float | None]] = field(default_factory=dict)
    recorded: dict[tuple[str, int], Vector] = field(default_factory=dict)

    def set(
        self, name: str, value: Callable[[int], float | None] | float, /, **labels: str
    ) -> None:
        """One series, a constant or a function of the minute."""
        of_minute = value if callable(value) else lambda _: value
        self.series[name, frozenset(labels.items())] = of_minute

    def ask(self, expr, minute: int) -> Vector | float:
        """The answer to an expression."""
        return getattr(self, f"_{type(expr).__name__}")(expr, minute)

    def _NumberLiteral(self, expr, minute):  # noqa: N802 - named as the parser's classes
        return expr.val

    def _ParenExpr(self, expr, minute):  # noqa: N802
        return self.ask(expr.expr, minute)

    def _VectorSelector(self, expr, minute):  # noqa: N802
        if (expr.name, minute) in self.recorded:
            found = self.recorded[expr.name, minute].items()
        else:
            found = [
                (labels, value(minute))
                for (name, labels), value in self.series.items()
                if name == expr.name
            ]
        return {k: v for k, v in found if v is not None and _chosen(expr, dict(k))}

    def _range(self, expr, minute) -> dict[Labels, list[tuple[int, float]]]:
        length = int(expr.range.total_seconds()) // 60
        # No more points than make the result: six hours of a straight line need no minutes.
        minutes = range(minute - length, minute + 1, max(1, length // 15))
        points: dict[Labels, list[tuple[int, float]]] = {}
        for one in minutes:
            for labels, value in self._VectorSelector(expr.vector_selector, one).items():
                points.setdefault(labels, []).append((one, value))
        return points

    def _Call(self, expr, minute):  # noqa: N802
        if expr.func.name == "absent":
            return {} if self.ask(expr.args[0], minute) else {frozenset(): 1.0}
        function = {"rate": _rate, "min_over_time": _least, "predict_linear": _predicted}[
            expr.func.name
        ]
        points = self._range(expr.args[0], minute)
        ahead = [one.val for one in expr.args[1:]]
        return {k: function(v, *ahead) for k, v in points.items() if len(v) > 1}

    def _AggregateExpr(self, expr, minute):  # noqa: N802
        groups: dict[Labels, list[float]] = {}
        for labels, value in self.ask(expr.expr, minute).items():
            kept = frozenset((k, v) for k, v in labels if k in expr.modifier.labels)
            groups.setdefault(kept, []).append(value)
        return {k: AGGREGATES[str(expr.op)](v) for k, v in groups.items()}

    def _BinaryExpr(self, expr, minute):  # noqa: N802
        assert expr.modifier is None or expr.modifier.matching is None
        left, right, sign = self.ask(expr.lhs, minute), self.ask(expr.rhs, minute), str(expr.op)
        if sign == "or":
            return {**right, **left} if left else right
        if sign in COMPARISONS:
            return {k: v for k, v in left.items() if COMPARISONS[sign](v, right)}
        work = ARITHMETIC[sign]
        if isinstance(left, dict) and isinstance(right, dict):
            return {k: work(left[k], right[k]) for k in left.keys() & right.keys()}
        if isinstance(left, dict):
            return {k: work(v, right) for k, v in left.items()}
        if isinstance(right, dict):
            return {k: work(left, v) for k, v in right.items()}
        return work(left, right)


def _chosen(expr, labels: dict[str, str]) -> bool:
    return all(
        MATCHES[str(one.op)](labels.get(one.name, ""), one.value) for one in expr.matchers.matchers
    )


def _rate(points):
    (first, before), (last, after) = points[0], points[-1]
    return (after - before) / (60 * (last - first))


def _least(points):
    return min(value for _, value in points)


def _predicted(points, seconds):
    (last, value) = points[-1]
    return value + _rate(points) * seconds if last else value


parse = functools.cache(promql.parse)


def firing(groups, prometheus: Prometheus, until: int) -> dict[str, set[Labels]]:
    """The alerts that fire at a minute, each with what it is about: wrong for as long as it takes."""
    rules = [rule for group in groups for rule in group.rules]
    alerts = [rule for rule in rules if isinstance(rule, AlertRule)]
    patience = max(rule.for_seconds for rule in alerts) // 60
    wrong: dict[str, list[set[Labels]]] = {}
    for minute in range(until - patience, until + 1):
        for rule in rules:
            if isinstance(rule, RecordingRule) and (rule.record, minute) not in prometheus.recorded:
                prometheus.recorded[rule.record, minute] = prometheus.ask(parse(rule.expr), minute)
        for rule in alerts:
            wrong.setdefault(rule.alert, []).append(set(prometheus.ask(parse(rule.expr), minute)))
    fired = {
        rule.alert: set.intersection(*wrong[rule.alert][-(rule.for_seconds // 60) - 1 :])
        for rule in alerts
    }
    return {name: about for name, about in fired.items() if about}


BROKERS = ("1", "2", "3")
GIB = 2**30


@pytest.fixture
def cluster() -> Prometheus:
    """A cluster of three brokers that are well and have little to do."""
    prometheus = Prometheus()
    for broker in BROKERS:
        for name, value, labels in _well():
            prometheus.set(name, value, cluster="demo", broker=broker, **labels)
    return prometheus


def _well() -> Iterator[tuple[str, Callable[[int], float] | float, dict[str, str]]]:
    manager, disk = "kafka_server_ReplicaManager_Value", {"mountpoint": "/kafka/datalogs"}
    yield "up", 1, {"job": "kafka"}
    yield "up", 1, {"job": "node"}
    for mode, share in (("user", 0.2), ("system", 0.1), ("idle", 0.7)):
        for cpu in ("0", "1"):
            seconds = lambda minute, share=share: share * 60 * minute  # noqa: E731
            yield "node_cpu_seconds_total", seconds, {"mode": mode, "cpu": cpu}
    yield "node_filesystem_size_bytes", 100 * GIB, disk
    yield "node_filesystem_avail_bytes", 60 * GIB, disk
    yield "node_disk_read_bytes_total", lambda minute: 2**20 * 60 * minute, {"device": "nvme1n1"}
    yield "node_disk_written_bytes_total", lambda minute: 2**20 * 60 * minute, {"device": "nvme1n1"}
    yield "java_lang_Memory_HeapMemoryUsage_used", lambda minute: 3e9 if minute % 9 else 1e9, {}
    yield "java_lang_Memory_HeapMemoryUsage_max", 4e9, {}
    idle = {"name": "RequestHandlerAvgIdlePercent"}
    yield "kafka_server_KafkaRequestHandlerPool_OneMinuteRate", 0.9, idle
    idle = {"name": "NetworkProcessorAvgIdlePercent"}
    yield "kafka_network_SocketServer_Value", 0.9, idle
    for name, value in (
        ("UnderReplicatedPartitions", 0),
        ("UnderMinIsrPartitionCount", 0),
        ("PartitionCount", 300),
    ):
        yield manager, value, {"name": name}
    controller = "kafka_controller_KafkaController_Value"
    yield controller, 1 / len(BROKERS), {"name": "ActiveControllerCount"}
    yield controller, 0, {"name": "OfflinePartitionsCount"}
    lag = "kafka_consumer_group_ConsumerLagMetrics_Value"
    yield lag, 5, {"name": "EstimatedMaxTimeLag", "groupId": "billing", "topic": "orders"}
    iam = {"listener": "CLIENT_IAM", "networkProcessor": "0"}
    yield "kafka_server_socket_server_metrics_connection_count", 100, iam
    yield "kafka_server_socket_server_metrics_connection_creation_rate", 1, iam


@pytest.fixture
def fires(cluster, standard):
    """What fires in an hour of the cluster, by the broker it is about."""
    groups = [
        *recording_rules("demo"),
        *alert_rules("demo", standard, lag=LagObjective(seconds=60)),
    ]

    def at(minute: int = 500) -> dict[str, set[str]]:
        return {
            name: {dict(labels).get("broker", "") for labels in about}
            for name, about in firing(groups, cluster, minute).items()
        }

    return at


def test_nothing_is_told_of_a_cluster_that_is_well(fires):
    """Not even while the heap fills between collections."""
    assert fires() == {}


def test_a_disk_that_fills_is_told_before_it_is_full(cluster, fires):
    """First that it will be full within a day, then that it is nearly."""
    disk = {"cluster": "demo", "broker": "2", "mountpoint": "/kafka/datalogs"}
    cluster.set("node_filesystem_avail_bytes", lambda m: (60 - m / 25) * GIB, **disk)
    assert fires(500) == {"KafkaDiskFullTomorrow": {"2"}}
    assert fires(1100) == {"KafkaDiskFullTomorrow": {"2"}, "KafkaDataLogsDiskUsed": {"2"}}


def test_a_broker_without_room_is_told(cluster, fires):
    """User and system time together, averaged over the processors."""
    for cpu in ("0", "1"):
        where = {"cluster": "demo", "broker": "3", "cpu": cpu}
        cluster.set("node_cpu_seconds_total", lambda m: 0.55 * 60 * m, mode="user", **where)
    assert fires() == {"KafkaCpuUsage": {"3"}}


def test_a_dead_broker_is_told(cluster, fires):
    """By itself, by the number of brokers, and by the partitions it leaves behind."""
    for job in ("kafka", "node"):
        cluster.set("up", lambda m: 0 if m > 460 else 1, cluster="demo", broker="1", job=job)
    for broker in ("2", "3"):
        labels = {"cluster": "demo", "broker": broker, "name": "UnderReplicatedPartitions"}
        cluster.set("kafka_server_ReplicaManager_Value", lambda m: 90 if m > 460 else 0, **labels)
    assert fires(470) == {}
    assert fires(480) == {"KafkaExporterSilent": {"1"}, "KafkaBrokersMissing": {""}}
    assert set(fires(500)) == {
        "KafkaExporterSilent",
        "KafkaBrokersMissing",
        "KafkaUnderReplicatedPartitions",
    }


def test_patching_is_told_to_nobody(cluster, fires):
    """Brokers restart one after the other, each for eight minutes."""
    for number, broker in enumerate(BROKERS):
        start = 460 + 10 * number
        for job in ("kafka", "node"):
            down = lambda m, start=start: 0 if start < m <= start + 8 else 1  # noqa: E731
            cluster.set("up", down, cluster="demo", broker=broker, job=job)
        labels = {"cluster": "demo", "broker": broker, "name": "UnderReplicatedPartitions"}
        cluster.set(
            "kafka_server_ReplicaManager_Value", lambda m: 90 if 460 < m < 488 else 0, **labels
        )
    for minute in range(460, 500, 6):
        assert fires(minute) == {}


def test_partitions_that_refuse_producers_are_told_at_once(cluster, fires):
    """Within minutes, as pages."""
    labels = {"cluster": "demo", "broker": "1"}
    cluster.set("kafka_server_ReplicaManager_Value", 1, name="UnderMinIsrPartitionCount", **labels)
    cluster.set(
        "kafka_controller_KafkaController_Value", 2, name="OfflinePartitionsCount", **labels
    )
    assert fires() == {"KafkaUnderMinIsrPartitionCount": {"1"}, "KafkaOfflinePartitionsCount": {""}}


def test_a_slow_consumer_is_told_by_its_group(cluster, standard):
    """Once, though two brokers tell of it while its coordinator moves."""
    for broker in ("1", "2"):
        cluster.set(
            "kafka_consumer_group_ConsumerLagMetrics_Value",
            900,
            cluster="demo",
            broker=broker,
            name="EstimatedMaxTimeLag",
            groupId="billing",
            topic="orders",
        )
    groups = [
        *recording_rules("demo"),
        *alert_rules("demo", standard, lag=LagObjective(seconds=60)),
    ]
    assert firing(groups, cluster, 500) == {
        "KafkaEstimatedMaxTimeLag": {
            frozenset({("cluster", "demo"), ("groupId", "billing"), ("topic", "orders")})
        }
    }


def test_busy_threads_and_many_clients_are_told(cluster, fires):
    """Idle threads are counted in fractions; only IAM connections have the limit."""
    where = {"cluster": "demo", "broker": "2"}
    cluster.set(
        "kafka_network_SocketServer_Value", 0.2, name="NetworkProcessorAvgIdlePercent", **where
    )
    for listener in ("CLIENT_IAM", "CLIENT_IAM_PUBLIC", "REPLICATION_SECURE"):
        cluster.set(
            "kafka_server_socket_server_metrics_connection_count",
            1300,
            listener=listener,
            networkProcessor="0",
            **where,
        )
    assert fires() == {
        "KafkaNetworkProcessorAvgIdlePercent": {"2"},
        "KafkaClientConnectionCount": {"2"},
    }


def test_silence_of_all_brokers_is_told(cluster, fires):
    """Without a single series, only the absence of brokers can say so."""
    cluster.series.clear()
    assert fires() == {"KafkaBrokersMissing": {""}}


@pytest.mark.parametrize("job", ["kafka", "node"])
def test_one_exporter_is_enough_to_see_brokers(cluster, fires, job):
    """A cluster whose other exporter is off misses no broker, until one falls silent."""
    for name, labels in list(cluster.series):
        if name == "up" and ("job", job) not in labels:
            del cluster.series[name, labels]
    cluster.set("up", lambda m: 0 if m > 460 else 1, cluster="demo", broker="1", job=job)
    assert fires(470) == {}
    assert fires(480) == {"KafkaExporterSilent": {"1"}, "KafkaBrokersMissing": {""}}


def test_another_cluster_in_the_same_server_is_left_alone(cluster, fires):
    """Its brokers are no brokers of this one."""
    for (name, labels), value in list(cluster.series.items()):
        cluster.series[name, labels - {("cluster", "demo")} | {("cluster", "other")}] = value
    cluster.set("up", 0, cluster="other", broker="1", job="kafka")
    assert fires() == {}


def test_a_larger_cluster_misses_brokers_earlier(cluster, standard):
    """The number of brokers is that of the shape."""
    groups = [*recording_rules("demo"), *alert_rules("demo", replace(standard, broker_count=6))]
    assert set(firing(groups, cluster, 500)) == {"KafkaBrokersMissing"}
