"""What can be asked for."""

import pytest

from msk_model.sizing import Demand


def test_growth_multiplies_traffic_and_connections():
    """Partitions are a decision and stay as they are."""
    demand = Demand(ingress_mbps=10, consumer_groups=2, connections=100, growth_percent=50)
    assert (demand.ingress, demand.egress, demand.grown_connections) == (15, 30, 150)
    assert demand.usage.partitions == demand.partitions == 100


def test_stated_egress_wins_over_consumer_groups():
    """Groups that do not read everything are stated by what they read."""
    assert Demand(ingress_mbps=10, egress_mbps=5, consumer_groups=9).egress == 5


def test_multiplied_demand_has_more_traffic():
    """A demand can be looked at above and below what was asked."""
    demand = Demand(ingress_mbps=10, egress_mbps=30, connections=10).times(0.5)
    assert (demand.ingress, demand.egress, demand.connections) == (5, 15, 5)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ingress_mbps": -1},
        {"ingress_mbps": float("inf")},
        {"egress_mbps": float("nan")},
        {"partitions": 0},
        {"replication_factor": 0},
        {"target_percent": 0},
        {"target_percent": 101},
        {"zones": 4},
        {"maximum_brokers": 0},
    ],
)
def test_impossible_number_is_refused(wrong):
    """The message names the number."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Demand(**{"ingress_mbps": 1} | wrong)
