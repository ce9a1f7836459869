"""Quotas as CloudFormation sees them."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.quota import ClientQuota
from msk_model import ClusterType

DefineCluster = Callable[..., Cluster]
MEBIBYTE = cdk.Size.mebibytes(1)


@pytest.fixture(scope="module")
def resources(administrable: DefineCluster) -> list[dict]:
    """Quotas of a user, of a client id, and of everybody else, in another stack."""
    app = cdk.App()
    home, away = cdk.Stack(app, "Home"), cdk.Stack(app, "Away")
    cluster = administrable(home)
    ClientQuota(
        away,
        "Orders",
        cluster=cluster,
        user="orders",
        client_id="app",
        producer_byte_rate=MEBIBYTE,
        consumer_byte_rate=cdk.Size.kibibytes(4),
        request_percentage=12.5,
        controller_mutation_rate=3,
    )
    ClientQuota(
        away,
        "Rest",
        cluster=cluster,
        user=ClientQuota.DEFAULT,
        client_id=ClientQuota.DEFAULT,
        producer_byte_rate=MEBIBYTE,
        removal_policy=cdk.RemovalPolicy.RETAIN,
    )
    return list(Template.from_stack(away).to_json()["Resources"].values())


def quotas(resources: list[dict]) -> list[dict]:
    return [one for one in resources if one["Type"] == "Custom::MskClientQuota"]


def test_the_function_is_told_whom_and_how_much(resources: list[dict]):
    """Rates are bytes; without a name an entity is Kafka's default."""
    orders, rest = (one["Properties"] for one in quotas(resources))

    assert orders["Entity"] == [
        {"Type": "user", "Name": "orders"},
        {"Type": "client-id", "Name": "app"},
    ]
    assert orders["Limits"] == {
        "producer_byte_rate": 1048576,
        "consumer_byte_rate": 4096,
        "request_percentage": 12.5,
        "controller_mutation_rate": 3,
    }
    assert rest["Entity"] == [{"Type": "user"}, {"Type": "client-id"}]
    assert "KafkaAdmin" in orders["ServiceToken"]["Fn::ImportValue"]
    assert "SaslIam" in orders["BootstrapBrokers"]["Fn::ImportValue"]
    assert orders["ServiceTimeout"] == 3600


def test_quotas_go_unless_retained(resources: list[dict]):
    """A limit ends with the construct that declares it."""
    assert [one["DeletionPolicy"] for one in quotas(resources)] == ["Delete", "Retain"]


def test_the_permission_stands_beside_the_quotas(resources: list[dict]):
    """Both wait for one policy, which allows this and nothing about ACLs."""
    (policy,) = [one for one in resources if one["Type"] == "AWS::IAM::Policy"]
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]

    assert statement["Action"] == [
        "kafka-cluster:Connect",
        "kafka-cluster:DescribeClusterDynamicConfiguration",
        "kafka-cluster:AlterClusterDynamicConfiguration",
    ]
    assert all(len(one["DependsOn"]) == 1 for one in quotas(resources))


@pytest.mark.parametrize("name", ["CN=orders,OU=x", "a/b", cdk.Fn.import_value("user")])
def test_accepts_every_name_a_client_can_have(administrable: DefineCluster, name: str):
    """Subjects of certificates, user names with slashes, names known when deployed."""
    stack = cdk.Stack(cdk.App(), "Stack")
    quota = ClientQuota(
        stack, "Quota", cluster=administrable(stack), user=name, request_percentage=1
    )
    assert quota.resource


@pytest.mark.parametrize(
    ("arguments", "shape", "message"),
    [
        ({"request_percentage": 1}, {}, "user or client_id must be given, got neither"),
        ({"user": "a"}, {}, "one limit must be given at least, got none"),
        ({"user": "a", "request_percentage": 0}, {}, "request_percentage must be a number above 0"),
        (
            {"user": "a", "controller_mutation_rate": float("nan")},
            {},
            "controller_mutation_rate must be a number above 0, got nan",
        ),
        (
            {"client_id": "a", "producer_byte_rate": cdk.Size.bytes(0)},
            {},
            "producer_byte_rate must be a number above 0",
        ),
        (
            {"client_id": "a", "producer_byte_rate": 1024},
            {},
            "producer_byte_rate must be a Size per second, got 1024",
        ),
        ({"user": "User:a", "request_percentage": 1}, {}, "user must be the name alone"),
        ({"user": "", "request_percentage": 1}, {}, "user must be 1 to 256 characters"),
        ({"client_id": "a\nb", "request_percentage": 1}, {}, "client_id must be 1 to 256"),
        (
            {"user": "a", "request_percentage": 1},
            {"scram": False, "server_properties": None},
            "user must be one that 'Stack/Cluster' authenticates, got 'a'; it has no SCRAM users",
        ),
        (
            {"user": "CN=a", "request_percentage": 1},
            {"tls": False},
            "it has no client certificates",
        ),
        (
            {"client_id": "a", "request_percentage": 1},
            {"iam": False},
            "cluster must accept IAM to have quotas",
        ),
        (
            {"client_id": "a", "request_percentage": 1},
            {"cluster_type": ClusterType.SERVERLESS},
            "cluster must be provisioned to have quotas",
        ),
    ],
)
def test_rejects_what_cannot_work(
    administrable: DefineCluster, arguments: dict, shape: dict, message: str
):
    """Quotas of nobody, of nothing, and of clients the cluster does not know."""
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match=f"Stack/Quota: .*{message}"):
        ClientQuota(stack, "Quota", cluster=administrable(stack, **shape), **arguments)


def test_clients_have_one_owner(administrable: DefineCluster):
    """Two resources with the quotas of the same clients could undo each other."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = administrable(stack)
    for number, who in enumerate(
        [
            {"user": "a"},
            {"user": "a", "client_id": "b"},
            {"client_id": "a"},
            {"user": "a", "client_id": ClientQuota.DEFAULT},
        ]
    ):
        ClientQuota(stack, f"Quota{number}", cluster=cluster, request_percentage=1, **who)

    with pytest.raises(
        ValueError,
        match="must be used once per cluster, got user 'a', client-id DEFAULT again; "
        "set its quotas in 'Stack/Quota3'",
    ):
        ClientQuota(
            stack,
            "Again",
            cluster=cluster,
            user="a",
            client_id=ClientQuota.DEFAULT,
            producer_byte_rate=MEBIBYTE,
        )


def test_two_clusters_know_nothing_of_each_other(administrable: DefineCluster):
    """The same user of another cluster is somebody else."""
    stack = cdk.Stack(cdk.App(), "Stack")
    for name in ("One", "Two"):
        ClientQuota(
            stack, f"Of{name}", cluster=administrable(stack, name), user="a", request_percentage=1
        )
    found = Template.from_stack(stack).to_json()["Resources"].values()

    assert len(quotas(list(found))) == 2
