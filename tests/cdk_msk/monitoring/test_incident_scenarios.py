"""What the synthesized alarms do on bad days: which fire, and that one page goes out per incident."""

from collections.abc import Callable, Iterable, Mapping

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.monitoring import ClusterAlarms, ConsumerLag, MaintenanceWindow
from msk_model.alarm_simulation import Metrics, Simulation, simulate

DefineCluster = Callable[..., Cluster]
HOUR = 60
CALM: Mapping[str, float] = {
    "CpuUser": 20,
    "CpuSystem": 10,
    "PartitionCount": 100,
    "UnderMinIsrPartitionCount": 0,
    "UnderReplicatedPartitions": 0,
    "KafkaDataLogsDiskUsed": 50,
    "HeapMemoryAfterGC": 30,
    "VolumeReadBytes": 1_000_000,
    "VolumeWriteBytes": 1_000_000,
    "RequestHandlerAvgIdlePercent": 0.9,
    "NetworkProcessorAvgIdlePercent": 0.9,
    "TrafficShaping": 0,
    "ConntrackAllowanceExceeded": 0,
    "ConnectionCreationRate": 1,
    "IAMTooManyConnections": 0,
}
GROUP = {"Cluster Name": "demo", "Consumer Group": "audit", "Topic": "orders"}


def alarms_of(define_cluster: DefineCluster, brokers: int) -> dict:
    stack = cdk.Stack(cdk.App(), "Stack")
    ClusterAlarms(
        stack,
        "Alarms",
        cluster=define_cluster(stack, broker_count=brokers),
        alarm_topic=sns.Topic(stack, "Pages"),
        ticket_topic=sns.Topic(stack, "Tickets"),
        consumer_lag=[
            ConsumerLag(
                group="audit",
                topic="orders",
                maximum_offset_lag=1000,
                maximum_time_lag=cdk.Duration.minutes(10),
            )
        ],
        suppressed_by=MaintenanceWindow(
            stack, "Window", name="demo", length=cdk.Duration.hours(2)
        ).suppression,
    )
    return Template.from_stack(stack).to_json()


@pytest.fixture(scope="module")
def three(define_cluster: DefineCluster) -> dict:
    """Alarms of a cluster of three brokers."""
    return alarms_of(define_cluster, 3)


@pytest.fixture(scope="module")
def sixty(define_cluster: DefineCluster) -> dict:
    """Alarms of a cluster of sixty brokers."""
    return alarms_of(define_cluster, 60)


class Day:
    """A calm cluster, to which things happen."""

    def __init__(self, minutes: int = 3 * HOUR, brokers: int = 3) -> None:
        self.metrics = Metrics()
        self.minutes = minutes
        self.brokers = [str(number) for number in range(1, brokers + 1)]
        for name, value in CALM.items():
            self.brokers_have(name, value, 0, minutes)
        for name, value in (("OfflinePartitionsCount", 0), ("ActiveControllerCount", 1)):
            self.metrics.put(name, {"Cluster Name": "demo"}, [value] * minutes)
        for name in ("SumOffsetLag", "EstimatedMaxTimeLag"):
            self.metrics.put(name, GROUP, [0] * minutes)

    def brokers_have(
        self,
        name: str,
        value: float | None,
        first: int,
        last: int,
        brokers: Iterable[str] | None = None,
    ) -> None:
        """A metric of brokers has one value from one minute to another."""
        for broker in brokers or self.brokers:
            dimensions = {"Cluster Name": "demo", "Broker ID": broker}
            self.metrics.put(name, dimensions, [value] * (last - first), first=first)

    def dies(self, broker: str, first: int, last: int) -> None:
        """A broker publishes nothing; the others miss its replicas and carry its load."""
        others = [one for one in self.brokers if one != broker]
        for name in CALM:
            self.brokers_have(name, None, first, last, [broker])
        self.brokers_have("UnderReplicatedPartitions", 30, first, last, others)

    def group_lags(self, records: float, seconds: float, first: int, last: int) -> None:
        """The group is behind."""
        for name, value in (("SumOffsetLag", records), ("EstimatedMaxTimeLag", seconds)):
            self.metrics.put(name, GROUP, [value] * (last - first), first=first)

    def under(self, alarms: dict) -> Simulation:
        """What the alarms make of it."""
        return simulate(alarms, self.metrics, minutes=self.minutes)


def topic(template: dict, name: str) -> str:
    (found,) = (
        key
        for key, resource in template["Resources"].items()
        if resource["Type"] == "AWS::SNS::Topic" and key.startswith(name)
    )
    return found


def short(ids: Iterable[str]) -> list[str]:
    return [one.removeprefix("Alarms")[:-8] for one in ids]


def pages(template: dict, happened: Simulation) -> list[str]:
    return short(happened.told(topic(template, "Pages")))


def tickets(template: dict, happened: Simulation) -> list[str]:
    return short(happened.told(topic(template, "Tickets")))


def test_on_a_calm_day_nobody_is_told(three: dict):
    """Nothing fires, and no alarm is without its data."""
    happened = Day().under(three)
    assert happened.fired == {}
    assert {one.state for one in happened.notifications} <= {"OK"}


def test_a_full_disk(three: dict):
    """One broker after the other runs full: one page, which names each of them."""
    day = Day()
    day.brokers_have("KafkaDataLogsDiskUsed", 85, HOUR, day.minutes, ["2"])
    day.brokers_have("KafkaDataLogsDiskUsed", 85, 2 * HOUR, day.minutes, ["3"])
    happened = day.under(three)
    (disk,) = (name for name in happened.fired if "KafkaDataLogsDiskUsed" in name)

    assert pages(three, happened) == ["Storage"]
    assert tickets(three, happened) == []
    assert happened.contributors[disk] == {"2", "3"}


def test_a_dead_broker(three: dict):
    """Partitions below their minimum, replicas missing, lag, busy brokers: one page."""
    day = Day(6 * HOUR)
    day.dies("2", HOUR, 4 * HOUR)
    others = ["1", "3"]
    day.brokers_have("UnderMinIsrPartitionCount", 4, HOUR, 4 * HOUR, others)
    day.brokers_have("RequestHandlerAvgIdlePercent", 0.2, HOUR + 2, 4 * HOUR, others)
    day.brokers_have("CpuUser", 60, HOUR, 4 * HOUR, others)
    day.group_lags(5000, 900, HOUR + 5, 4 * HOUR)
    happened = day.under(three)

    assert {
        "UnderMinIsrPartitionCount",
        "UnderReplicatedPartitions",
        "RequestHandlerAvgIdlePercent",
        "SumOffsetLagauditorders",
        "EstimatedMaxTimeLagauditorders",
        "CpuUsage",
        "ConsumerLagaudit",
        "Overload",
        "Availability",
    } == set(short(happened.fired)) - {"Explained"}
    assert pages(three, happened) == ["Availability"]
    assert tickets(three, happened) == ["CpuUsage"]
    assert short(happened.told(topic(three, "Pages"), "OK")) == ["Availability"]


def test_lag_that_outlasts_the_broker_is_paged_then(three: dict):
    """The broker is back and the group is not: that is an incident of its own."""
    day = Day(4 * HOUR)
    day.dies("2", HOUR, 2 * HOUR)
    day.brokers_have("UnderMinIsrPartitionCount", 4, HOUR, 2 * HOUR, ["1", "3"])
    day.group_lags(5000, 900, HOUR + 5, 4 * HOUR)

    assert pages(three, day.under(three)) == ["Availability", "ConsumerLagaudit"]


def test_a_slow_consumer(three: dict):
    """Records and time are two alarms and one page."""
    day = Day()
    day.group_lags(5000, 300, HOUR, day.minutes)
    day.group_lags(9000, 900, HOUR + 30, day.minutes)
    happened = day.under(three)

    assert short(happened.fired) == [
        "SumOffsetLagauditorders",
        "ConsumerLagaudit",
        "EstimatedMaxTimeLagauditorders",
    ]
    assert pages(three, happened) == ["ConsumerLagaudit"]
    assert tickets(three, happened) == []


@pytest.mark.parametrize("brokers", [3, 60])
def test_a_patching_roll_pages_nobody(request: pytest.FixtureRequest, brokers: int):
    """Each broker is gone for a quarter of an hour; all replicas are in sync for one minute between."""
    alarms = request.getfixturevalue("three" if brokers == 3 else "sixty")
    rolled = min(brokers, 6)
    day = Day(20 + rolled * 16, brokers)
    for number in range(rolled):
        start = 20 + 16 * number
        day.dies(day.brokers[number], start, start + 15)
        # While a broker is gone its partners carry its load; a new controller takes seconds.
        neighbours = [one for one in day.brokers if one != day.brokers[number]]
        day.brokers_have("CpuUser", 45, start, start + 15, neighbours)
    happened = day.under(alarms)

    assert pages(alarms, happened) == []
    assert tickets(alarms, happened) == []


def test_a_broker_that_does_not_come_back_from_patching_is_paged(three: dict):
    """Half an hour without a minute in sync is no restart any more."""
    day = Day()
    day.dies("2", HOUR, day.minutes)
    happened = day.under(three)
    (page,) = (one for one in happened.notifications if one.state == "ALARM")

    assert pages(three, happened) == ["Availability"]
    assert page.minute <= HOUR + 35


def test_a_cluster_that_publishes_nothing_is_a_ticket(three: dict):
    """Nobody knows whether it is well: no page, and no silence either."""
    day = Day()
    for name in CALM:
        day.brokers_have(name, None, HOUR, day.minutes)
    for name in ("OfflinePartitionsCount", "ActiveControllerCount"):
        day.metrics.put(name, {"Cluster Name": "demo"}, [None] * (day.minutes - HOUR), first=HOUR)
    happened = day.under(three)
    told = happened.told(topic(three, "Tickets"), "INSUFFICIENT_DATA")

    assert happened.fired == {}
    assert sorted(short(told)) == ["ActiveControllerCount", "OfflinePartitionsCount"]


def test_one_metric_that_is_missing_changes_nothing(three: dict):
    """A group that was deleted, an idle cluster without connections: as it should be."""
    day = Day()
    day.group_lags(900, 60, 0, HOUR)
    for name in ("SumOffsetLag", "EstimatedMaxTimeLag"):
        day.metrics.put(name, GROUP, [None] * (day.minutes - HOUR), first=HOUR)
    day.brokers_have("ConnectionCreationRate", None, HOUR, day.minutes)

    assert day.under(three).fired == {}


def outage(first: int, last: int, minutes: int) -> Day:
    day = Day(minutes)
    day.brokers_have("UnderMinIsrPartitionCount", 4, first, last, ["1", "3"])
    day.metrics.put("Maintenance", {"Name": "demo"}, [1], namespace="MSK/Maintenance", first=30)
    return day


def test_within_a_maintenance_window_nobody_is_paged(three: dict):
    """One data point silences two hours, in which the alarms do change."""
    happened = outage(HOUR, 2 * HOUR, 4 * HOUR).under(three)

    assert "Availability" in short(happened.fired)
    assert pages(three, happened) == []


def test_what_outlasts_the_maintenance_window_is_paged(three: dict):
    """Once, when the window is over and the cluster has had its time to recover."""
    happened = outage(HOUR, 5 * HOUR, 5 * HOUR).under(three)
    (page,) = (one for one in happened.notifications if one.state == "ALARM")

    assert pages(three, happened) == ["Availability"]
    assert 2 * HOUR + 30 <= page.minute <= 3 * HOUR


def test_sixty_brokers_in_trouble_are_one_page(sixty: dict):
    """A zone is gone, and with it twenty brokers: one page, and alarms by the dozen, not hundred."""
    day = Day(2 * HOUR, 60)
    for broker in day.brokers[::3]:
        for name in CALM:
            day.brokers_have(name, None, HOUR, day.minutes, [broker])
    left = [one for one in day.brokers if one not in day.brokers[::3]]
    day.brokers_have("UnderReplicatedPartitions", 50, HOUR, day.minutes, left)
    day.brokers_have("UnderMinIsrPartitionCount", 50, HOUR, day.minutes, left)
    day.brokers_have("NetworkProcessorAvgIdlePercent", 0.1, HOUR, day.minutes, left)
    day.metrics.put("OfflinePartitionsCount", {"Cluster Name": "demo"}, [9] * HOUR, first=HOUR)
    happened = day.under(sixty)
    count = sum(r["Type"] == "AWS::CloudWatch::Alarm" for r in sixty["Resources"].values())

    assert pages(sixty, happened) == ["Availability"]
    assert count < 45
