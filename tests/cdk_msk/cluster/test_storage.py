"""Volumes of Standard brokers."""

import aws_cdk as cdk

from cdk_msk import BrokerSize, Storage
from cdk_msk.cluster.storage import default_storage


def test_sizes_are_in_gib():
    """A size is counted in GiB, with what is left of a GiB as a fraction to be refused."""
    assert Storage(volume_size=cdk.Size.tebibytes(2)).volume_size_gib == 2048
    assert Storage(volume_size=cdk.Size.mebibytes(1536)).volume_size_gib == 1.5


def test_only_standard_brokers_have_a_default():
    """Express brokers bring their storage."""
    standard = default_storage(BrokerSize.T3_SMALL)
    assert standard is not None
    assert standard.volume_size_gib == 100
    assert default_storage(BrokerSize.EXPRESS_M7G_LARGE) is None
