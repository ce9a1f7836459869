"""ACLs as CloudFormation sees them."""

import json
from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import cdk_nag
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Annotations, Match, Template

from cdk_msk import (
    Acl,
    AclRule,
    BrokerSize,
    ClientAuthentication,
    ClientQuota,
    Configuration,
    MskChecks,
    ProvisionedCluster,
    ServerlessCluster,
    StreamingVpc,
)
from cdk_msk.cluster.cluster import Cluster
from msk_model import UNKNOWN

DefineCluster = Callable[..., Cluster]
WRITE = AclRule.producer(topics=["orders"])
READ = AclRule.consumer(topics=["orders"], groups=["audit"])


def of_type(template: dict, resource_type: str) -> dict[str, dict]:
    return {
        name: resource
        for name, resource in template["Resources"].items()
        if resource["Type"] == resource_type
    }


def rules_in(stack: cdk.Stack) -> dict[str, list[str]]:
    """The rules of each principal."""
    found = of_type(Template.from_stack(stack).to_json(), "Custom::MskAcls").values()
    return {one["Properties"]["Principal"]: one["Properties"]["Rules"] for one in found}


@pytest.fixture(scope="module")
def templates(administrable: DefineCluster) -> tuple[dict, dict]:
    """A stack with a cluster, and one with ACLs of two principals of it."""
    app = cdk.App()
    home, away = cdk.Stack(app, "Home"), cdk.Stack(app, "Away")
    cluster = administrable(home)
    Acl(away, "Audit", cluster=cluster, principal="User:CN=audit,O=x", rules=[READ])
    Acl(away, "Orders", cluster=cluster, principal="User:orders", rules=[WRITE])
    Acl(
        away,
        "More",
        cluster=cluster,
        principal="User:orders",
        rules=[WRITE, READ, AclRule.deny(topics=["secret-*"], host="10.0.0.7")],
    )
    return Template.from_stack(home).to_json(), Template.from_stack(away).to_json()


def test_a_principal_is_one_resource(templates: tuple[dict, dict]):
    """However many constructs speak of it: its entries are merged, and sorted."""
    found = of_type(templates[1], "Custom::MskAcls")

    assert {name[:20]: one["Properties"]["Principal"] for name, one in found.items()} == {
        "AclsHomeClusterUserC": "User:CN=audit,O=x",
        "AclsHomeClusterUsero": "User:orders",
    }
    (orders,) = [one for one in found.values() if one["Properties"]["Principal"] == "User:orders"]
    assert orders["Properties"]["Rules"] == [
        "ALLOW READ * GROUP LITERAL audit",
        "ALLOW READ,WRITE * TOPIC LITERAL orders",
        "DENY ALL 10.0.0.7 TOPIC PREFIXED secret-",
    ]


def test_the_function_is_told_where(templates: tuple[dict, dict]):
    """The cluster's function, its ARN and its IAM endpoint; entries go with the resource."""
    resource = next(iter(of_type(templates[1], "Custom::MskAcls").values()))
    properties = resource["Properties"]

    assert set(properties) == {
        "ServiceToken",
        "ServiceTimeout",
        "ClusterArn",
        "BootstrapBrokers",
        "Principal",
        "Rules",
    }
    assert "KafkaAdmin" in properties["ServiceToken"]["Fn::ImportValue"]
    assert "SaslIam" in properties["BootstrapBrokers"]["Fn::ImportValue"]
    assert properties["ServiceTimeout"] == 3600
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Delete", "Delete")


def test_the_permission_stands_beside_the_entries(templates: tuple[dict, dict]):
    """It is there before the first of them, until after the last, and allows just this."""
    home, away = templates
    ((name, policy),) = of_type(away, "AWS::IAM::Policy").items()
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    (role,) = policy["Properties"]["Roles"]

    assert statement["Action"] == [
        "kafka-cluster:Connect",
        "kafka-cluster:DescribeCluster",
        "kafka-cluster:AlterCluster",
    ]
    assert (
        statement["Resource"] == "arn:aws:kafka:eu-west-1:123456789012:cluster/cluster/0a1b2c3d-2"
    )
    assert "KafkaAdminHandlerRole" in role["Fn::ImportValue"]
    assert all(name in one["DependsOn"] for one in of_type(away, "Custom::MskAcls").values())
    assert "kafka-cluster" not in json.dumps(list(of_type(home, "AWS::IAM::Policy").values()))


def test_nothing_changes_when_lines_move(administrable: DefineCluster):
    """The order of constructs and rules in an app is of no importance to the template."""

    def template(*order: int) -> dict:
        stack = cdk.Stack(cdk.App(), "Stack")
        cluster = administrable(stack)
        rules = [WRITE, READ, AclRule.deny(groups=["a", "b"])]
        for position in order:
            Acl(
                stack,
                f"Acl{position}",
                cluster=cluster,
                principal="User:orders",
                rules=[rules[position]],
            )
        return Template.from_stack(stack).to_json()

    assert template(0, 1, 2) == template(2, 0, 1)


def test_a_contradiction_stands(administrable: DefineCluster):
    """To Kafka the denial counts more; whoever wrote both may want one of them to go soon."""
    stack = cdk.Stack(cdk.App(), "Stack")
    rules = [
        AclRule.allow(operations=["READ"], topics=["orders"]),
        AclRule.deny(operations=["READ"], topics=["orders"]),
    ]
    acl = Acl(stack, "Acl", cluster=administrable(stack), principal="User:orders", rules=rules)

    assert rules_in(stack)["User:orders"] == [
        "ALLOW READ * TOPIC LITERAL orders",
        "DENY READ * TOPIC LITERAL orders",
    ]
    assert [one.permission for one in acl.bindings] == ["ALLOW", "DENY"]


def test_names_may_be_known_only_when_deployed(administrable: DefineCluster):
    """A token in a name is filled in by CloudFormation."""
    stack = cdk.Stack(cdk.App(), "Stack")
    topic = cdk.Fn.import_value("topic")
    rules = [AclRule.producer(topics=[topic, f"{topic}-*"])]
    Acl(stack, "Acl", cluster=administrable(stack), principal="User:orders", rules=rules)

    name = {"Fn::ImportValue": "topic"}
    assert rules_in(stack)["User:orders"] == [
        {"Fn::Join": ["", ["ALLOW WRITE * TOPIC LITERAL ", name]]},
        {"Fn::Join": ["", ["ALLOW WRITE * TOPIC PREFIXED ", name, "-"]]},
    ]


def test_entries_can_be_retained(administrable: DefineCluster):
    """As soon as one construct of the principal says so."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = administrable(stack)
    for number, policy in enumerate([cdk.RemovalPolicy.RETAIN, cdk.RemovalPolicy.DESTROY]):
        Acl(
            stack,
            f"Acl{number}",
            cluster=cluster,
            principal="User:orders",
            rules=[WRITE],
            removal_policy=policy,
        )
    (resource,) = of_type(Template.from_stack(stack).to_json(), "Custom::MskAcls").values()

    assert resource["DeletionPolicy"] == "Retain"


@pytest.mark.parametrize(
    ("server_properties", "warned"),
    [
        (None, True),
        ({}, True),
        ({"allow.everyone.if.no.acl.found": "TRUE"}, True),
        ({"allow.everyone.if.no.acl.found": "false"}, False),
        ({"allow.everyone.if.no.acl.found": UNKNOWN}, False),
        (UNKNOWN, False),
    ],
)
def test_warns_of_what_stays_open(administrable: DefineCluster, server_properties: Any, warned):
    """Once per cluster, and only when its configuration is known to leave the rest open."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = administrable(stack, server_properties=server_properties)
    for name in ("a", "b"):
        Acl(stack, name, cluster=cluster, principal=f"User:{name}", rules=[WRITE])
    found = Annotations.from_stack(stack).find_warning("*", Match.any_value())

    assert len(found) == warned
    if warned:
        assert "must set allow.everyone.if.no.acl.found to false" in str(found[0].entry.data)


@pytest.mark.parametrize(
    ("principal", "shape", "message"),
    [
        ("User:orders", {"scram": False, "server_properties": None}, "has no SCRAM users"),
        ("User:CN=orders", {"tls": False}, "it has no client certificates"),
        ("User:ANONYMOUS", {}, "it has no unauthenticated clients"),
        ("User:*", {"scram": False, "tls": False}, "it has no clients that ACLs govern"),
        ("User:orders", {"iam": False}, "cluster must accept IAM to have ACLs"),
        ("orders", {}, "principal must be 'User:' and a name"),
        ("User:", {}, "principal must be 'User:' and a name"),
        ("Group:orders", {}, "principal must be 'User:' and a name"),
        ("User:" + "x" * 510, {}, "principal must be 'User:' and a name"),
        ("User:" + "ü" * 100, {}, "principal must be 'User:' and a name"),
        ("User:arn:aws:iam::123456789012:role/x", {}, "ACLs do not govern IAM principals"),
    ],
)
def test_rejects_whom_the_cluster_does_not_know(
    administrable: DefineCluster, principal: str, shape: dict, message: str
):
    """An entry that nobody can ever use is an error that names what to switch on."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = administrable(stack, **shape)
    with pytest.raises(ValueError, match=f"Stack/Acl: .*{message}"):
        Acl(stack, "Acl", cluster=cluster, principal=principal, rules=[WRITE])


@pytest.mark.parametrize(
    ("principal", "shape"),
    [
        ("User:orders", {"scram": UNKNOWN}),
        ("User:CN=orders,OU=x", {"scram": False}),
        ("User:2.5.4.3=orders", {"scram": False}),
        ("User:*", {"scram": False}),
        ("User:ANONYMOUS", {"unauthenticated": True}),
        # Brokers may know certificates by other names than their subjects.
        ("User:orders", {"scram": False, "server_properties": UNKNOWN}),
        (
            "User:orders",
            {"scram": False, "server_properties": {"ssl.principal.mapping.rules": "x"}},
        ),
    ],
)
def test_accepts_whom_the_cluster_may_know(
    administrable: DefineCluster, principal: str, shape: dict
):
    """What nobody said of a cluster does not stand against it."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = administrable(stack, **shape)
    assert Acl(stack, "Acl", cluster=cluster, principal=principal, rules=[WRITE]).bindings


def test_rejects_serverless_clusters():
    """Their clients sign in with IAM, which no ACL governs."""
    stack = cdk.Stack(cdk.App(), "Stack")
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-1",
        availability_zones=["eu-west-1a", "eu-west-1b"],
        private_subnet_ids=["subnet-1", "subnet-2"],
    )
    cluster = ServerlessCluster(stack, "Cluster", vpc=vpc)
    with pytest.raises(ValueError, match="cluster must be provisioned to have ACLs"):
        Acl(stack, "Acl", cluster=cluster, principal="User:orders", rules=[WRITE])


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ([], "rules must hold at least one rule"),
        (
            [AclRule.consumer(topics=["a"], groups=[])],
            r"rules\[0\].groups must name at least one group",
        ),
        (
            [WRITE, AclRule.producer(topics=["orders", "ord*"])],
            r"rules\[1\].topics must not widen a name beside it: 'ord\*' covers 'orders'",
        ),
        (
            [WRITE, AclRule.producer(topics=["*"])],
            r"rules\[1\] must not widen a name beside it: '\*' covers 'orders'",
        ),
        (
            [AclRule.allow(operations=["CLUSTER_ACTION"], cluster=True)],
            r"rules\[0\].operations must leave CLUSTER_ACTION on the cluster to the brokers",
        ),
        ([AclRule.deny(topics=["a"], host="10.0.0.0/8")], "host must be '\\*' or one IP address"),
        (
            [AclRule.allow(operations=["WRITE"], groups=["g"])],
            "operation on GROUP must be one of",
        ),
        (
            [AclRule.producer(topics=[f"topic-{'x' * 200}-{n}" for n in range(500)])],
            "rules of 'User:orders' must fit into 100000 bytes together, got",
        ),
    ],
)
def test_rejects_rules_that_cannot_work(administrable: DefineCluster, rules: list, message: str):
    """The error says which rule, and what to write instead."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = administrable(stack)
    with pytest.raises(ValueError, match=f"Stack/Acl: {message}"):
        Acl(stack, "Acl", cluster=cluster, principal="User:orders", rules=rules)


def test_rejects_a_wildcard_that_widens_what_another_construct_names(
    administrable: DefineCluster,
):
    """What one line names narrowly, no other line of the app widens unseen."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = administrable(stack)
    Acl(stack, "Narrow", cluster=cluster, principal="User:orders", rules=[READ])
    Acl(
        stack,
        "Other",
        cluster=cluster,
        principal="User:audit",
        rules=[AclRule.consumer(topics=["*"], groups=["audit-*"])],
    )
    with pytest.raises(ValueError, match=r"Stack/Wide: rules\[0\] must not widen"):
        Acl(
            stack,
            "Wide",
            cluster=cluster,
            principal="User:orders",
            rules=[AclRule.consumer(topics=["*"], groups=["audit"])],
        )


def test_a_principal_has_one_stack(administrable: DefineCluster):
    """Two resources with the entries of one principal could undo each other."""
    app = cdk.App()
    one, two = cdk.Stack(app, "One"), cdk.Stack(app, "Two")
    cluster = administrable(one)
    Acl(one, "Acl", cluster=cluster, principal="User:orders", rules=[WRITE])
    Acl(two, "Other", cluster=cluster, principal="User:audit", rules=[READ])
    with pytest.raises(
        ValueError, match="Two/Acl: all rules of a principal must be defined in one"
    ):
        Acl(two, "Acl", cluster=cluster, principal="User:orders", rules=[READ])


def test_principals_that_read_alike_are_told_apart(administrable: DefineCluster):
    """Logical ids have letters and digits only, names of principals have more."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = administrable(stack)
    for number, principal in enumerate(["User:a-b", "User:a.b", "User:ab"]):
        Acl(stack, f"Acl{number}", cluster=cluster, principal=principal, rules=[WRITE])

    assert len(rules_in(stack)) == 3


def test_two_clusters_have_a_resource_each(administrable: DefineCluster):
    """The same principal of another cluster is somebody else."""
    app = cdk.App()
    home, away = cdk.Stack(app, "Home"), cdk.Stack(app, "Away")
    for name in ("One", "Two"):
        cluster = administrable(home, name)
        Acl(away, name, cluster=cluster, principal="User:orders", rules=[WRITE])
    template = Template.from_stack(away).to_json()

    assert len(of_type(template, "Custom::MskAcls")) == 2
    assert len(of_type(template, "AWS::IAM::Policy")) == 2


def test_complies(tmp_path):
    """A closed cluster with ACLs and quotas, within and across stacks, has no finding."""
    app = cdk.App(outdir=str(tmp_path))
    home, away = cdk.Stack(app, "Home"), cdk.Stack(app, "Away")
    network = StreamingVpc(home, "Network")
    cluster = ProvisionedCluster(
        home,
        "Cluster",
        vpc=network.vpc,
        vpc_subnets=network.broker_subnets,
        broker_size=BrokerSize.M7G_LARGE,
        client_authentication=ClientAuthentication(iam=True, scram=True),
        configuration=Configuration(
            home,
            "Configuration",
            server_properties={"allow.everyone.if.no.acl.found": False},
        ),
    )
    for stack, name in ((home, "a"), (away, "b")):
        Acl(stack, "Acl", cluster=cluster, principal=f"User:{name}", rules=[AclRule.admin()])
        ClientQuota(stack, "Quota", cluster=cluster, user=name, request_percentage=50)
    cdk.Validations.of(app).add_plugins(cdk_nag.AwsSolutionsChecks(app), MskChecks(app))
    app.synth()  # raises when there is a finding

    assert away.dependencies == [home]
    about_acls = Match.string_like_regexp("allow.everyone")
    assert Annotations.from_stack(home).find_warning("*", about_acls) == []
