"""One equation."""

from hypothesis import given, settings
from hypothesis import strategies as st

from msk_model.sizing import Limit


def limit(**values):
    return Limit(**{"id": "x", "equation": "x", "unit": "x", "source": "x"} | values)


def test_spare_brokers_do_not_count():
    """A restarting broker carries nothing."""
    assert limit(load=10, per_broker=5, spare_brokers=1).brokers() == 3


def test_fixed_capacity_cannot_be_grown_by_brokers():
    """No number of brokers helps where each adds nothing."""
    assert limit(load=10, fixed=9).brokers() is None
    assert limit(load=10, fixed=10).brokers() == 0


@settings(deadline=None, max_examples=200)
@given(
    st.floats(0, 1e6),
    st.floats(0.1, 1e4),
    st.floats(0.01, 1),
    st.integers(0, 2),
)
def test_fewest_brokers_are_enough_and_one_less_is_not(load, per_broker, share, spare):
    """The answer holds and is the smallest that does."""
    one = limit(load=load, per_broker=per_broker, share=share, spare_brokers=spare)
    count = one.brokers()
    assert one.holds(count)
    assert count == 0 or not one.holds(count - 1)
