"""The server properties brokers run with."""

import pytest

from msk_local.kafka.broker.properties import effective_properties


@pytest.mark.parametrize(
    ("brokers", "copies", "in_sync"), [(1, 1, 1), (2, 2, 1), (3, 3, 2), (9, 3, 2)]
)
def test_copies_follow_the_zones(brokers, copies, in_sync):
    """MSK's defaults for replication depend on how many zones there can be."""
    properties = effective_properties(brokers, {})
    assert properties["default.replication.factor"] == str(copies)
    assert properties["min.insync.replicas"] == str(in_sync)


def test_the_custom_configuration_wins():
    """A property of the custom configuration replaces the default one."""
    assert effective_properties(3, {"num.partitions": "9"})["num.partitions"] == "9"
