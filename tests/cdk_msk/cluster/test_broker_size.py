"""Sizes by name."""

import pytest

from cdk_msk import BrokerSize, BrokerType
from msk_model.facts.broker_sizes import all_broker_sizes

CONSTANTS = {
    name: value for name, value in vars(BrokerSize).items() if isinstance(value, BrokerSize)
}


@pytest.mark.parametrize("name", CONSTANTS)
def test_constants_are_called_as_their_sizes(name):
    """`M7G_LARGE` is ``kafka.m7g.large``, `EXPRESS_M7G_LARGE` is ``express.m7g.large``."""
    full = name if name.startswith("EXPRESS_") else f"KAFKA_{name}"
    assert CONSTANTS[name].name == full.replace("_", ".").lower()


def test_constants_are_the_sizes_msk_offers():
    """Every size has a constant, and no constant is without a size."""
    assert {one.name for one in CONSTANTS.values()} == {one.name for one in all_broker_sizes()}


def test_the_prefix_decides_the_broker_type():
    """A size newer than the library is Standard or Express by its name."""
    assert BrokerSize.of("express.m9g.large").broker_type is BrokerType.EXPRESS
    assert BrokerSize.of("kafka.m9g.large").broker_type is BrokerType.STANDARD
