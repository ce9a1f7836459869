"""The clusters offered for a load, and the refusals."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from msk_model.facts.broker_sizes import broker_size
from msk_model.facts.prices import list_prices
from msk_model.sizing import Demand, choices_for
from msk_model.sizing.limits import volume_limit, volume_throughput_limit

PRICES = list_prices()
DEMANDS = st.builds(
    Demand,
    ingress_mbps=st.floats(0, 3000),
    egress_mbps=st.none() | st.floats(0, 6000),
    retention_hours=st.floats(0, 2000),
    partitions=st.integers(1, 100_000),
    replication_factor=st.integers(1, 5),
    consumer_groups=st.integers(0, 20),
    connections=st.integers(0, 100_000),
    growth_percent=st.floats(0, 200),
    target_percent=st.floats(30, 100),
    zones=st.sampled_from([2, 3]),
)


def cheapest(demand):
    return {one.family: one.estimate.monthly_usd for one in choices_for(demand, PRICES).best}


def test_example_of_the_express_guide_is_three_large_brokers():
    """45 MB/s in and 90 out: the developer guide's own example (bestpractices-express)."""
    sizing = choices_for(Demand(ingress_mbps=45, egress_mbps=90), PRICES)
    best = next(one for one in sizing.best if one.family == "express-m7g")
    assert (best.broker_count, best.broker_size) == (3, "express.m7g.large")
    assert best.limiting.limit.id == "ingress"


def test_large_writes_get_provisioned_throughput():
    """Beyond 250 MiB/s a volume gets what it needs, within what its size takes."""
    demand = Demand(ingress_mbps=400, retention_hours=1)
    throughputs = {
        one.broker_size: one.volume_throughput_mibps
        for one in choices_for(demand, PRICES).choices
        if one.volume_throughput_mibps
    }
    assert throughputs
    for name, throughput in throughputs.items():
        assert 250 < throughput <= broker_size(name).max_volume_throughput_mibps


def test_impossible_load_is_refused_with_the_limit():
    """Every family is refused, each by an equation with both of its sides."""
    sizing = choices_for(Demand(ingress_mbps=20_000, retention_hours=1), PRICES)
    assert sizing.choices == ()
    reasons = {one.family: one.reason for one in sizing.refusals}
    assert set(reasons) == {"standard-m5", "standard-m7g", "express-m7g", "serverless"}
    assert reasons["serverless"] == ("ingress <= 200 MB/s: 20,000 MB/s asked, 160 allowed at 80 %")
    assert "60 brokers are allowed" in reasons["standard-m7g"]
    assert "whatever the number of brokers" in reasons["express-m7g"]


def test_express_is_refused_in_two_zones():
    """Express brokers stand in three."""
    refusals = choices_for(Demand(ingress_mbps=1, zones=2), PRICES).refusals
    assert [(one.family, one.reason) for one in refusals] == [
        ("express-m7g", "Express brokers need 3 zones, got 2")
    ]


def test_burstable_brokers_are_never_offered():
    """t3 lives on credits."""
    sizing = choices_for(Demand(ingress_mbps=0.1), PRICES)
    assert "kafka.t3.small" not in {one.broker_size for one in sizing.choices}


def test_no_traffic_can_be_multiplied_forever():
    """An idle cluster has no equation to break."""
    sizing = choices_for(Demand(ingress_mbps=0, retention_hours=0), PRICES)
    assert {one.carries for one in sizing.choices} == {float("inf")}


@settings(deadline=None, max_examples=100)
@given(DEMANDS)
def test_every_choice_satisfies_every_equation(demand):
    """Brokers fill the zones; each equation, the volume and its throughput carry the load."""
    sizing = choices_for(demand, PRICES)
    for one in sizing.choices:
        assert one.broker_count % demand.zones == 0 or one.family == "serverless"
        assert one.broker_count <= demand.maximum_brokers
        assert all(reading.limit.holds(one.broker_count) for reading in one.readings)
        assert one.limiting.headroom_percent <= min(
            reading.headroom_percent for reading in one.readings if not reading.limit.is_count
        )
        assert one.carries >= 1 - 1e-6
        if one.volume_gib is not None:
            assert 10 <= one.volume_gib <= 16384
            assert volume_limit(demand, one.volume_gib).holds(one.broker_count)
            throughput = one.volume_throughput_mibps or 250
            assert volume_throughput_limit(demand, throughput).holds(one.broker_count)
    families = {one.family for one in sizing.choices} | {one.family for one in sizing.refusals}
    assert families == {"standard-m5", "standard-m7g", "express-m7g", "serverless"}
    monthly = [round(one.estimate.monthly_usd, 2) for one in sizing.choices]
    assert monthly == sorted(monthly)


@settings(deadline=None, max_examples=100)
@given(DEMANDS, st.floats(1, 5))
def test_more_load_is_never_cheaper_nor_smaller(demand, factor):
    """In each family; and each size needs at least as many brokers."""
    assume(demand.connections * factor < 1e6)
    less, more = cheapest(demand), cheapest(demand.times(factor))
    for family, usd in more.items():
        assert usd >= less[family] - 10, family  # rounding up of volumes, a GiB for each broker
    before = {one.broker_size: one for one in choices_for(demand, PRICES).choices}
    for one in choices_for(demand.times(factor), PRICES).choices:
        assert one.broker_count >= before[one.broker_size].broker_count


@pytest.mark.parametrize(
    "more", [{"partitions": 20_000}, {"retention_hours": 2000}, {"connections": 50_000}]
)
def test_more_of_anything_is_never_cheaper(more):
    """Not only traffic makes a cluster grow."""
    base = {"ingress_mbps": 10, "partitions": 100, "retention_hours": 24}
    less = cheapest(Demand(**base))
    for family, usd in cheapest(Demand(**base | more)).items():
        assert usd >= less[family]
