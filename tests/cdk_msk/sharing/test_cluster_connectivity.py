"""The chain of resources that opens the ways into a cluster."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Template

from cdk_msk import ClusterPolicy, NetworkType, ProvisionedCluster, Topic, VpcConnectivity

LINK = "Custom::MskConnectivity"


def public_cluster(**arguments):
    """The template of a stack with a cluster in public subnets, a topic and its brokers."""
    stack = cdk.Stack(cdk.App(), "Stack")
    ids = {
        "public_subnet_ids": ["subnet-1", "subnet-2", "subnet-3"],
        "public_subnet_route_table_ids": ["rtb-1", "rtb-2", "rtb-3"],
    }
    zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
    vpc = ec2.Vpc.from_vpc_attributes(
        stack, "Vpc", vpc_id="vpc-0a1b2c3d", availability_zones=zones, **ids
    )
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=vpc,
        vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
        **arguments,
    )
    ClusterPolicy.of(cluster).share_with_accounts(["111111111111"])
    Topic(stack, "Topic", cluster=cluster, topic_name="orders", partition_count=3)
    cdk.CfnOutput(stack, "Brokers", value=cluster.bootstrap_brokers)
    return Template.from_stack(stack).to_json()["Resources"]


@pytest.fixture(scope="module")
def resources():
    return public_cluster(public_access=True, vpc_connectivity=VpcConnectivity(iam=True))


@pytest.fixture(scope="module")
def links(resources):
    """The links in their order, with their logical ids."""
    found = [
        (one["Properties"]["Link"], id_) for id_, one in resources.items() if one["Type"] == LINK
    ]
    return [id_ for _, id_ in sorted(found)]


def of_type(resources, type_):
    return {id_: one for id_, one in resources.items() if one["Type"] == type_}


def test_all_links_ask_for_the_same(resources, links):
    """Each link has an hour, and learns from the one before what MSK is at."""
    assert len(links) == 6
    for number, id_ in enumerate(links, start=1):
        properties = resources[id_]["Properties"]
        assert properties["PublicAccess"] is True
        assert properties["VpcConnectivity"] == {"Iam": True, "Scram": False, "Tls": False}
        assert "NetworkType" not in properties
        assert (properties["Link"], properties["Links"]) == (number, 6)
        assert properties["ServiceTimeout"] == "3600"
    before = [resources[id_]["Properties"].get("Operation") for id_ in links]
    assert before == [None, *({"Fn::GetAtt": [id_, "Operation"]} for id_ in links[:-1])]


def test_the_function_may_change_this_cluster_only(resources):
    """What it may do elsewhere reads, or calls the function itself."""
    granted = [
        statement
        for policy in of_type(resources, "AWS::IAM::Policy").values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if "kafka:" in str(statement["Action"]) or "lambda:" in str(statement["Action"])
    ]
    (cluster,) = of_type(resources, "AWS::MSK::Cluster")
    arn = {"Fn::GetAtt": [cluster, "Arn"]}
    by_action = {str(statement["Action"]): statement["Resource"] for statement in granted}
    assert by_action["['kafka:DescribeClusterV2', 'kafka:UpdateConnectivity']"] == arn
    assert by_action["kafka:DescribeClusterOperation"] == "*"
    everywhere = [action for action, resource in by_action.items() if resource == "*"]
    assert everywhere == ["kafka:DescribeClusterOperation"]
    assert "ec2:CreateTags" not in str(of_type(resources, "AWS::IAM::Policy"))


def test_the_function_can_call_itself_before_it_has_to(resources, links):
    """The first link waits for the permission, which cannot be in the role's own policy."""
    waits_for = resources[links[0]]["DependsOn"]
    (policy,) = [
        resources[id_] for id_ in waits_for if resources[id_]["Type"] == "AWS::IAM::Policy"
    ]
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Action"] == "lambda:InvokeFunction"
    (function,) = [
        id_
        for id_, one in of_type(resources, "AWS::Lambda::Function").items()
        if one["Properties"]["Handler"] == "handler.connectivity.handle"
    ]
    assert statement["Resource"] == {"Fn::GetAtt": [function, "Arn"]}
    assert resources[function]["Properties"]["Timeout"] == 900


@pytest.mark.parametrize(
    "type_", ["AWS::MSK::Topic", "AWS::MSK::ClusterPolicy", "Custom::MskBootstrapBrokers"]
)
def test_what_needs_an_active_cluster_waits(resources, links, type_):
    """Topics cannot be made, nor endpoints be read, while MSK changes the cluster."""
    (waiting,) = of_type(resources, type_).values()
    assert links[-1] in waiting["DependsOn"]


def test_the_way_to_the_internet_comes_first(links):
    """MSK looks at the routes of the subnets when it makes brokers public."""
    stack = cdk.Stack(cdk.App(), "Stack")
    ProvisionedCluster(
        stack,
        "Cluster",
        vpc=ec2.Vpc(stack, "Vpc", max_azs=2, nat_gateways=0),
        vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
        public_access=True,
    )
    resources = Template.from_stack(stack).to_json()["Resources"]
    first, *others = (resources[id_] for id_ in links)
    routes = of_type(resources, "AWS::EC2::Route")
    assert len(routes) == 2
    assert set(routes) <= set(first["DependsOn"])
    assert not any("DependsOn" in other for other in others)


def test_closing_is_said():
    """A cluster that is said to be closed is made so, and awaited."""
    resources = public_cluster(public_access=False, vpc_connectivity=VpcConnectivity())
    link = next(iter(of_type(resources, LINK).values()))
    assert link["Properties"]["PublicAccess"] is False
    assert link["Properties"]["VpcConnectivity"] == {"Iam": False, "Scram": False, "Tls": False}


def test_dual_stack_needs_more_permissions():
    """MSK asks the caller for one more action of EC2 when it gives addresses of IPv6."""
    resources = public_cluster(network_type=NetworkType.DUAL)
    link = next(iter(of_type(resources, LINK).values()))
    assert link["Properties"]["NetworkType"] == "DUAL"
    assert "ec2:CreateTags" in str(of_type(resources, "AWS::IAM::Policy"))


def test_a_private_cluster_has_no_chain():
    """Who says nothing about connectivity pays nothing for it."""
    assert not of_type(public_cluster(), LINK)
