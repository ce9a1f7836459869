"""How a configuration differs from what MSK sets by itself."""

import pytest

from msk_model import UNKNOWN, ClusterShape
from msk_model.configuration_differences import configuration_differences
from msk_model.facts.server_properties import Settable, server_property
from msk_model.facts.server_property_defaults import default_properties

CLUSTERS = {
    "standard": ClusterShape(broker_size="kafka.m7g.large", zone_count=3),
    "two zones": ClusterShape(broker_size="kafka.m7g.large", zone_count=2),
    "tiered": ClusterShape(broker_size="kafka.m7g.large", storage_mode="TIERED"),
    "express": ClusterShape(broker_size="express.m7g.large"),
    "unknown": ClusterShape(),
}


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_defaults_are_properties_with_values_they_take(cluster):
    """A default that could not be set would be a mistake in one of the two tables."""
    shape = CLUSTERS[cluster]
    for name, value in default_properties(shape).items():
        facts = server_property(name)
        assert facts is not None, name
        assert facts.value.accepts(value)
        express = cluster == "express"
        assert (facts.express if express else facts.standard) is not Settable.NO


def test_defaults_follow_the_cluster():
    """Two zones hold two copies, and a tiered cluster elects no unclean leader."""
    found = {name: default_properties(shape) for name, shape in CLUSTERS.items()}
    assert found["standard"]["default.replication.factor"] == "3"
    assert found["two zones"]["min.insync.replicas"] == "1"
    assert found["standard"]["unclean.leader.election.enable"] == "true"
    assert found["tiered"]["unclean.leader.election.enable"] == "false"
    assert "min.insync.replicas" not in found["express"]
    assert found["unknown"] == found["standard"]


def test_what_is_dangerous_is_told_beside_its_setting():
    """And not beside the others, nor when the configuration is silent."""
    shape = ClusterShape(
        broker_size="kafka.m7g.large",
        server_properties={
            "unclean.leader.election.enable": "true",
            "num.partitions": UNKNOWN,
            "min.insync.replicas": "2",
        },
    )
    found = {one.name: one for one in configuration_differences(shape)}
    assert list(found) == sorted(found)
    (danger,) = found["unclean.leader.election.enable"].findings
    assert danger.rule == "unclean-leaders-are-not-elected"
    assert found["num.partitions"].findings == ()
    assert not found["num.partitions"].is_default
    assert found["min.insync.replicas"].is_default


@pytest.mark.parametrize("properties", [UNKNOWN, None, {}])
def test_no_configuration_differs_in_nothing(properties):
    """Absent, unknown and empty ones alike."""
    assert configuration_differences(ClusterShape(server_properties=properties)) == ()
