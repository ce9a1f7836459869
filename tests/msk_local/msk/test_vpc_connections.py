"""Connections from other networks, through the API."""

import pytest
from botocore.exceptions import ClientError

from tests.msk_local.msk.test_connectivity import update, vpcs


@pytest.fixture(scope="module")
def clients(network):
    """The network of the clients: subnets in the zones of clusters, and a security group."""
    ec2 = network.session.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.3.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"10.3.{number}.0/24", AvailabilityZone=f"us-east-1{zone}"
        )["Subnet"]["SubnetId"]
        for number, zone in enumerate("abc")
    ]
    group = ec2.create_security_group(VpcId=vpc, GroupName="clients", Description="clients")
    return {"VpcId": vpc, "ClientSubnets": subnets, "SecurityGroups": [group["GroupId"]]}


@pytest.fixture
def arn(account):
    """A cluster that is open for IAM."""
    arn = account.create()
    update(account, arn, vpcs(iam=True))
    return arn


def connect(account, arn, clients, **more):
    """The ARN of a connection."""
    wanted = {"Authentication": "SASL_IAM", **clients, **more}
    return account.kafka.create_vpc_connection(TargetClusterArn=arn, **wanted)["VpcConnectionArn"]


def test_a_connection_lives(account, arn, clients):
    """Clients see what they made, the owner sees who came, and both see it go."""
    connection = connect(account, arn, clients, Tags={"team": "orders"})
    found = account.kafka.describe_vpc_connection(Arn=connection)
    assert (found["State"], found["TargetClusterArn"]) == ("AVAILABLE", arn)
    assert found["Subnets"] == clients["ClientSubnets"]
    assert account.kafka.list_tags_for_resource(ResourceArn=connection)["Tags"] == {
        "team": "orders"
    }
    (own,) = account.kafka.list_vpc_connections()["VpcConnections"]
    listed = account.kafka.list_client_vpc_connections(ClusterArn=arn)
    (theirs,) = listed["ClientVpcConnections"]
    assert own["VpcConnectionArn"] == theirs["VpcConnectionArn"] == connection
    assert theirs["Owner"] == "123456789012"
    account.kafka.delete_vpc_connection(Arn=connection)
    with pytest.raises(account.kafka.exceptions.NotFoundException):
        account.kafka.describe_vpc_connection(Arn=connection)


def test_serverless_clusters_take_connections(account, clients):
    """They are open for IAM without being opened."""
    connection = connect(account, account.create_serverless(), clients)
    assert account.kafka.describe_vpc_connection(Arn=connection)["State"] == "AVAILABLE"


def test_the_owner_may_hang_up(account, arn, clients):
    """A rejected connection stays, and says that it is."""
    connection = connect(account, arn, clients)
    account.kafka.reject_client_vpc_connection(ClusterArn=arn, VpcConnectionArn=connection)
    assert account.kafka.describe_vpc_connection(Arn=connection)["State"] == "REJECTED"


def test_a_connection_to_nowhere_is_inactive(account, arn, clients):
    """A cluster that closes leaves its connections behind."""
    connection = connect(account, arn, clients)
    update(account, arn, vpcs())
    assert account.kafka.describe_vpc_connection(Arn=connection)["State"] == "INACTIVE"


REFUSED = {
    "an authentication that is not open": ({"Authentication": "TLS"}, "not turned on for TLS"),
    "no authentication of MSK": ({"Authentication": "NONE"}, "must be one of SASL_IAM"),
    "a network of somebody else": ({"VpcId": "vpc-0"}, "must be in the VPC"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refusals(account, arn, clients, case):
    """What MSK would not connect is refused."""
    change, message = REFUSED[case]
    with pytest.raises(ClientError, match=message):
        connect(account, arn, clients, **change)


def test_zones_have_to_match(account, arn, clients):
    """A connection stands in every zone of the cluster."""
    with pytest.raises(ClientError, match="in the Availability Zones of the cluster"):
        connect(account, arn, {**clients, "ClientSubnets": clients["ClientSubnets"][:2]})


@pytest.mark.parametrize("arn", ["arn:aws:kafka:us-east-1:123456789012:cluster/x", "nothing"])
def test_what_is_no_connection(account, arn):
    """An ARN of something else is no connection."""
    with pytest.raises(account.kafka.exceptions.BadRequestException):
        account.kafka.describe_vpc_connection(Arn=arn)
