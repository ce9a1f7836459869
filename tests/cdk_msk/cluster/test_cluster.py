"""What clusters of every kind can do."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam

from cdk_msk import (
    ClientAuthentication,
    ProvisionedCluster,
    ServerlessCluster,
    VpcConnectivity,
)
from cdk_msk.cluster.endpoints import ENDPOINTS

ARN = "arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b2c3d-2"
ANSWER = "Custom::MskBootstrapBrokers"


@pytest.fixture
def imported(stack):
    return ProvisionedCluster.from_cluster_attributes(stack, "Imported", cluster_arn=ARN)


def test_arns_of_what_is_on_a_cluster(imported):
    """Topics, groups and transactional ids are named with the cluster's name and uuid."""
    assert imported.cluster_uuid == "0a1b2c3d-2"
    prefix = "arn:aws:kafka:eu-west-1:123456789012"
    assert imported.topic_arn("orders") == f"{prefix}:topic/demo/0a1b2c3d-2/orders"
    assert imported.group_arn("app-*") == f"{prefix}:group/demo/0a1b2c3d-2/app-*"
    assert imported.transactional_id_arn("*") == f"{prefix}:transactional-id/demo/0a1b2c3d-2/*"


def test_arns_are_read_from_the_deployed_arn(stack, network):
    """The uuid of a new cluster is known at deployment only, and no wildcard takes its place."""
    cluster = ServerlessCluster(stack, "Cluster", vpc=network(stack))
    arn = stack.resolve(cluster.topic_arn("orders"))
    whole = {"Fn::Split": [":cluster/", {"Fn::GetAtt": ["ClusterEB0386A7", "Arn"]}]}
    assert arn == {
        "Fn::Join": [
            "",
            [
                {"Fn::Select": [0, whole]},
                ":topic/",
                {"Fn::Select": [1, whole]},
                "/orders",
            ],
        ]
    }


def test_every_endpoint_is_a_property(stack, network):
    """Each property of an open endpoint reads its own attribute of one custom resource."""
    cluster = ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn=ARN,
        client_authentication=ClientAuthentication(iam=True, scram=True, tls=True),
        public_access=True,
        vpc_connectivity=VpcConnectivity(iam=True, scram=True, tls=True),
    )
    endpoints = [one for one in ENDPOINTS if one.family != "ipv6" and one.listener != "plaintext"]
    for endpoint in endpoints:
        token = stack.resolve(getattr(cluster, endpoint.attribute))
        assert token["Fn::GetAtt"][1] == endpoint.key
    assert cluster.bootstrap_brokers_by_endpoint.keys() == {one.attribute for one in endpoints}


@pytest.mark.parametrize(
    ("attribute", "switch"),
    [
        ("bootstrap_brokers_sasl_scram", "scram=True"),
        ("bootstrap_brokers_tls", "tls=True"),
        ("bootstrap_brokers_plaintext", "client_broker_encryption TLS_PLAINTEXT or PLAINTEXT"),
        ("bootstrap_brokers_public_sasl_iam", "public_access=True"),
        ("bootstrap_brokers_vpc_connectivity_sasl_iam", "vpc_connectivity"),
        ("bootstrap_brokers_sasl_iam_ipv6", "network_type=NetworkType.DUAL"),
    ],
)
def test_a_closed_endpoint_says_how_to_open_it(imported, attribute, switch):
    """Reading an endpoint the cluster does not have fails at synth, not at deployment."""
    with pytest.raises(ValueError, match=f"Stack/Imported: {attribute} must") as refused:
        getattr(imported, attribute)
    assert switch in str(refused.value)


def test_the_best_endpoint_is_that_of_iam(stack, network, imported):
    """`bootstrap_brokers` is for whoever does not want to choose."""
    assert imported.bootstrap_brokers == imported.bootstrap_brokers_sasl_iam


def test_ids_do_not_depend_on_what_is_read_first(network, resources):
    """Whoever reads which endpoint first, the custom resource is the same."""
    found = []
    for attributes in (["sasl_iam", "sasl_scram"], ["sasl_scram", "sasl_iam"], ["sasl_scram"]):
        stack = cdk.Stack(cdk.App(), "Stack")
        cluster = ProvisionedCluster(
            stack,
            "Cluster",
            vpc=network(stack),
            client_authentication=ClientAuthentication(iam=True, scram=True),
        )
        for attribute in attributes:
            cdk.CfnOutput(
                stack, attribute, value=getattr(cluster, f"bootstrap_brokers_{attribute}")
            )
        found.append(resources(stack, ANSWER))
    assert found[0] == found[1] == found[2]
    assert found[0].keys() == {"ClusterBootstrapBrokersAnswer09DE89AF"}


def test_nobody_asks_for_what_nobody_reads(stack, network, resources):
    """A cluster whose endpoints are not used has no custom resource."""
    ProvisionedCluster(stack, "Cluster", vpc=network(stack))
    assert resources(stack, ANSWER) == {}


def test_clients_are_let_in_by_the_ports_in_use(stack, network, resources):
    """A security group gets one rule for each authentication, and no other port is opened."""
    vpc = network(stack)
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=vpc,
        client_authentication=ClientAuthentication(iam=True, scram=True),
    )
    cluster.allow_clients_from(ec2.SecurityGroup(stack, "Client", vpc=vpc))
    cluster.allow_clients_from(ec2.Peer.ipv4("10.1.0.0/16"))
    ingress = resources(stack, "AWS::EC2::SecurityGroupIngress").values()
    inline = resources(stack)["ClusterSecurityGroup0921994B"]["Properties"]["SecurityGroupIngress"]
    assert sorted(rule["Properties"]["FromPort"] for rule in ingress) == [9096, 9098]
    assert sorted((rule["FromPort"], rule["CidrIp"]) for rule in inline) == [
        (9096, "10.1.0.0/16"),
        (9098, "10.1.0.0/16"),
    ]


def test_clients_of_another_stack_depend_on_the_cluster(network, resources):
    """Letting in a client of another stack adds the rule there, and makes no circle of stacks."""
    app = cdk.App()
    platform, team = cdk.Stack(app, "Platform"), cdk.Stack(app, "Team")
    vpc = network(platform)
    cluster = ProvisionedCluster(platform, "Cluster", vpc=vpc)
    cluster.allow_clients_from(ec2.SecurityGroup(team, "Client", vpc=vpc))
    (rule,) = resources(team, "AWS::EC2::SecurityGroupIngress").values()
    assert rule["Properties"]["FromPort"] == 9098
    assert platform.dependencies == []
    assert team.dependencies == [platform]


def test_one_authentication_makes_a_default_port(stack, network, resources):
    """A cluster can be passed wherever CDK takes something to connect to."""
    vpc = network(stack)
    cluster = ServerlessCluster(stack, "Cluster", vpc=vpc)
    client = ec2.SecurityGroup(stack, "Client", vpc=vpc)
    client.connections.allow_to_default_port(cluster)
    (rule,) = resources(stack, "AWS::EC2::SecurityGroupIngress").values()
    assert rule["Properties"]["FromPort"] == 9098


def test_metrics_are_those_of_the_cluster(imported):
    """A metric carries the cluster's name besides its own dimensions."""
    metric = imported.metric(
        "MaxOffsetLag",
        dimensions={"Consumer Group": "billing", "Topic": "orders"},
        period=cdk.Duration.minutes(1),
    )
    assert metric.namespace == "AWS/Kafka"
    assert metric.dimensions == {
        "Cluster Name": "demo",
        "Consumer Group": "billing",
        "Topic": "orders",
    }
    assert metric.period.to_seconds() == 60


def test_grants_work_across_stacks(network, resources):
    """A role of another stack is granted access by a policy of that stack."""
    app = cdk.App()
    platform, team = cdk.Stack(app, "Platform"), cdk.Stack(app, "Team")
    cluster = ProvisionedCluster(platform, "Cluster", vpc=network(platform))
    role = iam.Role(team, "Role", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
    cluster.grant_produce(role, topics=["orders"])
    assert len(resources(team, "AWS::IAM::Policy")) == 1
    assert resources(platform, "AWS::IAM::Policy") == {}
