"""The load as what is billed for."""

import pytest

from msk_model.cost import Usage


def test_month_has_730_hours():
    """One MB/s is 2628 GB a month; kept for an hour it is 3.6 GB."""
    usage = Usage(ingress_mbps=1, egress_mbps=2, retention_hours=1)
    assert (usage.ingress_gb, usage.egress_gb, usage.stored_gb) == (2628, 5256, 3.6)


def test_unstated_load_is_unknown():
    """Nothing is made up."""
    usage = Usage(ingress_mbps=1)
    assert (usage.egress_gb, usage.stored_gb) == (None, None)


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf")])
def test_impossible_load_is_refused(value):
    """The message names the number."""
    with pytest.raises(ValueError, match="ingress_mbps"):
        Usage(ingress_mbps=value)
