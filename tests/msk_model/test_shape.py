"""Shapes and the names of their fields."""

import dataclasses

import pytest

from msk_model import UNKNOWN, BrokerType, ClusterShape, TopicShape, names


@pytest.mark.parametrize(
    ("size", "broker_type"),
    [
        ("kafka.m7g.large", BrokerType.STANDARD),
        ("express.m7g.large", BrokerType.EXPRESS),
        ("m7g.large", UNKNOWN),
        (UNKNOWN, UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_broker_type_is_told_by_the_prefix(size, broker_type):
    """Standard and Express are told apart by the size alone; anything else is unknown."""
    assert ClusterShape(broker_size=size).broker_type is broker_type


@pytest.mark.parametrize("shape", [ClusterShape, TopicShape])
def test_every_field_has_its_names(shape):
    """Each field knows the argument of a construct and the CloudFormation property."""
    assert set(names(shape)) == {field.name for field in dataclasses.fields(shape)}
    assert names(ClusterShape)["broker_size"].property == "BrokerNodeGroupInfo/InstanceType"
    assert names(ClusterShape)["broker_size"].argument == "broker_size"


def test_unknown_shows_itself():
    """UNKNOWN is readable in a message."""
    assert repr(ClusterShape().cluster_name) == "UNKNOWN"
