"""The clusters that were made up."""

import pytest

from msk_model.status import Level, assess
from mskctl.status.example import KINDS, example


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_has_something_to_show(kind):
    """And the same each time."""
    found = assess(example(kind))
    assert found == assess(example(kind))
    assert all(gauge.value is not None for gauge in found.gauges)
    assert found.lags[0].rising
    assert found.reaches(Level.WARNING)
    assert not found.snapshot.unread
    assert "no-metrics" not in {one.id for one in found.advice}
