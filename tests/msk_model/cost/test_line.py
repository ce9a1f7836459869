"""Lines and their sums."""

from msk_model.cost import Estimate
from msk_model.cost.line import added_up, line
from msk_model.facts.prices import list_prices

PRICES = list_prices()


def test_unknown_quantity_is_left_out_of_the_sum():
    """It is a line that says why, and makes the estimate incomplete."""
    known = line(PRICES, "standard-storage", "storage", 100)
    unknown = line(PRICES, "kafka.m7g.large", "brokers", None, unknown="number is unknown")
    estimate = added_up([Estimate((known,)), Estimate((unknown,))])
    assert (estimate.monthly_usd, estimate.is_complete) == (10.0, False)
    assert estimate.by_dimension == {"storage": 10.0, "brokers": None}
    assert unknown.note == "number is unknown"


def test_number_below_zero_is_unknown():
    """A template with minus three brokers costs nothing that can be said."""
    one = line(PRICES, "standard-storage", "storage", -3)
    assert (one.monthly_usd, one.note) == (None, "number in the template is below zero")


def test_what_has_no_price_says_so():
    """A size newer than the prices is no error."""
    one = line(PRICES, "kafka.m9g.large", "brokers", 3)
    assert (one.monthly_usd, one.note) == (None, "no price for kafka.m9g.large")
