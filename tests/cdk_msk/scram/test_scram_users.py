"""The list of a cluster's SCRAM users."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.scram import ScramUser, ScramUsers

DefineCluster = Callable[..., Cluster]


def test_a_cluster_has_one_list(define_cluster: DefineCluster):
    """Whoever asks gets the same list."""
    cluster = define_cluster(cdk.Stack(cdk.App(), "Stack"))

    assert ScramUsers.of(cluster) is ScramUsers.of(cluster)


def test_rejects_a_name_twice(define_cluster: DefineCluster):
    """Two secrets with one user name would overwrite each other in the cluster."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = define_cluster(stack)
    ScramUser(stack, "A", cluster=cluster, username="same")

    with pytest.raises(ValueError, match="Stack/B: username must be used once per cluster"):
        ScramUser(stack, "B", cluster=cluster, username="same")


def test_rejects_users_in_two_stacks(define_cluster: DefineCluster):
    """One resource owns the list, so its users cannot be spread over stacks."""
    app = cdk.App()
    here, there = cdk.Stack(app, "Here"), cdk.Stack(app, "There")
    cluster = define_cluster(here)
    ScramUser(here, "A", cluster=cluster, username="a")

    with pytest.raises(ValueError, match="must be defined in one stack, got 'b' in 'There'"):
        ScramUser(there, "B", cluster=cluster, username="b")


def test_rejects_more_users_than_msk_takes(
    define_cluster: DefineCluster, monkeypatch: pytest.MonkeyPatch
):
    """The quota is told before a thousand secrets have been deployed."""
    monkeypatch.setattr("cdk_msk.scram.scram_users.MOST_USERS", 2)
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = define_cluster(stack)
    for name in ("a", "b"):
        ScramUser(stack, name, cluster=cluster, username=name)

    with pytest.raises(ValueError, match="Stack/c: cluster must have at most 2 users"):
        ScramUser(stack, "c", cluster=cluster, username="c")
