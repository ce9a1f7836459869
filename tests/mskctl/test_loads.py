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


@pytest.mark.parametrize("text", ["a: [", "[" * 5000, "on: 2026-13-01", "a: !!bool b", "\ud800"])
def test_file_that_is_no_yaml_is_refused(tmp_path, text):
    """Whatever the parser trips over, the file is named."""
    file = tmp_path / "load.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(UnusableLoad, match=r"load\.yaml: file must be valid YAML; "):
        read_loads(file, {})
