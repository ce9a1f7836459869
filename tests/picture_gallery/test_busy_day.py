"""The day that the pictures show."""

import pytest

from picture_gallery.busy_day import STEPS, BusyDay

DAY = BusyDay()
BROKER = ("Cluster Name", "Broker ID")


def test_a_day_is_the_same_for_the_same_seed():
    """Pictures change when the dashboard does, and not by themselves."""
    assert DAY.find("CpuUser", BROKER) == BusyDay().find("CpuUser", BROKER)
    assert DAY.find("CpuUser", BROKER) != BusyDay(seed=8).find("CpuUser", BROKER)


def test_metrics_have_the_dimensions_msk_publishes():
    """What MSK does not publish is not found, so that no picture shows what no cluster would."""
    assert len(DAY.find("CpuUser", BROKER)) == 6
    assert len(BusyDay(brokers=60).find("CpuUser", BROKER)) == 60
    assert DAY.find("CpuUser", ("Cluster Name",)) == []
    assert DAY.find("Nothing", BROKER) == []
    assert {len(line.values) for line in DAY.find("CpuUser", BROKER)} == {STEPS}


def test_the_story_is_told():
    """One volume fills up, one group falls behind, one broker was patched."""
    volumes = {
        one.dimensions["Broker ID"]: one.values[-1]
        for one in DAY.find("KafkaDataLogsDiskUsed", BROKER)
    }
    assert [broker for broker, used in volumes.items() if used > 80] == ["4"]
    group = ("Cluster Name", "Consumer Group", "Topic")
    late = [one for one in DAY.find("EstimatedMaxTimeLag", group) if one.values[-1] > 300]
    assert [one.dimensions["Consumer Group"] for one in late] == ["billing"]
    patched = DAY.find("UnderReplicatedPartitions", BROKER)
    assert {one.dimensions["Broker ID"] for one in patched if max(one.values)} == set("13456")


@pytest.mark.parametrize("name", ["CpuIdle", "CpuUser", "HeapMemoryAfterGC"])
def test_percentages_are_percentages(name: str):
    """No broker is busier than it can be."""
    for line in DAY.find(name, BROKER):
        assert min(line.values) >= 0
        assert max(line.values) <= 100
