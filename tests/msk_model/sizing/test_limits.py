"""The equations, and where they are from."""

import pytest

from msk_model.facts.broker_sizes import all_broker_sizes, broker_size
from msk_model.shape import BrokerType
from msk_model.sizing import Demand
from msk_model.sizing.bandwidth import bandwidth
from msk_model.sizing.limits import express_limits, serverless_limits, standard_limits

DEMAND = Demand(ingress_mbps=10, egress_mbps=40, retention_hours=24, connections=600)


def standard(name):
    return {one.id: one for one in standard_limits(DEMAND, broker_size(name), bandwidth(name))}


def test_every_equation_has_a_source():
    """Nothing is asked of a cluster that nobody wrote down."""
    limits = [
        *standard("kafka.m7g.large").values(),
        *express_limits(DEMAND, broker_size("express.m7g.large")),
        *serverless_limits(DEMAND),
    ]
    assert all(one.source.startswith("https://") and one.equation and one.unit for one in limits)


def test_every_standard_size_but_t3_sustains_something():
    """A burstable size is the only one that nothing is known of."""
    without = [
        size.name
        for size in all_broker_sizes()
        if size.broker_type is BrokerType.STANDARD and bandwidth(size.name) is None
    ]
    assert without == ["kafka.t3.small"]


@pytest.mark.parametrize(
    ("limit", "load"),
    [
        ("ingress", 10),
        ("egress", 40),
        ("partitions", 300),
        ("connections", 600),
        ("replication-factor", 3),
        ("volume-throughput", 30),
        ("ebs-bandwidth", 30),
        ("network", 60),
    ],
)
def test_standard_brokers_are_asked_for(limit, load):
    """Replication multiplies what is written, and adds to what is sent."""
    assert standard("kafka.m7g.large")[limit].load == load


def test_volume_throughput_grows_where_it_can_be_provisioned():
    """A large broker has 250 MiB/s, a 4xlarge up to 625."""
    small = standard("kafka.m7g.large")["volume-throughput"].per_broker
    large = standard("kafka.m7g.4xlarge")["volume-throughput"].per_broker
    assert (round(small / 1.048576), round(large / 1.048576)) == (250, 625)
