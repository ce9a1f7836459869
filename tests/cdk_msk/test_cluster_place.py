"""Where clusters are, and what has to be there too."""

import aws_cdk as cdk
import pytest

from cdk_msk import ClientAuthentication, KafkaClient, ProvisionedCluster, ScramUser
from cdk_msk.cluster_place import account_of, region_of

ARN = "arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b-2"
HOME = cdk.Environment(account="123456789012", region="eu-west-1")
ELSEWHERE = [
    (cdk.Environment(account="210987654321", region="eu-west-1"), "account", "210987654321"),
    (cdk.Environment(account="123456789012", region="us-east-1"), "Region", "us-east-1"),
]


def imported(stack, arn=ARN):
    return ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn=arn,
        client_authentication=ClientAuthentication(iam=True, scram=True),
    )


def test_the_arn_says_where_a_cluster_is():
    """Not the stack, which may use a cluster of another account or Region."""
    stack = cdk.Stack(cdk.App(), "Stack", env=ELSEWHERE[1][0])
    cluster = imported(stack)
    assert (account_of(cluster), region_of(cluster)) == ("123456789012", "eu-west-1")
    client = KafkaClient(stack, "Client", cluster=cluster, client_name="c", produces=["a"])
    assert client.document.region == "eu-west-1"


def test_a_cluster_known_at_deployment_is_where_its_stack_is():
    """An ARN that is a parameter says nothing yet."""
    stack = cdk.Stack(cdk.App(), "Stack", env=HOME)
    cluster = imported(stack, cdk.CfnParameter(stack, "Arn").value_as_string)
    assert (account_of(cluster), region_of(cluster)) == (HOME.account, HOME.region)
    ScramUser(stack, "User", cluster=cluster, username="orders")


@pytest.mark.parametrize(("env", "what", "own"), ELSEWHERE)
def test_users_are_where_the_cluster_is(env, what, own):
    """MSK takes secrets of the cluster's own account and Region only."""
    stack = cdk.Stack(cdk.App(), "Stack", env=env)
    said = f"^Stack/User: cluster must be in the {what} of the stack, {own}, got 'Stack/Cluster'"
    with pytest.raises(ValueError, match=said):
        ScramUser(stack, "User", cluster=imported(stack), username="orders")


@pytest.mark.parametrize(("env", "what", "own"), ELSEWHERE)
@pytest.mark.parametrize("authentication", ["iam", "scram"])
def test_clients_are_where_the_cluster_is_defined(env, what, own, authentication):
    """CloudFormation has no references between accounts or Regions; the way out is named."""
    app = cdk.App()
    cluster = imported(cdk.Stack(app, "Home", env=HOME))
    said = f"^Away/Client: cluster must be defined in a stack of the same {what}, {own}, got 'Home"
    with pytest.raises(ValueError, match=said):
        KafkaClient(
            cdk.Stack(app, "Away", env=env),
            "Client",
            cluster=cluster,
            client_name="c",
            authentication=authentication,
            produces=["a"],
        )


def test_a_stack_without_an_environment_may_be_anywhere():
    """What is not known is not refused."""
    app = cdk.App()
    cluster = imported(cdk.Stack(app, "Home", env=HOME))
    client = KafkaClient(
        cdk.Stack(app, "Anywhere"), "Client", cluster=cluster, client_name="c", produces=["a"]
    )
    assert client.role is not None
