"""The custom resource that reads the bootstrap brokers."""

import aws_cdk as cdk
import pytest

from cdk_msk import ClientAuthentication, ProvisionedCluster

ANSWER = "ClusterBootstrapBrokersAnswer09DE89AF"


@pytest.fixture(scope="module")
def answer(network, resources):
    """The resource of a cluster with the given differences."""

    def define(**differences):
        stack = cdk.Stack(cdk.App(), "Stack")
        cluster = ProvisionedCluster(stack, "Cluster", vpc=network(stack), **differences)
        cdk.CfnOutput(stack, "Brokers", value=cluster.bootstrap_brokers)
        return resources(stack)

    return define


@pytest.fixture(scope="module")
def before(answer):
    return answer()


def test_asks_for_what_the_cluster_should_have(before):
    """It waits for the endpoints the cluster's arguments promise."""
    properties = before[ANSWER]["Properties"]
    assert properties["ClusterArn"] == {"Fn::GetAtt": ["ClusterEB0386A7", "Arn"]}
    assert properties["Endpoints"] == ["BootstrapBrokerStringSaslIam"]


@pytest.mark.parametrize(
    "change",
    [
        {"brokers_per_az": 2},
        {"client_authentication": ClientAuthentication(iam=True, scram=True)},
    ],
)
def test_is_asked_again_when_the_answer_may_differ(before, answer, change):
    """More brokers or another authentication change the resource, and so its answer."""
    assert answer(**change)[ANSWER]["Properties"] != before[ANSWER]["Properties"]


def test_may_read_this_cluster_only(before):
    """The function may ask for the bootstrap brokers of its clusters, and for nothing else."""
    (policy,) = [one for one in before.values() if one["Type"] == "AWS::IAM::Policy"]
    statements = policy["Properties"]["PolicyDocument"]["Statement"]
    (kafka,) = [one for one in statements if "kafka" in str(one["Action"])]
    assert kafka["Action"] == "kafka:GetBootstrapBrokers"
    assert kafka["Resource"] == {"Fn::GetAtt": ["ClusterEB0386A7", "Arn"]}
