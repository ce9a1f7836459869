"""SCRAM users as CloudFormation sees them."""

import json
from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.scram import ScramUser
from msk_model import UNKNOWN, ClusterType

DefineCluster = Callable[..., Cluster]


def of_type(template: dict, resource_type: str) -> dict[str, dict]:
    return {
        name: resource
        for name, resource in template["Resources"].items()
        if resource["Type"] == resource_type
    }


def policy_of(template: dict, role: str) -> list[dict]:
    """What the policy of the role whose logical id begins so allows."""
    (policy,) = (
        one["Properties"]
        for one in of_type(template, "AWS::IAM::Policy").values()
        if one["Properties"]["Roles"][0]["Ref"].startswith(role)
    )
    return policy["PolicyDocument"]["Statement"]


@pytest.fixture(scope="module")
def users(define_cluster: DefineCluster) -> dict:
    """Two users of a cluster, defined out of order, one of them read by a role."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = define_cluster(stack)
    reader = iam.Role(stack, "Reader", assumed_by=iam.AccountRootPrincipal())
    ScramUser(stack, "Orders", cluster=cluster, username="orders").grant_read(reader)
    ScramUser(stack, "Audit", cluster=cluster, username="audit")
    return Template.from_stack(stack).to_json()


def test_the_secret_is_what_msk_demands(users: dict):
    """Its name has MSK's prefix, and it holds a user name and a generated password."""
    secret = users["Resources"]["OrdersSecret93AA201F"]["Properties"]
    generated = secret["GenerateSecretString"]

    assert secret["Name"] == "AmazonMSK_demo_orders"
    assert json.loads(generated["SecretStringTemplate"]) == {"username": "orders"}
    assert generated["GenerateStringKey"] == "password"
    assert generated["PasswordLength"] == 32
    assert generated["ExcludePunctuation"] is True


def test_users_share_one_customer_managed_key(users: dict):
    """The default key of Secrets Manager is refused by MSK, so there is one with rotation."""
    ((name, key),) = of_type(users, "AWS::KMS::Key").items()
    used = {
        secret["Properties"]["KmsKeyId"]["Fn::GetAtt"][0]
        for secret in of_type(users, "AWS::SecretsManager::Secret").values()
    }
    assert used == {name}
    assert key["Properties"]["EnableKeyRotation"] is True


def test_msk_may_read_each_secret(users: dict):
    """Each secret has the statement MSK would attach, word for word."""
    policies = of_type(users, "AWS::SecretsManager::ResourcePolicy").values()
    statements = [p["Properties"]["ResourcePolicy"]["Statement"][0] for p in policies]

    assert len(statements) == 2
    for statement in statements:
        resource = statement.pop("Resource")
        assert resource["Ref"] in of_type(users, "AWS::SecretsManager::Secret")
        assert statement == {
            "Sid": "AWSKafkaResourcePolicy",
            "Effect": "Allow",
            "Principal": {"Service": "kafka.amazonaws.com"},
            "Action": "secretsmanager:getSecretValue",
        }


def test_one_association_owns_all_users_in_order(users: dict):
    """The list is sorted by name and waits for the policies of the secrets."""
    (association,) = of_type(users, "AWS::MSK::BatchScramSecret").values()
    secrets = [arn["Ref"] for arn in association["Properties"]["SecretArnList"]]
    waited_for = {users["Resources"][name]["Type"] for name in association["DependsOn"]}

    assert [name[: len("Orders")] for name in secrets] == ["AuditS", "Orders"]
    assert waited_for == {"AWS::SecretsManager::ResourcePolicy"}
    assert len(association["DependsOn"]) == 2


def test_nothing_of_a_user_goes_by_default(users: dict):
    """Secrets, their policies, key and association stay, so a retained cluster keeps its users."""
    kept = (
        "AWS::SecretsManager::Secret",
        "AWS::SecretsManager::ResourcePolicy",
        "AWS::KMS::Key",
        "AWS::MSK::BatchScramSecret",
    )
    policies = {r["DeletionPolicy"] for kind in kept for r in of_type(users, kind).values()}
    assert policies == {"RetainExceptOnCreate"}


def test_a_reader_may_decrypt_as_well(users: dict):
    """Reading a secret takes its key too, through Secrets Manager only."""
    read, decrypt = policy_of(users, "Reader")

    assert read["Action"] == ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    assert decrypt["Action"] == "kms:Decrypt"
    assert list(decrypt["Condition"]["StringEquals"]) == ["kms:ViaService"]


def test_readers_of_later_stacks_close_no_circle(define_cluster: DefineCluster):
    """A role that reads the secret depends on it, and nothing of the secret on the role."""
    app = cdk.App()
    access, delivery = cdk.Stack(app, "Access"), cdk.Stack(app, "Delivery")
    reader = iam.Role(delivery, "Reader", assumed_by=iam.AccountRootPrincipal())
    user = ScramUser(access, "User", cluster=define_cluster(access), username="a")

    assert user.grant_read(reader).success
    app.synth()
    assert (access.dependencies, delivery.dependencies) == ([], [access])


def test_the_key_stays_as_long_as_one_secret_does(define_cluster: DefineCluster):
    """A shared key that went with the first user would make the second secret unreadable."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = define_cluster(stack)
    ScramUser(stack, "A", cluster=cluster, username="a", removal_policy=cdk.RemovalPolicy.DESTROY)
    ScramUser(stack, "B", cluster=cluster, username="b")
    ScramUser(stack, "C", cluster=cluster, username="c", removal_policy=cdk.RemovalPolicy.DESTROY)
    template = Template.from_stack(stack).to_json()

    secrets = of_type(template, "AWS::SecretsManager::Secret").values()
    policies = sorted(secret["DeletionPolicy"] for secret in secrets)
    assert policies == ["Delete", "Delete", "RetainExceptOnCreate"]
    for kind in ("AWS::KMS::Key", "AWS::MSK::BatchScramSecret"):
        (resource,) = of_type(template, kind).values()
        assert resource["DeletionPolicy"] == "RetainExceptOnCreate"


def test_a_key_of_your_own_is_used(define_cluster: DefineCluster):
    """With a key given for every user no other is made."""
    stack = cdk.Stack(cdk.App(), "Stack")
    key = kms.Key(stack, "Mine")
    user = ScramUser(stack, "User", cluster=define_cluster(stack), username="a", encryption_key=key)
    template = Template.from_stack(stack).to_json()

    assert user.encryption_key is key
    assert list(of_type(template, "AWS::KMS::Key")) == [
        stack.get_logical_id(key.node.default_child)
    ]


def test_users_live_beside_each_other_in_another_stack(define_cluster: DefineCluster):
    """The association goes where the users are: the cluster's stack needs nothing of theirs."""
    app = cdk.App()
    clusters, access = cdk.Stack(app, "Clusters"), cdk.Stack(app, "Access")
    cluster = define_cluster(clusters)
    ScramUser(access, "A", cluster=cluster, username="a")
    ScramUser(access, "B", cluster=cluster, username="b")

    assert clusters.dependencies == []
    assert len(of_type(Template.from_stack(access).to_json(), "AWS::MSK::BatchScramSecret")) == 1
    assert "Resources" not in Template.from_stack(clusters).to_json()


def test_users_share_the_resource_clients_wait_for(define_cluster: DefineCluster):
    """Every user of a cluster can sign in once the one association is done."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = define_cluster(stack)
    first, second = (ScramUser(stack, n, cluster=cluster, username=n) for n in ("a", "b"))

    assert first.association is second.association


def test_users_of_two_clusters_are_told_apart(define_cluster: DefineCluster):
    """Two clusters in one stack have an association each."""
    app = cdk.App()
    clusters, access = cdk.Stack(app, "Clusters"), cdk.Stack(app, "Access")
    for name in ("One", "Two"):
        ScramUser(access, name, cluster=define_cluster(clusters, name), username="same")

    template = Template.from_stack(access).to_json()
    assert len(of_type(template, "AWS::MSK::BatchScramSecret")) == 2


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ({"scram": False}, "cluster must accept SCRAM, got 'Stack/Cluster' without"),
        ({"cluster_type": ClusterType.SERVERLESS}, "cluster must be provisioned"),
    ],
)
def test_rejects_a_cluster_without_scram(define_cluster: DefineCluster, shape: dict, message: str):
    """A user nobody can sign in as is an error that names what to switch on."""
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match=f"Stack/User: {message}"):
        ScramUser(stack, "User", cluster=define_cluster(stack, **shape), username="a")


def test_an_imported_cluster_is_trusted(define_cluster: DefineCluster):
    """What nobody said of a cluster does not stand against it."""
    stack = cdk.Stack(cdk.App(), "Stack")
    ScramUser(stack, "User", cluster=define_cluster(stack, scram=UNKNOWN), username="a")


@pytest.mark.parametrize("username", ["", "two words", "${Token[Name.1]}", "x" * 129, "übung"])
def test_rejects_names_secrets_cannot_have(define_cluster: DefineCluster, username: str):
    """The name becomes part of the secret's."""
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match="username must be 1 to 128 letters"):
        ScramUser(stack, "User", cluster=define_cluster(stack), username=username)


@pytest.mark.parametrize("alias", ["alias/aws/secretsmanager", "alias/mine"])
def test_rejects_keys_msk_rejects(define_cluster: DefineCluster, alias: str):
    """The default key of Secrets Manager, and keys that are named by an alias."""
    stack = cdk.Stack(cdk.App(), "Stack")
    key = kms.Alias.from_alias_name(stack, "Key", alias)
    with pytest.raises(ValueError, match=f"must be a customer managed key.*{alias}"):
        ScramUser(stack, "User", cluster=define_cluster(stack), username="a", encryption_key=key)


def test_rejects_an_alias_given_as_a_key(define_cluster: DefineCluster):
    """The CDK takes any ARN for a key's, that of the default key's alias too."""
    stack = cdk.Stack(cdk.App(), "Stack")
    arn = "arn:aws:kms:eu-west-1:123456789012:alias/aws/secretsmanager"
    key = kms.Key.from_key_arn(stack, "Key", arn)
    with pytest.raises(ValueError, match="got 'alias/aws/secretsmanager'"):
        ScramUser(stack, "User", cluster=define_cluster(stack), username="a", encryption_key=key)


def test_rejects_an_alias_of_a_key_of_ones_own(define_cluster: DefineCluster):
    """Its target is what to give."""
    stack = cdk.Stack(cdk.App(), "Stack")
    alias = kms.Key(stack, "Mine").add_alias("mine")
    with pytest.raises(ValueError, match="must be a customer managed key"):
        ScramUser(stack, "User", cluster=define_cluster(stack), username="a", encryption_key=alias)


def test_a_user_without_rotation_is_one_user(define_cluster: DefineCluster):
    """Its principal in ACLs is its name."""
    stack = cdk.Stack(cdk.App(), "Stack")
    user = ScramUser(stack, "User", cluster=define_cluster(stack), username="a")
    assert user.principals == ("User:a",)
