"""Prices are data with a day and an origin, and any can be replaced."""

from datetime import date

import pytest

from msk_model.facts.broker_sizes import all_broker_sizes
from msk_model.facts.prices import list_prices


def test_every_broker_size_has_a_price():
    """No size that MSK offers is without one."""
    prices = list_prices()
    assert not [size.name for size in all_broker_sizes() if prices.price(size.name) is None]


def test_every_price_says_where_it_is_from():
    """The table has a region and a day; each price a unit and a provenance in words."""
    table = list_prices()
    assert (table.region, table.as_of) == ("us-east-1", date(2026, 11, 23))
    assert all(p.usd > 0 and p.unit and all(p.provenance) for p in table.prices.values())


def test_prices_grow_with_the_size_of_a_family():
    """A bigger broker of a family costs no less."""
    prices = list_prices()
    for family in ("kafka.m5.", "kafka.m7g.", "express.m7g."):
        usd = [prices.price(s.name).usd for s in all_broker_sizes() if s.name.startswith(family)]
        assert usd == sorted(usd)


def test_replaced_price_names_its_file():
    """Stated prices replace those of the list, as tables or as numbers; the others stay."""
    content = {
        "region": "eu-west-1",
        "as_of": date(2026, 12, 1),
        "prices": {"kafka.m7g.large": 0.25, "standard-storage": {"usd": 0.11}},
    }
    table = list_prices().replaced_by(content, origin="ours.toml")
    assert (table.region, table.as_of) == ("eu-west-1", date(2026, 12, 1))
    assert table.price("kafka.m7g.large").usd == 0.25
    assert table.price("standard-storage").provenance == ("ours.toml",)
    assert table.price("kafka.m5.large") == list_prices().price("kafka.m5.large")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({}, "must have a table"),
        ({"prices": {"kafka.m7g.larg": 1}}, "did you mean kafka.m7g.large?"),
        ({"prices": {"kafka.m7g.large": -1}}, "at least 0, got -1"),
        ({"prices": {"kafka.m7g.large": True}}, "at least 0, got True"),
        ({"prices": {"kafka.m7g.large": {}}}, "at least 0, got None"),
        ({"prices": {"kafka.m7g.large": float("nan")}}, "at least 0, got nan"),
        ({"as_of": "today", "prices": {}}, "must be a date"),
    ],
)
def test_unusable_replacement_is_refused(content, message):
    """What is no price is refused, with the nearest name where there is one."""
    with pytest.raises(ValueError, match=message.replace("?", r"\?")):
        list_prices().replaced_by(content, origin="ours.toml")
