"""Clients in other networks."""

from cdk_msk import VpcConnectivity


def test_open_authentications():
    """What is open is named as the rules name it."""
    assert VpcConnectivity().authentications == frozenset()
    assert VpcConnectivity(iam=True, tls=True).authentications == {"iam", "tls"}
