"""The list of a cluster's SCRAM users."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.scram import ScramRotation, ScramUser, ScramUsers

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


def test_a_rotated_user_counts_twice(
    define_cluster: DefineCluster, monkeypatch: pytest.MonkeyPatch
):
    """It is two users for MSK."""
    monkeypatch.setattr("cdk_msk.scram.scram_users.MOST_USERS", 2)
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = define_cluster(stack)
    ScramUser(stack, "a", cluster=cluster, username="a")

    with pytest.raises(ValueError, match="Stack/b: cluster must have at most 2 users"):
        ScramUser(stack, "b", cluster=cluster, username="b", rotation=ScramRotation())


def test_lists_more_users_than_msk_takes_in_a_call(define_cluster: DefineCluster):
    """Eleven and more; sending them is the business of the resources."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = define_cluster(stack)
    for number in range(25):
        ScramUser(stack, f"U{number}", cluster=cluster, username=f"user-{number:02}")
    template = Template.from_stack(stack).to_json()["Resources"]

    for kind, attribute in (
        ("AWS::MSK::BatchScramSecret", "SecretArnList"),
        ("Custom::MskScramUsers", "SecretArns"),
    ):
        (resource,) = (one for one in template.values() if one["Type"] == kind)
        names = [
            template[arn["Ref"]]["Properties"]["Name"] for arn in resource["Properties"][attribute]
        ]
        assert names == [f"AmazonMSK_demo_user-{number:02}" for number in range(25)]
