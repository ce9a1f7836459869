"""Clusters through the API: born, described, deleted."""

import re

import pytest
from botocore.exceptions import ClientError

from msk_local.kafka import Authentication


def test_a_provisioned_cluster_becomes_active_when_its_brokers_run(account):
    """CREATING turns into ACTIVE, and the data plane was asked for what the request says."""
    arn = account.create()
    cluster = account.describe(arn)
    assert re.fullmatch(
        r"arn:aws:kafka:us-east-1:123456789012:cluster/orders/[0-9a-f-]{36}-\d+", arn
    )
    assert cluster["ClusterType"] == "PROVISIONED"
    assert re.fullmatch(r"K[A-Z0-9]{13}", cluster["CurrentVersion"])
    (data_plane,) = account.data_planes
    assert data_plane.running
    assert data_plane.broker_count == 3
    assert data_plane.authentications == {Authentication.IAM}


def test_msk_fills_in_what_a_request_leaves_out(account):
    """DescribeClusterV2 shows MSK's defaults, a default key and the zones of the subnets."""
    provisioned = account.describe(account.create())["Provisioned"]
    assert provisioned["EncryptionInfo"]["EncryptionAtRest"]["DataVolumeKMSKeyId"].endswith(
        "alias/aws/kafka"
    )
    assert provisioned["StorageMode"] == "LOCAL"
    assert provisioned["EnhancedMonitoring"] == "DEFAULT"
    nodes = provisioned["BrokerNodeGroupInfo"]
    assert len(set(nodes["ZoneIds"])) == 3
    assert nodes["ConnectivityInfo"]["PublicAccess"] == {"Type": "DISABLED"}
    assert provisioned["ClientAuthentication"]["Unauthenticated"] == {"Enabled": False}


def test_no_authentication_means_everyone_may_come(account):
    """A request without client authentication opens the listener nobody guards."""
    provisioned = account.provisioned()
    del provisioned["ClientAuthentication"]
    answer = account.kafka.create_cluster_v2(ClusterName="open", Provisioned=provisioned)
    account.wait(answer["ClusterArn"])
    assert account.data_planes[0].authentications == {Authentication.UNAUTHENTICATED_TLS}


def test_a_serverless_cluster_has_iam_and_a_name_of_its_own_kind(account):
    """The ARN ends in -s1, and only IAM is open."""
    arn = account.create_serverless()
    cluster = account.describe(arn)
    assert arn.endswith("-s1")
    assert cluster["ClusterType"] == "SERVERLESS"
    assert "Provisioned" not in cluster
    assert account.data_planes[0].authentications == {Authentication.IAM}
    default_group = cluster["Serverless"]["VpcConfigs"][0]["SecurityGroupIds"]
    assert default_group != [account.network.security_group]


def test_the_first_version_of_the_api_knows_provisioned_clusters_only(account):
    """CreateCluster and DescribeCluster have the flat structure; serverless clusters are refused."""
    answer = account.kafka.create_cluster(ClusterName="flat", **account.provisioned())
    account.wait(answer["ClusterArn"])
    serverless = account.create_serverless()
    info = account.kafka.describe_cluster(ClusterArn=answer["ClusterArn"])["ClusterInfo"]
    assert info["NumberOfBrokerNodes"] == 3
    assert [c["ClusterName"] for c in account.kafka.list_clusters()["ClusterInfoList"]] == ["flat"]
    with pytest.raises(ClientError, match="serverless"):
        account.kafka.describe_cluster(ClusterArn=serverless)


def test_clusters_are_listed_by_name_and_type(account):
    """ListClustersV2 filters by the start of the name and by the type."""
    account.create("orders-a")
    account.create_serverless("orders-b")

    def names(**filters):
        pages = account.kafka.get_paginator("list_clusters_v2").paginate(**filters)
        return [c["ClusterName"] for page in pages for c in page["ClusterInfoList"]]

    assert names() == ["orders-a", "orders-b"]
    assert names(ClusterNameFilter="orders-b") == ["orders-b"]
    assert names(ClusterTypeFilter="PROVISIONED") == ["orders-a"]
    assert names(PaginationConfig={"PageSize": 1}) == ["orders-a", "orders-b"]


def test_brokers_that_do_not_start_fail_the_cluster(account):
    """The state is FAILED and says why."""
    account.refusals.append("no Java on this machine")
    answer = account.kafka.create_cluster_v2(
        ClusterName="orders", Provisioned=account.provisioned()
    )
    cluster = account.wait(answer["ClusterArn"], state="FAILED")
    assert cluster["StateInfo"]["Message"] == "no Java on this machine"


def test_a_deleted_cluster_stops_and_is_forgotten(account):
    """DeleteCluster answers DELETING; the brokers end and the ARN names nothing any more."""
    arn = account.create()
    assert account.kafka.delete_cluster(ClusterArn=arn)["State"] == "DELETING"
    with pytest.raises(ClientError) as refusal:
        account.wait(arn, state="GONE")
    assert refusal.value.response["Error"]["Code"] == "NotFoundException"
    assert not account.data_planes[0].running


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"NumberOfBrokerNodes": 4}, "NumberOfBrokerNodes"),
        ({"nodes": {"ClientSubnets": ["subnet-none", "subnet-one"]}}, "subnets do not exist"),
        ({"nodes": {"SecurityGroups": ["sg-none"]}}, "security group sg-none does not exist"),
        ({"KafkaVersion": "99.9"}, r"Unsupported KafkaVersion \[99.9\]. Valid values"),
        ({"KafkaVersion": "3.6.0"}, "Unsupported KafkaVersion"),
        ({"nodes": {"InstanceType": "kafka.m7g.huge"}}, "InstanceType"),
        (
            {"EncryptionInfo": {"EncryptionAtRest": {"DataVolumeKMSKeyId": "none"}}},
            "KMS key none does not exist",
        ),
        (
            {"EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "PLAINTEXT"}}},
            "ClientBroker",
        ),
        (
            {"nodes": {"ConnectivityInfo": {"PublicAccess": {"Type": "SERVICE_PROVIDED_EIPS"}}}},
            "PublicAccess",
        ),
    ],
)
def test_what_msk_does_not_create_is_a_bad_request(account, changes, message):
    """A broken rule or a missing neighbour refuses the cluster, and nothing was started."""
    provisioned = account.provisioned(**changes)
    with pytest.raises(ClientError, match=message) as refusal:
        account.kafka.create_cluster_v2(ClusterName="orders", Provisioned=provisioned)
    assert refusal.value.response["Error"]["Code"] == "BadRequestException"
    assert account.data_planes == []


def test_a_name_is_taken_once(account):
    """A second cluster of a name is a conflict."""
    account.create()
    with pytest.raises(ClientError, match="name already exists") as refusal:
        account.create()
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 409


def test_two_subnets_in_one_zone_are_refused(account):
    """Brokers are spread over distinct zones."""
    ec2 = account.session.client("ec2")
    twin = ec2.create_subnet(
        VpcId=account.network.vpc, CidrBlock="10.0.9.0/24", AvailabilityZone="us-east-1a"
    )["Subnet"]["SubnetId"]
    subnets = [account.subnets[0], twin, account.subnets[1]]
    with pytest.raises(ClientError, match="distinct Availability Zones"):
        account.create(nodes={"ClientSubnets": subnets})


def test_an_unknown_arn_is_not_found_and_a_malformed_one_a_bad_request(account):
    """The two kinds of wrong ARN have their own exceptions."""
    arn = "arn:aws:kafka:us-east-1:123456789012:cluster/none/0-1"
    with pytest.raises(account.kafka.exceptions.NotFoundException):
        account.describe(arn)
    with pytest.raises(ClientError) as refusal:
        account.describe("none")
    assert refusal.value.response["Error"]["Code"] == "BadRequestException"


def test_tags_can_be_changed(account):
    """TagResource and UntagResource are seen by ListTagsForResource and DescribeClusterV2."""
    arn = account.create()
    account.kafka.tag_resource(ResourceArn=arn, Tags={"team": "orders", "stage": "test"})
    account.kafka.untag_resource(ResourceArn=arn, TagKeys=["stage"])
    assert account.kafka.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"team": "orders"}
    assert account.describe(arn)["Tags"] == {"team": "orders"}
