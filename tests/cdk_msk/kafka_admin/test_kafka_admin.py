"""The function in its network, with its rights, as CloudFormation sees them."""

import json
from pathlib import Path

import aws_cdk as cdk
import cdk_nag
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Template

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.cluster.provisioned_cluster import ProvisionedCluster
from cdk_msk.cluster.serverless_cluster import ServerlessCluster
from cdk_msk.kafka_admin.kafka_admin import KafkaAdmin
from cdk_msk.network import StreamingVpc


def synthesize(outdir: Path) -> dict:
    """Resources of a stack with a cluster and its function that cdk-nag found nothing wrong in."""
    app = cdk.App(outdir=str(outdir))
    stack = cdk.Stack(app, "Stack")
    network = StreamingVpc(stack, "Network")
    cluster = ServerlessCluster(
        stack, "Cluster", vpc=network.vpc, vpc_subnets=network.broker_subnets
    )
    assert KafkaAdmin.of(cluster) is KafkaAdmin.of(cluster)
    cdk.Validations.of(app).add_plugins(cdk_nag.AwsSolutionsChecks(app))
    app.synth()
    return json.loads((outdir / "Stack.template.json").read_text())["Resources"]


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """The resources of the stack."""
    return synthesize(tmp_path_factory.mktemp("cdk.out"))


@pytest.fixture(scope="module")
def function(resources: dict) -> dict:
    """The function."""
    (function,) = [
        one
        for one in resources.values()
        if one["Type"] == "AWS::Lambda::Function"
        and one["Properties"]["Handler"] == "handler.kafka_admin.handle"
    ]
    return function


@pytest.fixture(scope="module")
def statements(resources: dict, function: dict) -> list[dict]:
    """What the function's role may do."""
    role = function["Properties"]["Role"]["Fn::GetAtt"][0]
    assert "ManagedPolicyArns" not in resources[role]["Properties"]
    (policy,) = [
        one
        for one in resources.values()
        if one["Type"] == "AWS::IAM::Policy" and {"Ref": role} in one["Properties"]["Roles"]
    ]
    return policy["Properties"]["PolicyDocument"]["Statement"]


def test_runs_where_the_cluster_is(resources: dict, function: dict):
    """In the cluster's subnets, on the newest Python, with time to wait for a quota."""
    properties = function["Properties"]
    (cluster,) = [r for r in resources.values() if r["Type"] == "AWS::MSK::ServerlessCluster"]

    assert properties["Runtime"] == "python3.14"
    assert properties["Timeout"] == 900
    (place,) = cluster["Properties"]["VpcConfigs"]
    assert properties["VpcConfig"]["SubnetIds"] == place["SubnetIds"]
    assert properties["VpcConfig"]["SecurityGroupIds"] != place["SecurityGroups"]


def test_reaches_the_brokers_and_https_only(resources: dict, function: dict):
    """Nothing comes in; out goes Kafka to the cluster's group, and answers to CloudFormation."""
    (own,) = [g["Fn::GetAtt"][0] for g in function["Properties"]["VpcConfig"]["SecurityGroupIds"]]
    (https,) = resources[own]["Properties"]["SecurityGroupEgress"]
    rules = {
        one["Type"].removeprefix("AWS::EC2::SecurityGroup"): one["Properties"]
        for one in resources.values()
        if one["Type"] in ("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress")
    }

    assert "SecurityGroupIngress" not in resources[own]["Properties"]
    assert (https["FromPort"], https["ToPort"]) == (443, 443)
    assert {name: rule["FromPort"] for name, rule in rules.items()} == {
        "Ingress": 9098,
        "Egress": 9098,
    }
    assert rules["Ingress"]["SourceSecurityGroupId"] == {"Fn::GetAtt": [own, "GroupId"]}
    assert rules["Ingress"]["GroupId"] == rules["Egress"]["DestinationSecurityGroupId"]


def test_the_ways_out_are_there_before_it_and_after_it(resources: dict, function: dict):
    """The last topic is deleted while the function still reaches brokers and CloudFormation."""
    waited_for = {resources[name]["Type"] for name in function["DependsOn"]}

    assert waited_for >= {
        "AWS::EC2::VPCEndpoint",
        "AWS::EC2::SecurityGroupIngress",
        "AWS::EC2::SecurityGroupEgress",
        "AWS::IAM::Policy",
    }


def test_administers_topics_and_touches_no_record(statements: list[dict]):
    """Connect, and everything about topics but their records; nothing about groups."""
    kafka = [
        action
        for statement in statements
        for action in [statement["Action"]]
        if "kafka-cluster" in json.dumps(action)
    ]
    assert kafka == [
        "kafka-cluster:Connect",
        [
            "kafka-cluster:CreateTopic",
            "kafka-cluster:DescribeTopic",
            "kafka-cluster:AlterTopic",
            "kafka-cluster:DeleteTopic",
            "kafka-cluster:DescribeTopicDynamicConfiguration",
            "kafka-cluster:AlterTopicDynamicConfiguration",
        ],
    ]


def test_network_interfaces_are_lambdas_business(statements: list[dict]):
    """What Lambda needs to place the function is denied to the function's own code."""
    allowed, denied = (s for s in statements if "ec2:CreateNetworkInterface" in s["Action"])

    assert (allowed["Effect"], denied["Effect"]) == ("Allow", "Deny")
    assert allowed["Action"] == denied["Action"]
    assert denied["Condition"] == {"Null": {"lambda:SourceFunctionArn": "false"}}


def test_the_code_has_a_stable_hash(function: dict, tmp_path: Path):
    """Another synth of the same versions deploys nothing anew."""
    (again,) = [
        one
        for one in synthesize(tmp_path).values()
        if one.get("Properties", {}).get("Handler") == "handler.kafka_admin.handle"
    ]
    assert again["Properties"]["Code"] == function["Properties"]["Code"]


def imported(stack: cdk.Stack, **arguments) -> Cluster:
    return ServerlessCluster.from_cluster_attributes(
        stack,
        "Imported",
        cluster_arn="arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b2c3d-s1",
        **arguments,
    )


def test_an_imported_cluster_gets_a_function_too():
    """Its network and security groups are all that has to be known."""
    stack = cdk.Stack(cdk.App(), "Stack")
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-1",
        availability_zones=["eu-west-1a", "eu-west-1b"],
        private_subnet_ids=["subnet-1", "subnet-2"],
    )
    group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-1")

    assert KafkaAdmin.of(imported(stack, vpc=vpc, security_groups=[group])).function


@pytest.mark.parametrize("known", ["nothing", "network"])
def test_rejects_a_cluster_it_cannot_reach(known: str):
    """The error says what to give to `from_cluster_attributes`."""
    stack = cdk.Stack(cdk.App(), "Stack")
    vpc = ec2.Vpc.from_vpc_attributes(
        stack, "Vpc", vpc_id="vpc-1", availability_zones=["eu-west-1a"]
    )
    cluster = imported(stack, **({"vpc": vpc} if known == "network" else {}))

    with pytest.raises(ValueError, match="Stack/Imported: vpc and security_groups must be known"):
        KafkaAdmin.of(cluster)


def provisioned(stack: cdk.Stack) -> Cluster:
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-1",
        availability_zones=["eu-west-1a", "eu-west-1b"],
        private_subnet_ids=["subnet-1", "subnet-2"],
        private_subnet_route_table_ids=["rtb-1", "rtb-2"],
    )
    return ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn="arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b2c3d-2",
        vpc=vpc,
        security_groups=[ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-1")],
    )


def policies_of(stack: cdk.Stack) -> list[dict]:
    return [
        one["Properties"]
        for one in Template.from_stack(stack).to_json()["Resources"].values()
        if one["Type"] == "AWS::IAM::Policy"
    ]


def test_topics_of_provisioned_clusters_are_none_of_its_business():
    """CloudFormation has a type for them: until something else is used it may do nothing."""
    stack = cdk.Stack(cdk.App(), "Stack")
    KafkaAdmin.of(provisioned(stack))

    assert "kafka-cluster:" not in json.dumps(policies_of(stack))


def test_what_is_used_is_allowed_beside_its_resource():
    """One policy for all resources that need the same, in the stack where they are."""
    app = cdk.App()
    home, away = cdk.Stack(app, "Home"), cdk.Stack(app, "Away")
    admin = KafkaAdmin.of(provisioned(home))
    for stack in (home, away):
        for name in ("One", "Two"):
            resource = cdk.CfnResource(stack, name, type="Custom::Thing")
            admin.allow(resource, "Things", actions=["AlterCluster"])
    admin.allow(resource, "Quotas", actions=["DescribeClusterDynamicConfiguration"])

    things, quotas = policies_of(away)
    assert [one["PolicyDocument"]["Statement"][0]["Action"] for one in (things, quotas)] == [
        ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster", "kafka-cluster:AlterCluster"],
        ["kafka-cluster:Connect", "kafka-cluster:DescribeClusterDynamicConfiguration"],
    ]
    own = [one for one in policies_of(home) if "AlterCluster" in json.dumps(one)]
    assert [one["PolicyDocument"] for one in own] == [things["PolicyDocument"]]
    assert home.dependencies == []
