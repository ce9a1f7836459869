"""Loads from options and files."""

import pytest

from msk_model.cost import Usage
from mskctl.loads import UnusableLoad, as_json, read_loads


def test_nothing_stated_is_an_unknown_load():
    """Nothing is made up."""
    loads = read_loads(None, {"ingress_mbps": None})
    assert (loads.usage, dict(loads.clusters)) == (Usage(), {})


def test_options_are_the_load():
    """They are all that is needed."""
    assert read_loads(None, {"ingress_mbps": 3.0}).usage == Usage(ingress_mbps=3)


def test_machines_read_the_same():
    """Unstated is null."""
    assert as_json(read_loads(None, {"partitions": 3}))["ingress_mbps"] is None


def test_impossible_option_is_refused():
    """A load below zero cannot be meant."""
    with pytest.raises(UnusableLoad, match="load: ingress_mbps: value must be a number"):
        read_loads(None, {"ingress_mbps": -1.0})
