"""UpdateConnectivity, and what becomes of the endpoints."""

import pytest
from botocore.exceptions import ClientError

PUBLIC = {"PublicAccess": {"Type": "SERVICE_PROVIDED_EIPS"}}
PRIVATE = {"PublicAccess": {"Type": "DISABLED"}}
DUAL = {"NetworkType": "DUAL"}


def vpcs(*, iam=False, scram=False, tls=False):
    sasl = {"Iam": {"Enabled": iam}, "Scram": {"Enabled": scram}}
    return {"VpcConnectivity": {"ClientAuthentication": {"Sasl": sasl, "Tls": {"Enabled": tls}}}}


@pytest.fixture(scope="module")
def open_subnets(network):
    """Three subnets with a route to the internet and addresses of IPv6, in a network of their own."""
    ec2 = network.session.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.2.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
    prefix = vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"].removesuffix("00::/56")
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc["VpcId"])
    filters = [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]
    (table,) = ec2.describe_route_tables(Filters=filters)["RouteTables"]
    ec2.create_route(
        RouteTableId=table["RouteTableId"], DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway
    )
    return [
        ec2.create_subnet(
            VpcId=vpc["VpcId"],
            CidrBlock=f"10.2.{number}.0/24",
            Ipv6CidrBlock=f"{prefix}0{number}::/64",
            AvailabilityZone=f"us-east-1{zone}",
        )["Subnet"]["SubnetId"]
        for number, zone in enumerate("abc")
    ]


@pytest.fixture
def arn(account, open_subnets):
    """A cluster that can be opened."""
    return account.create(nodes={"ClientSubnets": open_subnets, "SecurityGroups": []})


def update(account, arn, *settings):
    """Asks for the settings in one call and waits."""
    info = {name: value for one in settings for name, value in one.items()}
    account.kafka.update_connectivity(
        ClusterArn=arn, CurrentVersion=account.version(arn), ConnectivityInfo=info
    )
    return account.wait(arn)["Provisioned"]["BrokerNodeGroupInfo"]["ConnectivityInfo"]


def endpoints(account, arn):
    answer = account.kafka.get_bootstrap_brokers(ClusterArn=arn)
    return {key.removeprefix("BootstrapBrokerString") for key in answer if key.startswith("Boot")}


def test_public_access_comes_and_goes(account, arn):
    """A public cluster has public endpoints as long as it is public, which is an operation each."""
    assert update(account, arn, PUBLIC)["PublicAccess"] == PUBLIC["PublicAccess"]
    assert endpoints(account, arn) == {"SaslIam", "PublicSaslIam"}
    assert update(account, arn, PRIVATE)["PublicAccess"] == PRIVATE["PublicAccess"]
    assert endpoints(account, arn) == {"SaslIam"}
    listed = account.kafka.list_cluster_operations(ClusterArn=arn)["ClusterOperationInfoList"]
    assert [one["OperationType"] for one in listed] == ["UPDATE_CONNECTIVITY"] * 2


def test_other_networks_come_and_go(account, arn):
    """A cluster open to other networks has an endpoint for each authentication."""
    update(account, arn, vpcs(iam=True))
    assert endpoints(account, arn) == {"SaslIam", "VpcConnectivitySaslIam"}
    update(account, arn, vpcs())
    assert endpoints(account, arn) == {"SaslIam"}


def test_dual_stack_only_comes(account, arn):
    """There is no way back to IPv4."""
    assert update(account, arn, DUAL)["NetworkType"] == "DUAL"
    assert endpoints(account, arn) == {"SaslIam", "SaslIamIpv6"}
    with pytest.raises(ClientError, match="can't go back to IPv4"):
        update(account, arn, {"NetworkType": "IPV4"})


def test_one_setting_in_a_call(account, arn):
    """Two in a call are refused in MSK's own words, and none at all too."""
    with pytest.raises(ClientError, match="multiple connectivity settings in the same request"):
        update(account, arn, PUBLIC, DUAL)
    for nothing in (PRIVATE, vpcs(), {"NetworkType": "IPV4"}):
        with pytest.raises(ClientError, match="does not include any updates"):
            update(account, arn, nothing)


@pytest.mark.parametrize(
    ("setting", "reason"),
    [(PUBLIC, "must be public, with a route"), (DUAL, "must have an IPv6 CIDR block")],
)
def test_the_network_has_to_allow_it(account, setting, reason):
    """Subnets without a way to the internet, or without IPv6, stay as they are."""
    with pytest.raises(ClientError, match=reason):
        update(account, account.create(), setting)


def test_the_rules_of_clusters_hold(account, arn):
    """What excludes each other is refused, with the rule's words."""
    update(account, arn, vpcs(iam=True))
    with pytest.raises(ClientError, match="IPV4 on a cluster open to other VPCs"):
        update(account, arn, DUAL)


def test_only_active_clusters_change(account, arn):
    """A version that is not current, or a cluster under change, is refused."""
    with pytest.raises(ClientError, match="isn't current"):
        account.kafka.update_connectivity(
            ClusterArn=arn, CurrentVersion="K0", ConnectivityInfo=PUBLIC
        )
