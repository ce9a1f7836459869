"""What other accounts and services may do with a cluster."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from cdk_msk import ProvisionedCluster, ServerlessCluster
from cdk_msk.sharing.cluster_policy import ClusterPolicy
from msk_model import ClusterType

ARN = "arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b2c3d-2"
TOPIC = "arn:aws:kafka:eu-west-1:123456789012:topic/demo/0a1b2c3d-2"
CONNECT = [
    "kafka:CreateVpcConnection",
    "kafka:DescribeCluster",
    "kafka:DescribeClusterV2",
    "kafka:GetBootstrapBrokers",
]
ROLE = "arn:aws:iam::111111111111:role/orders"


@pytest.fixture
def stack():
    """A stack of the cluster's account."""
    environment = cdk.Environment(account="123456789012", region="eu-west-1")
    return cdk.Stack(cdk.App(), "Stack", env=environment)


def statements(stack):
    """The statements of the one policy of a stack."""
    found = Template.from_stack(stack).find_resources("AWS::MSK::ClusterPolicy")
    (policy,) = found.values()
    assert policy["Properties"]["ClusterArn"] == ARN
    assert policy["Properties"]["Policy"]["Version"] == "2012-10-17"
    return policy["Properties"]["Policy"]["Statement"]


def test_accounts(stack, define_cluster):
    """An account may connect and learn where brokers are, and no more."""
    ClusterPolicy.of(define_cluster(stack)).share_with_accounts(["111111111111"])
    (statement,) = statements(stack)
    assert statement["Action"] == CONNECT
    assert statement["Resource"] == [ARN]
    principal = statement["Principal"]["AWS"]
    assert ":iam::111111111111:root" in str(principal)
    assert "Condition" not in statement


def test_organizations(stack, define_cluster):
    """Everybody is let in only on condition of belonging to the organisation, and to its part."""
    path = "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"
    policy = ClusterPolicy.of(define_cluster(stack))
    policy.share_with_organization("o-a1b2c3d4e5")
    policy.share_with_organization("o-a1b2c3d4e5", paths=[path])
    by_path, whole = sorted(statements(stack), key=lambda one: len(one["Condition"]), reverse=True)
    assert whole["Principal"] == {"AWS": "*"}
    assert whole["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    assert by_path["Condition"] == {
        "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
        "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": [path]},
    }


@pytest.mark.parametrize(
    ("verb", "service", "actions"),
    [
        ("share_with_firehose", "firehose.amazonaws.com", "kafka:CreateVpcConnection"),
        (
            "share_with_replicators",
            "kafka.amazonaws.com",
            ["kafka:CreateVpcConnection", "kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers"],
        ),
    ],
)
def test_services(stack, define_cluster, verb, service, actions):
    """A service may act for the cluster's own account, for named ones, or as AWS's example has it."""
    cluster = define_cluster(stack, vpc_connectivity=frozenset({"iam"}))
    share = getattr(ClusterPolicy.of(cluster), verb)
    share()
    share(source_accounts=["222222222222", "111111111111"])
    share(source_accounts=[])
    found = statements(stack)
    assert {str(one["Principal"]) for one in found} == {str({"Service": service})}
    assert all(one["Action"] == actions for one in found)
    conditions = [one.get("Condition") for one in found]
    assert {"StringEquals": {"aws:SourceAccount": ["123456789012"]}} in conditions
    assert {"StringEquals": {"aws:SourceAccount": ["111111111111", "222222222222"]}} in conditions
    assert None in conditions


@pytest.mark.parametrize("verb", ["share_with_firehose", "share_with_replicators"])
def test_services_need_connectivity(stack, define_cluster, verb):
    """Services come through PrivateLink, which a provisioned cluster has to be open for."""
    policy = ClusterPolicy.of(define_cluster(stack, vpc_connectivity=frozenset({"scram"})))
    with pytest.raises(ValueError, match=r"vpc_connectivity must be open for IAM.* got scram"):
        getattr(policy, verb)()


def test_services_reach_serverless_clusters(stack, define_cluster):
    """Serverless clusters have no switch for connectivity."""
    cluster = define_cluster(stack, cluster_type=ClusterType.SERVERLESS)
    ClusterPolicy.of(cluster).share_with_firehose()
    assert len(statements(stack)) == 1


@pytest.mark.parametrize("kind", [ProvisionedCluster, ServerlessCluster])
def test_imported_clusters(stack, kind):
    """The policy of a cluster that the account has, and the app has not made, can be taken over."""
    cluster = kind.from_cluster_attributes(stack, "Cluster", cluster_arn=ARN)
    ClusterPolicy.of(cluster).share_with_accounts(["111111111111"])
    assert len(statements(stack)) == 1


def test_data(stack, define_cluster):
    """A client of another account gets its half of a grant; equal halves share their resources."""
    policy = ClusterPolicy.of(define_cluster(stack))
    role = iam.ArnPrincipal(ROLE)
    policy.allow_data(role, ["kafka-cluster:WriteData"], [f"{TOPIC}/b"])
    policy.allow_data(role, ["kafka-cluster:WriteData"], [f"{TOPIC}/a", f"{TOPIC}/b"])
    (statement,) = statements(stack)
    assert statement["Principal"] == {"AWS": ROLE}
    assert statement["Action"] == "kafka-cluster:WriteData"
    assert statement["Resource"] == [f"{TOPIC}/a", f"{TOPIC}/b"]


def test_order_of_the_code_does_not_matter(define_cluster):
    """Moving lines about in an app changes nothing in the template."""

    def share(*order):
        stack = cdk.Stack(cdk.App(), "Stack")
        policy = ClusterPolicy.of(define_cluster(stack))
        lines = [
            lambda: policy.share_with_accounts(["222222222222", "111111111111"]),
            lambda: policy.share_with_organization("o-a1b2c3d4e5"),
            lambda: policy.allow_data(
                iam.ArnPrincipal(ROLE), ["kafka-cluster:Connect"], [policy.cluster.cluster_arn]
            ),
        ]
        for number in order:
            lines[number]()
        return statements(stack)

    assert share(0, 1, 2) == share(2, 1, 0) == share(1, 2, 0, 1)


def test_one_policy_per_cluster(stack, define_cluster):
    """Whoever asks gets the same policy."""
    cluster = define_cluster(stack)
    assert ClusterPolicy.of(cluster) is ClusterPolicy.of(cluster)


EVERYBODY = {
    "no condition": {},
    "a condition on something else": {"Bool": {"aws:SecureTransport": "true"}},
    "a condition that holds without the key": {
        "StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}
    },
    "a condition that excludes": {"StringNotEquals": {"aws:PrincipalAccount": "111111111111"}},
    "a condition on anything": {"StringLike": {"aws:PrincipalArn": "*"}},
}


@pytest.mark.parametrize("conditions", EVERYBODY.values(), ids=EVERYBODY)
def test_everybody_is_refused(stack, define_cluster, conditions):
    """No statement lets everybody in, whatever is said besides."""
    policy = ClusterPolicy.of(define_cluster(stack))
    statement = iam.PolicyStatement(
        principals=[iam.AnyPrincipal()],
        actions=["kafka:CreateVpcConnection"],
        resources=[ARN],
        conditions=conditions,
    )
    with pytest.raises(ValueError, match="got everybody without a condition on who they are"):
        policy.add_statement(statement)


def test_everybody_may_be_limited_or_refused(stack, define_cluster):
    """A condition on who they are makes it a name; whom a statement denies does not matter."""
    policy = ClusterPolicy.of(define_cluster(stack))
    for effect, conditions in [
        (iam.Effect.ALLOW, {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/a*"}}),
        (iam.Effect.DENY, {}),
    ]:
        policy.add_statement(
            iam.PolicyStatement(
                effect=effect,
                principals=[iam.AnyPrincipal()],
                actions=["kafka:CreateVpcConnection"],
                resources=[ARN],
                conditions=conditions,
            )
        )
    assert [one["Effect"] for one in statements(stack)] == ["Allow", "Deny"]


REFUSALS = {
    "an account": (lambda p: p.share_with_accounts(["1234"]), "account_ids must be of twelve"),
    "no account": (lambda p: p.share_with_accounts([]), "account_ids must be a sequence"),
    "source accounts as text": (
        lambda p: p.share_with_replicators(source_accounts="111111111111"),
        "source_accounts must be a sequence",
    ),
    "a source account": (
        lambda p: p.share_with_replicators(source_accounts=["1234"]),
        "source_accounts must be of twelve",
    ),
    "one string": (lambda p: p.share_with_accounts("111111111111"), "must be a sequence"),
    "an organisation": (lambda p: p.share_with_organization("a1b2"), "organization_id must be o-"),
    "a path": (
        lambda p: p.share_with_organization("o-a1b2c3d4e5", paths=["ou-1"]),
        "paths must look like",
    ),
    "an action": (
        lambda p: p.allow_data(iam.ArnPrincipal(ROLE), ["kafka:DeleteCluster"], [ARN]),
        "actions must begin with kafka-cluster:, got 'kafka:DeleteCluster'",
    ),
}


@pytest.mark.parametrize(("share", "message"), REFUSALS.values(), ids=REFUSALS)
def test_malformed_shares(stack, define_cluster, share, message):
    """What is no account, organisation or action is refused in the words of the argument."""
    with pytest.raises(ValueError, match=message):
        share(ClusterPolicy.of(define_cluster(stack)))


def test_data_of_clusters_without_iam(stack, define_cluster):
    """IAM principals cannot be let into a cluster that does not ask IAM."""
    policy = ClusterPolicy.of(define_cluster(stack, iam=False))
    with pytest.raises(ValueError, match="must accept IAM"):
        policy.allow_data(iam.ArnPrincipal(ROLE), ["kafka-cluster:Connect"], [ARN])


def test_clusters_of_other_accounts(define_cluster):
    """The policy of a cluster is defined where the cluster is."""
    environment = cdk.Environment(account="999999999999", region="eu-west-1")
    stack = cdk.Stack(cdk.App(), "Stack", env=environment)
    with pytest.raises(ValueError, match="account 123456789012, got 999999999999"):
        ClusterPolicy.of(define_cluster(stack))


def test_policies_say_something(stack, define_cluster):
    """MSK takes no empty policy."""
    ClusterPolicy.of(define_cluster(stack))
    with pytest.raises(RuntimeError, match="must hold at least one statement, got none"):
        cdk.App.of(stack).synth()


def test_policies_have_a_size(stack, define_cluster):
    """A policy that MSK would not take fails when the template is written."""
    policy = ClusterPolicy.of(define_cluster(stack))
    topics = [f"{TOPIC}/topic-number-{number:03}" for number in range(300)]
    policy.allow_data(iam.ArnPrincipal(ROLE), ["kafka-cluster:ReadData"], topics)
    with pytest.raises(RuntimeError, match="at most 20480 bytes, got at least 2"):
        statements(stack)
