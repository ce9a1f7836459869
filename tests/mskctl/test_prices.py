"""Prices from the model and from a file."""

import pytest

from msk_model.facts.prices import list_prices
from mskctl.prices import UnusablePrices, read_prices


def test_list_prices_without_a_file():
    """Nothing needs to be stated."""
    assert read_prices(None) is list_prices()


def test_file_becomes_the_provenance(tmp_path):
    """An estimate says whose price it counted with."""
    file = tmp_path / "ours.toml"
    file.write_text("[prices]\nconnect-unit = 0.1\n")
    assert read_prices(file).price("connect-unit").provenance == (str(file),)


def test_file_that_is_no_text_is_refused(tmp_path):
    """The file is named."""
    file = tmp_path / "ours.toml"
    file.write_bytes(b"\xff")
    with pytest.raises(UnusablePrices, match=r"ours\.toml: "):
        read_prices(file)
