"""What instances sustain."""

from msk_model.sizing.bandwidth import bandwidth


def test_network_is_counted_in_megabytes():
    """One Gbit/s is 125 MB/s."""
    assert bandwidth("kafka.m5.8xlarge").network_mbps == 1250


def test_unknown_size_sustains_nothing_known():
    """Absence is None, not zero."""
    assert bandwidth("kafka.m99.large") is None
