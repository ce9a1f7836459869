"""Connections from other networks to a cluster."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Template

from cdk_msk import (
    ProvisionedCluster,
    ServerlessCluster,
    VpcConnection,
    VpcConnectionAuthentication,
    VpcConnectivity,
)
from cdk_msk.cluster.client_authentication import ClientAuthentication

ARN = "arn:aws:kafka:eu-west-1:{}:cluster/demo/0a1b2c3d-2"
ALL = VpcConnectivity(iam=True, scram=True, tls=True)
BROKERS = {
    VpcConnectionAuthentication.IAM: "BootstrapBrokerStringVpcConnectivitySaslIam",
    VpcConnectionAuthentication.SCRAM: "BootstrapBrokerStringVpcConnectivitySaslScram",
    VpcConnectionAuthentication.TLS: "BootstrapBrokerStringVpcConnectivityTls",
}


@pytest.fixture
def stack():
    """A stack of the clients' account."""
    environment = cdk.Environment(account="111111111111", region="eu-west-1")
    return cdk.Stack(cdk.App(), "Stack", env=environment)


def network(scope, zones="abc", id_="Vpc"):
    """A network with a private subnet in each zone."""
    return ec2.Vpc.from_vpc_attributes(
        scope,
        id_,
        vpc_id=f"vpc-{id_}",
        availability_zones=[f"eu-west-1{zone}" for zone in zones],
        private_subnet_ids=[f"subnet-{zone}" for zone in zones],
        private_subnet_route_table_ids=[f"rtb-{zone}" for zone in zones],
    )


def shared_cluster(scope, account="123456789012", open_=ALL, **more):
    """A cluster somebody else owns."""
    return ProvisionedCluster.from_cluster_attributes(
        scope,
        "Cluster",
        cluster_arn=ARN.format(account),
        client_authentication=ClientAuthentication(iam=True, scram=True),
        vpc_connectivity=open_,
        **more,
    )


def connect(scope, cluster, *, vpc=None, **more):
    return VpcConnection(
        scope,
        "Connection",
        target_cluster=cluster,
        vpc=vpc or network(scope),
        **{"authentication": VpcConnectionAuthentication.IAM, **more},
    )


@pytest.mark.parametrize("authentication", VpcConnectionAuthentication)
def test_connects(stack, authentication):
    """The connection stands in the clients' subnets and answers with its own brokers."""
    connection = connect(stack, shared_cluster(stack), authentication=authentication)
    cdk.CfnOutput(stack, "Brokers", value=connection.bootstrap_brokers)
    template = Template.from_stack(stack)
    (properties,) = [
        one["Properties"] for one in template.find_resources("AWS::MSK::VpcConnection").values()
    ]
    assert properties["TargetClusterArn"] == ARN.format("123456789012")
    assert properties["Authentication"] == authentication.value
    assert properties["VpcId"] == "vpc-Vpc"
    assert properties["ClientSubnets"] == ["subnet-a", "subnet-b", "subnet-c"]
    assert len(properties["SecurityGroups"]) == 1
    (brokers,) = template.find_resources("Custom::MskBootstrapBrokers").values()
    assert brokers["Properties"]["Endpoints"] == [BROKERS[authentication]]
    assert any("Connection" in name for name in brokers["DependsOn"])


def test_lets_clients_in(stack):
    """Clients reach the ports of the connection, and no other, and nobody else does."""
    vpc = network(stack)
    clients = ec2.SecurityGroup(stack, "Clients", vpc=vpc, allow_all_outbound=False)
    connect(stack, shared_cluster(stack), vpc=vpc).allow_clients_from(clients)
    template = Template.from_stack(stack)
    (rule,) = template.find_resources("AWS::EC2::SecurityGroupIngress").values()
    assert (rule["Properties"]["FromPort"], rule["Properties"]["ToPort"]) == (14001, 14100)
    (way_out,) = template.find_resources("AWS::EC2::SecurityGroupEgress").values()
    assert (way_out["Properties"]["FromPort"], way_out["Properties"]["ToPort"]) == (14001, 14100)


def test_given_groups_are_used(stack):
    """A connection may share the groups of others."""
    group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-1")
    connect(stack, shared_cluster(stack), security_groups=[group], tags={"team": "orders"})
    template = Template.from_stack(stack)
    (one,) = template.find_resources("AWS::MSK::VpcConnection").values()
    assert one["Properties"]["SecurityGroups"] == ["sg-1"]
    assert one["Properties"]["Tags"] == {"team": "orders"}
    assert not template.find_resources("AWS::EC2::SecurityGroup")


def test_serverless_clusters(stack):
    """Clients of serverless clusters sign in with IAM."""
    cluster = ServerlessCluster.from_cluster_attributes(
        stack, "Cluster", cluster_arn=ARN.format("123456789012")
    )
    with pytest.raises(ValueError, match="must be IAM for a serverless cluster, got SCRAM"):
        connect(stack, cluster, authentication=VpcConnectionAuthentication.SCRAM)


def test_closed_clusters(stack):
    """A cluster has to be open for the authentication."""
    cluster = shared_cluster(stack, open_=VpcConnectivity(scram=True))
    message = r"opens to other VPCs \(scram\), got IAM; give it .*VpcConnectivity\(iam=True\)"
    with pytest.raises(ValueError, match=message):
        connect(stack, cluster)


def test_other_regions(stack):
    """PrivateLink stays in a Region."""
    cluster = ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn=ARN.format("123456789012").replace("eu-west-1", "us-east-1"),
        vpc_connectivity=ALL,
    )
    with pytest.raises(ValueError, match="in the Region of its clients, eu-west-1, got us-east-1"):
        connect(stack, cluster)


def placed_cluster(scope, account):
    """A cluster whose network is known."""
    vpc = network(scope, "abc", "ClusterVpc")
    return shared_cluster(scope, account, vpc=vpc, vpc_subnets=ec2.SubnetSelection(one_per_az=True))


def test_as_many_subnets_as_the_cluster_has(stack):
    """MSK wants one subnet for each of the cluster."""
    with pytest.raises(ValueError, match="as many as the cluster has, 3, got 2"):
        connect(stack, placed_cluster(stack, "123456789012"), vpc=network(stack, "ab"))


def test_the_zones_of_the_cluster(stack):
    """Names of zones mean the same within one account."""
    with pytest.raises(ValueError, match=r"eu-west-1a, eu-west-1b, eu-west-1c, got .*eu-west-1x"):
        connect(stack, placed_cluster(stack, "111111111111"), vpc=network(stack, "abx"))


def test_zones_of_other_accounts_have_other_names(stack):
    """Names of zones are not compared between accounts."""
    connect(stack, placed_cluster(stack, "123456789012"), vpc=network(stack, "abx"))
    assert Template.from_stack(stack).find_resources("AWS::MSK::VpcConnection")


def test_the_cluster_of_the_same_stack():
    """In the stack of the cluster, the connection waits until the cluster is open."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=network(stack, id_="ClusterVpc"),
        vpc_connectivity=VpcConnectivity(iam=True),
    )
    connect(stack, cluster)
    (one,) = Template.from_stack(stack).find_resources("AWS::MSK::VpcConnection").values()
    assert any("ConnectivityHour6" in name for name in one["DependsOn"])
