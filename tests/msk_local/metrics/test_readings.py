"""Values of metrics from what was measured."""

from msk_local.kafka import Authentication
from msk_local.kafka.front_door.traffic import Volume
from msk_local.metrics import readings
from msk_local.metrics.brokers import BrokersView, Lag, Partition


def view(*partitions, lags=()):
    return BrokersView(
        brokers=(1, 2, 3), has_controller=True, partitions=partitions, lags=tuple(lags)
    )


def values(found, *dimensions):
    """Values by name of the readings that have these values of dimensions."""
    return {one.name: one.value for one in found if tuple(one.dimensions.values()) == dimensions}


def test_a_healthy_cluster():
    """Partitions count once for the cluster, and once for each broker that holds them."""
    found = list(
        readings.of_partitions(
            view(
                Partition("orders", 1, (1, 2, 3), (1, 2, 3), 2),
                Partition("orders", 2, (2, 3, 1), (1, 2, 3), 2),
                Partition("audit", 3, (3,), (3,), 1),
            )
        )
    )
    assert values(found) == {
        "ActiveControllerCount": 1,
        "GlobalTopicCount": 2,
        "GlobalPartitionCount": 3,
        "OfflinePartitionsCount": 0,
    }
    assert values(found, "3") == {
        "PartitionCount": 3,
        "LeaderCount": 1,
        "UnderReplicatedPartitions": 0,
        "UnderMinIsrPartitionCount": 0,
    }


def test_a_broker_is_gone():
    """Its partitions are reported by those that lead them now, and one has no leader."""
    found = list(
        readings.of_partitions(
            view(
                Partition("orders", 1, (1, 2, 3), (1, 2), 2),
                Partition("orders", 1, (1, 3), (1,), 2),
                Partition("audit", None, (3,), (), 1),
            )
        )
    )
    assert values(found)["OfflinePartitionsCount"] == 1
    assert values(found, "1")["UnderReplicatedPartitions"] == 2
    assert values(found, "1")["UnderMinIsrPartitionCount"] == 1
    assert values(found, "2")["UnderReplicatedPartitions"] == 0


def test_nobody_is_controller():
    """A cluster without a controller is the one thing this metric is for."""
    found = readings.of_partitions(BrokersView((1,), has_controller=False, partitions=()))
    assert values(found)["ActiveControllerCount"] == 0


def test_lag():
    """The greatest and the sum over the partitions of a topic, and each partition's own."""
    found = list(
        readings.of_groups(view(lags=[Lag("audit", "orders", 0, 7), Lag("audit", "orders", 1, 3)]))
    )
    assert values(found, "audit", "orders") == {"MaxOffsetLag": 7, "SumOffsetLag": 10}
    assert values(found, "audit", "orders", "1") == {"OffsetLag": 3}


def test_traffic():
    """Rates for each broker, also an idle one, for each topic, and for both together."""
    volumes = {(1, "orders"): Volume(1200, 600, 60), (2, "orders"): Volume(600, 0, 6)}
    found = list(readings.of_traffic(view(), volumes, 60.0))
    assert values(found, "1") == {
        "BytesInPerSec": 20,
        "BytesOutPerSec": 10,
        "MessagesInPerSec": 1,
    }
    assert values(found, "1", "orders") == values(found, "1")
    assert values(found, "orders")["BytesInPerSec"] == 30
    assert set(values(found, "3").values()) == {0}


def test_connections():
    """All of them, and those of clients that proved who they are by the way they did."""
    found = list(
        readings.of_connections(
            view(), {(Authentication.IAM, 1): 3, (Authentication.PLAINTEXT, 1): 2}
        )
    )
    assert values(found, "1") == {"ConnectionCount": 5}
    assert values(found, "1", "IAM") == {"ClientConnectionCount": 3}
    assert values(found, "2") == {"ConnectionCount": 0}


def test_disks():
    """Against the volume that the cluster would have on AWS."""
    found = readings.of_disks({1: 1024**3}, 4)
    assert values(found, "1") == {"KafkaDataLogsDiskUsed": 25}
