"""Ranges of versions."""

from hypothesis import given
from hypothesis import strategies as st

from msk_local.kafka.protocol import VersionRange

ranges = st.tuples(st.integers(0, 15), st.integers(0, 15)).map(lambda p: VersionRange(*sorted(p)))


@given(ranges, ranges, st.integers(-1, 16))
def test_the_intersection_is_what_both_know(one, other, version):
    """A version is in the intersection exactly when it is in both ranges."""
    common = one.intersection(other)
    assert (version in (common or ())) == (version in one and version in other)
