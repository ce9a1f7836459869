"""A rotated user as CloudFormation sees it."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.scram import ScramRotation, ScramUser

DefineCluster = Callable[..., Cluster]


def test_is_two_users_for_kafka(access):
    """ACLs name both, or the client would lose its rights with every other rotation."""
    assert access.orders.principals == ("User:orders", "User:orders-alternate")
    assert access.audit.principals == ("User:audit",)


def test_its_function_can_be_watched(access):
    """A rotation that fails cuts nobody, and would go unnoticed."""
    assert access.orders.rotation_function.metric_errors().metric_name == "Errors"
    assert access.audit.rotation_function is None


def test_both_users_are_associated_all_the_time(access):
    """A rotation changes no association, only values of secrets."""
    _, association = access.one("AWS::MSK::BatchScramSecret")
    names = [
        access.resources[arn["Ref"]]["Properties"]["Name"]
        for arn in association["Properties"]["SecretArnList"]
    ]
    assert names == [
        "AmazonMSK_demo_audit",
        "AmazonMSK_demo_orders",
        "AmazonMSK_demo_orders-alternate",
    ]


def test_clients_begin_with_a_copy_of_the_first_user(access):
    """So that a user that exists is not cut when rotation is switched on."""
    _, secret = access.one("AWS::SecretsManager::Secret", "OrdersRotatedSecret")
    first, _ = access.one("AWS::SecretsManager::Secret", "OrdersSecret")
    assert "Name" not in secret["Properties"]
    assert "GenerateSecretString" not in secret["Properties"]
    assert secret["Properties"]["SecretString"]["Fn::Join"][1] == [
        '{"username":"orders","password":"{{resolve:secretsmanager:',
        {"Ref": first},
        ':SecretString:password::}}"}',
    ]


def test_switching_rotation_on_changes_nothing_that_is_there(define_cluster: DefineCluster, access):
    """The first user's secret is the same resource with and without rotation."""
    stack = cdk.Stack(cdk.App(), "Users")
    ScramUser(stack, "Orders", cluster=define_cluster(stack), username="orders")
    before = Template.from_stack(stack).to_json()["Resources"]
    logical_id, first = access.one("AWS::SecretsManager::Secret", "OrdersSecret")
    before[logical_id]["Properties"].pop("KmsKeyId")
    after = {**first, "Properties": {**first["Properties"]}}
    after["Properties"].pop("KmsKeyId")
    assert before[logical_id] == after


def test_the_schedule_waits_until_the_function_can_succeed(access):
    """Secrets Manager tries the function at once: with users that are there, and a permission."""
    _, schedule = access.one("AWS::SecretsManager::RotationSchedule")
    properties = schedule["Properties"]
    secret, _ = access.one("AWS::SecretsManager::Secret", "OrdersRotatedSecret")

    assert properties["SecretId"] == {"Ref": secret}
    assert properties["RotationRules"] == {"ScheduleExpression": "rate(7 days)"}
    waited_for = {access.resources[name]["Type"] for name in schedule["DependsOn"]}
    assert waited_for == {"AWS::Lambda::Permission", "Custom::MskScramUsers"}


def test_a_deployment_rotates_nothing(access):
    """Soon after a rotation it would take from clients what they have just read."""
    _, schedule = access.one("AWS::SecretsManager::RotationSchedule")
    assert schedule["Properties"]["RotateImmediatelyOnUpdate"] is False


def test_readers_read_what_is_rotated(access):
    """The users' own secrets are the cluster's business."""
    secret, _ = access.one("AWS::SecretsManager::Secret", "OrdersRotatedSecret")
    read, _ = access.allowed("Reader")
    assert read["Resource"] == {"Ref": secret}


def test_a_client_secret_stays_as_long_as_its_users(access):
    """All three secrets of a client have one fate."""
    secrets = access.of_type("AWS::SecretsManager::Secret").items()
    fates = {r["DeletionPolicy"] for name, r in secrets if name.startswith("Orders")}
    assert len(fates) == 1


@pytest.mark.parametrize("username", ["orders-alternate", "x" * 119])
def test_rejects_names_without_room_for_the_other_user(
    define_cluster: DefineCluster, username: str
):
    """Whose turn it is can be told from the name alone."""
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match="at most 118 characters and not end in -alternate"):
        ScramUser(
            stack,
            "User",
            cluster=define_cluster(stack),
            username=username,
            rotation=ScramRotation(),
        )


def test_the_other_users_name_is_taken(define_cluster: DefineCluster):
    """Nobody else may be called so."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = define_cluster(stack)
    ScramUser(stack, "A", cluster=cluster, username="a-alternate")
    with pytest.raises(ValueError, match="used once per cluster, got 'a-alternate' again"):
        ScramUser(stack, "B", cluster=cluster, username="a", rotation=ScramRotation())
