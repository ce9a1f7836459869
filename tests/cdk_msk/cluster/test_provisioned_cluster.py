"""Provisioned clusters as CloudFormation sees them."""

import inspect

import aws_cdk as cdk
import pytest
from aws_cdk import aws_acmpca as acmpca
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk.aws_msk import CfnCluster

from cdk_msk import (
    BrokerLogging,
    BrokerSize,
    BrokerType,
    ClientAuthentication,
    ClientBrokerEncryption,
    ClusterType,
    Configuration,
    KafkaVersion,
    MonitoringLevel,
    NetworkType,
    OpenMonitoring,
    ProvisionedCluster,
    Rebalancing,
    Storage,
    StorageAutoscaling,
    StorageMode,
    VpcConnectivity,
)

CLUSTER = "AWS::MSK::Cluster"


def authorities(scope):
    return [
        acmpca.CertificateAuthority.from_certificate_authority_arn(
            scope,
            "Authority",
            "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/0a1b",
        )
    ]


@pytest.fixture(scope="module")
def default(network, resources):
    """Everything a cluster brings when nothing but its network is stated."""
    stack = cdk.Stack(cdk.App(), "Stack")
    ProvisionedCluster(stack, "Cluster", vpc=network(stack))
    return resources(stack)


@pytest.fixture(scope="module")
def default_properties(default):
    return default["ClusterEB0386A7"]["Properties"]


@pytest.fixture(scope="module")
def complete(network, resources):
    """A ZooKeeper cluster of Standard brokers with every argument stated."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=network(stack, kind="public"),
        vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
        cluster_name="orders",
        kafka_version=KafkaVersion.V3_9_X,
        broker_size=BrokerSize.M7G_4XLARGE,
        brokers_per_az=2,
        storage=Storage(
            volume_size=cdk.Size.tebibytes(1),
            provisioned_throughput_mibps=500,
            mode=StorageMode.TIERED,
        ),
        storage_autoscaling=StorageAutoscaling(maximum=cdk.Size.tebibytes(4)),
        encryption_key=kms.Key(stack, "Key"),
        client_broker_encryption=ClientBrokerEncryption.TLS,
        in_cluster_encryption=True,
        client_authentication=ClientAuthentication(
            iam=True, scram=True, tls=True, certificate_authorities=authorities(stack)
        ),
        configuration=Configuration(
            stack,
            "Configuration",
            server_properties={"allow.everyone.if.no.acl.found": False},
        ),
        monitoring_level=MonitoringLevel.PER_TOPIC_PER_PARTITION,
        broker_logging=BrokerLogging(
            log_group=logs.LogGroup(stack, "Logs"),
            bucket=s3.Bucket(stack, "Bucket"),
            bucket_prefix="brokers/",
        ),
        authorizer_logging=BrokerLogging(cloudwatch=True),
        public_access=True,
        vpc_connectivity=VpcConnectivity(iam=True, scram=True),
        network_type=NetworkType.IPV4,
        zookeeper_access=False,
        tags={"team": "orders"},
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    cdk.CfnOutput(stack, "Brokers", value=cluster.bootstrap_brokers)
    return resources(stack)


@pytest.fixture(scope="module")
def complete_properties(complete):
    return complete["ClusterEB0386A7"]["Properties"]


def test_needs_nothing_but_a_network(default_properties):
    """The default cluster has one m7g.large broker in each zone, on KRaft, with IAM over TLS."""
    nodes = default_properties["BrokerNodeGroupInfo"]
    assert default_properties["NumberOfBrokerNodes"] == 3
    assert default_properties["KafkaVersion"] == "3.9.x.kraft"
    assert nodes["InstanceType"] == "kafka.m7g.large"
    assert nodes["ClientSubnets"] == ["subnet-1", "subnet-2", "subnet-3"]
    assert nodes["StorageInfo"] == {"EBSStorageInfo": {"VolumeSize": 100}}
    assert default_properties["EncryptionInfo"]["EncryptionInTransit"] == {
        "ClientBroker": "TLS",
        "InCluster": True,
    }


def test_says_what_is_off(default_properties):
    """Authentications and exporters that are not wanted are switched off in words."""
    assert default_properties["ClientAuthentication"] == {
        "Sasl": {"Iam": {"Enabled": True}, "Scram": {"Enabled": False}},
        "Tls": {"Enabled": False},
        "Unauthenticated": {"Enabled": False},
    }
    assert default_properties["OpenMonitoring"]["Prometheus"] == {
        "JmxExporter": {"EnabledInBroker": False},
        "NodeExporter": {"EnabledInBroker": False},
    }


def test_encrypts_with_a_key_of_its_own_that_rotates(default, default_properties):
    """Data and logs of a cluster are encrypted by one key, which rotates."""
    (key,) = [id_ for id_, one in default.items() if one["Type"] == "AWS::KMS::Key"]
    arn = {"Fn::GetAtt": [key, "Arn"]}
    at_rest = default_properties["EncryptionInfo"]["EncryptionAtRest"]
    (log_group,) = [one for one in default.values() if one["Type"] == "AWS::Logs::LogGroup"]
    assert default[key]["Properties"]["EnableKeyRotation"] is True
    assert at_rest == {"DataVolumeKMSKeyId": arn}
    assert log_group["Properties"]["KmsKeyId"] == arn


def test_keeps_everything_a_retained_cluster_lives_on(default):
    """By default nothing of the cluster goes with its stack: data, key, security group, logs."""
    assert {one["DeletionPolicy"] for one in default.values()} == {"RetainExceptOnCreate"}
    assert {one["UpdateReplacePolicy"] for one in default.values()} == {"Retain"}


def test_logical_ids_of_what_holds_data_never_change(default):
    """These ids are a promise: another one would replace the resource, and lose the data."""
    assert {id_: one["Type"] for id_, one in default.items()} == {
        "ClusterEB0386A7": CLUSTER,
        "ClusterEncryptionKeyCA996B21": "AWS::KMS::Key",
        "ClusterSecurityGroup0921994B": "AWS::EC2::SecurityGroup",
        "ClusterLogsBrokerLogGroup9527F548": "AWS::Logs::LogGroup",
    }


def test_nothing_that_replaces_the_security_group_can_change(default):
    """A security group is replaced with its description, and the cluster with the group."""
    group = default["ClusterSecurityGroup0921994B"]["Properties"]
    assert group["GroupDescription"] == "Kafka brokers"
    assert "GroupName" not in group
    assert "SecurityGroupIngress" not in group


def test_a_generated_name_is_stable(default_properties):
    """A cluster without a name always gets the same one."""
    assert default_properties["ClusterName"] == "Stack-Cluster-F0EB02FA"


def test_every_argument_reaches_the_template(complete_properties):
    """All that is stated about a cluster is found in its resource."""
    nodes = complete_properties["BrokerNodeGroupInfo"]
    assert complete_properties["ClusterName"] == "orders"
    assert complete_properties["NumberOfBrokerNodes"] == 6
    assert complete_properties["KafkaVersion"] == "3.9.x"
    assert complete_properties["StorageMode"] == "TIERED"
    assert complete_properties["EnhancedMonitoring"] == "PER_TOPIC_PER_PARTITION"
    assert complete_properties["ZookeeperAccess"] == {"Enabled": False}
    assert complete_properties["Tags"] == {"team": "orders"}
    assert complete_properties["ClientAuthentication"]["Tls"]["CertificateAuthorityArnList"] == [
        "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/0a1b"
    ]
    assert nodes["InstanceType"] == "kafka.m7g.4xlarge"
    assert nodes["StorageInfo"]["EBSStorageInfo"] == {
        "VolumeSize": 1024,
        "ProvisionedThroughput": {"Enabled": True, "VolumeThroughput": 500},
    }


def test_every_property_of_the_resource_type_is_used(complete_properties, network, resources):
    """What `CfnCluster` can be told, a cluster can be told."""
    stack = cdk.Stack(cdk.App(), "Stack")
    ProvisionedCluster(
        stack,
        "Cluster",
        vpc=network(stack),
        broker_size=BrokerSize.EXPRESS_M7G_LARGE,
        rebalancing=Rebalancing.PAUSED,
        open_monitoring=OpenMonitoring(),
    )
    (express,) = resources(stack, CLUSTER).values()
    parameters = set(inspect.signature(CfnCluster.__init__).parameters) - {"self", "scope", "id"}
    possible = {name.title().replace("_", "") for name in parameters}
    # Set by MSK, not by a template.
    possible.remove("CurrentVersion")
    assert possible == complete_properties.keys() | express["Properties"].keys()


def test_waits_for_the_policy_of_its_log_bucket(complete):
    """Brokers that could not write to the bucket would keep the cluster from being created."""
    assert complete["ClusterEB0386A7"]["DependsOn"] == ["BucketPolicyE9A3008A"]


def test_the_configuration_is_applied_at_its_latest_revision(complete_properties):
    """A new revision reaches the cluster in the deployment that makes it."""
    revision = complete_properties["ConfigurationInfo"]["Revision"]
    assert revision["Fn::GetAtt"][1] == "LatestRevision.Revision"


def test_the_removal_policy_is_that_of_all_it_owns(complete):
    """A cluster that goes with its stack takes its security group along."""
    group = complete["ClusterSecurityGroup0921994B"]
    assert complete["ClusterEB0386A7"]["DeletionPolicy"] == "Delete"
    assert group["DeletionPolicy"] == "Delete"


def test_express_brokers_bring_their_storage(stack, network, resources, warnings):
    """An Express cluster states no storage, and keeps key and logs."""
    cluster = ProvisionedCluster(
        stack, "Cluster", vpc=network(stack), broker_size=BrokerSize.EXPRESS_M7G_LARGE
    )
    (resource,) = resources(stack, CLUSTER).values()
    properties = resource["Properties"]
    assert cluster.broker_type is BrokerType.EXPRESS
    assert cluster.cluster_type is ClusterType.PROVISIONED
    assert "StorageMode" not in properties
    assert "StorageInfo" not in properties["BrokerNodeGroupInfo"]
    assert properties["LoggingInfo"]["BrokerLogs"]["CloudWatchLogs"]["Enabled"] is True
    assert "EncryptionAtRest" in properties["EncryptionInfo"]
    assert warnings(stack) == []


def test_the_default_cluster_has_nothing_to_warn_of(stack, network, warnings):
    """Defaults follow AWS's advice."""
    ProvisionedCluster(stack, "Cluster", vpc=network(stack))
    assert warnings(stack) == []


def test_given_security_groups_are_used_as_they_are(stack, network, resources):
    """No group is added to those that were given: it would replace the cluster."""
    given = ec2.SecurityGroup.from_security_group_id(stack, "Given", "sg-1")
    ProvisionedCluster(stack, "Cluster", vpc=network(stack), security_groups=[given])
    (resource,) = resources(stack, CLUSTER).values()
    assert resource["Properties"]["BrokerNodeGroupInfo"]["SecurityGroups"] == ["sg-1"]


REFUSED = {
    "a size of no broker": ({"broker_size": BrokerSize.of("kafka.m9.large")}, "broker_size must"),
    "t3.small with KRaft": ({"broker_size": BrokerSize.T3_SMALL}, "broker_size must"),
    "t3.small with tiered storage": (
        {
            "broker_size": BrokerSize.T3_SMALL,
            "kafka_version": KafkaVersion.V3_9_X,
            "storage": Storage(volume_size=cdk.Size.gibibytes(100), mode=StorageMode.TIERED),
        },
        "broker_size must be larger for tiered storage",
    ),
    "a version of no release": ({"kafka_version": KafkaVersion.of("3.5.9")}, "kafka_version must"),
    "SCRAM in plaintext": (
        {
            "client_authentication": ClientAuthentication(scram=True),
            "client_broker_encryption": ClientBrokerEncryption.TLS_PLAINTEXT,
        },
        "client_broker_encryption must be TLS for SCRAM",
    ),
    "IAM in plaintext": (
        {"client_broker_encryption": ClientBrokerEncryption.PLAINTEXT},
        "client_broker_encryption must be TLS for IAM",
    ),
    "IAM without encryption between brokers": (
        {"in_cluster_encryption": False},
        "in_cluster_encryption must",
    ),
    "no authentication": (
        {"client_authentication": ClientAuthentication()},
        "client_authentication must",
    ),
    "certificates of nobody": (
        {"client_authentication": ClientAuthentication(tls=True)},
        "must name at least one certificate authority",
    ),
    "a volume too large": (
        {"storage": Storage(volume_size=cdk.Size.tebibytes(17))},
        "storage must give each broker a volume of 1 to 16384 GiB, got 17408",
    ),
    "a volume of a broken size": (
        {"storage": Storage(volume_size=cdk.Size.mebibytes(1500))},
        "storage must be a whole number of GiB, got 1.46484375",
    ),
    "throughput on small brokers": (
        {"storage": Storage(volume_size=cdk.Size.gibibytes(100), provisioned_throughput_mibps=300)},
        "storage must",
    ),
    "a maximum below the volume": (
        {"storage_autoscaling": StorageAutoscaling(maximum=cdk.Size.gibibytes(50))},
        "storage_autoscaling must grow volumes to a maximum from 100 to 16384 GiB, got 50",
    ),
    "storage on Express": (
        {
            "broker_size": BrokerSize.EXPRESS_M7G_LARGE,
            "storage": Storage(volume_size=cdk.Size.gibibytes(100)),
        },
        "storage must",
    ),
    "rebalancing on Standard": ({"rebalancing": Rebalancing.ACTIVE}, "rebalancing must"),
    "public access from private subnets": (
        {"public_access": True},
        "vpc_subnets must be public subnets, with a route to an internet gateway",
    ),
    "public access to everybody": (
        {
            "public_access": True,
            "client_authentication": ClientAuthentication(unauthenticated=True),
        },
        "public_access must stay off",
    ),
    "other networks on t3.small": (
        {
            "vpc_connectivity": VpcConnectivity(iam=True),
            "broker_size": BrokerSize.T3_SMALL,
            "kafka_version": KafkaVersion.V3_9_X,
        },
        "broker_size must be larger for connectivity to other VPCs",
    ),
    "other networks by SCRAM without closed ACLs": (
        {
            "vpc_connectivity": VpcConnectivity(scram=True),
            "client_authentication": ClientAuthentication(scram=True),
        },
        "configuration must set allow.everyone.if.no.acl.found to false",
    ),
    "dual stack and other networks": (
        {"network_type": NetworkType.DUAL, "vpc_connectivity": VpcConnectivity(iam=True)},
        "network_type must",
    ),
    "a name too long": ({"cluster_name": "c" * 65}, "cluster_name must"),
    "no broker": ({"brokers_per_az": 0}, "brokers_per_az must"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refuses_what_msk_refuses(case, stack, network):
    """A cluster that MSK would refuse fails at synth, with its path and the argument to mend."""
    arguments, message = REFUSED[case]
    with pytest.raises(ValueError, match="Stack/Cluster: ") as refused:
        ProvisionedCluster(stack, "Cluster", vpc=network(stack), **arguments)
    assert message in str(refused.value)


WARNED = {
    "a name with blanks": {"cluster_name": "my cluster"},
    "a version newer than the tables": {"kafka_version": KafkaVersion.of("13.9.x")},
    "plaintext": {
        "client_broker_encryption": ClientBrokerEncryption.PLAINTEXT,
        "client_authentication": ClientAuthentication(unauthenticated=True),
    },
}


@pytest.mark.parametrize("case", WARNED)
def test_warns_of_what_may_go_wrong(case, stack, network, warnings):
    """What MSK may take, and somebody may be sorry for, is a warning that can be acknowledged."""
    ProvisionedCluster(stack, "Cluster", vpc=network(stack), **WARNED[case])
    assert any("Stack/Cluster: " in warning for warning in warnings(stack))
    assert any("[ack: cdk-msk:" in warning for warning in warnings(stack))


def test_refuses_express_in_two_zones(stack, network):
    """Express brokers need three zones."""
    with pytest.raises(ValueError, match="Stack/Cluster: vpc_subnets must"):
        ProvisionedCluster(
            stack, "Cluster", vpc=network(stack, 2), broker_size=BrokerSize.EXPRESS_M7G_LARGE
        )


def test_names_everything_that_is_wrong_at_once(stack, network):
    """One deployment that fails is enough to learn of every mistake."""
    with pytest.raises(ValueError, match="Stack/Cluster: ") as refused:
        ProvisionedCluster(
            stack,
            "Cluster",
            vpc=network(stack),
            kafka_version=KafkaVersion.of("1.2.3"),
            broker_size=BrokerSize.M5_LARGE,
            storage=Storage(volume_size=cdk.Size.gibibytes(20_000)),
            cluster_name="c" * 65,
            client_authentication=ClientAuthentication(tls=True),
        )
    lines = str(refused.value).splitlines()
    assert len(lines) == 4
    assert all(line.startswith("Stack/Cluster: ") for line in lines)


def test_the_template_of_the_cluster_says_nothing_of_connectivity(complete_properties):
    """MSK refuses it at creation, and an update of the cluster must not touch it."""
    assert "ConnectivityInfo" not in complete_properties["BrokerNodeGroupInfo"]


def test_lets_clients_in_from_the_internet(stack, network, resources):
    """Named addresses reach the public ports, and no other."""
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=network(stack, kind="public"),
        vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
        public_access=True,
    )
    cluster.allow_public_clients_from(ec2.Peer.ipv4("198.51.100.0/24"))
    (group,) = resources(stack, "AWS::EC2::SecurityGroup").values()
    (rule,) = group["Properties"]["SecurityGroupIngress"]
    assert (rule["CidrIp"], rule["FromPort"], rule["ToPort"]) == ("198.51.100.0/24", 9198, 9198)


def test_lets_nobody_into_a_private_cluster(stack, network):
    """There are no public ports to let anybody in."""
    cluster = ProvisionedCluster(stack, "Cluster", vpc=network(stack))
    with pytest.raises(ValueError, match="public_access must be True"):
        cluster.allow_public_clients_from(ec2.Peer.ipv4("198.51.100.0/24"))


def test_tokens_break_no_check(stack, network, resources, warnings):
    """What is known at deployment only is passed on unchecked, whichever argument it is."""
    text = cdk.CfnParameter(stack, "Text").value_as_string
    number = cdk.CfnParameter(stack, "Number", type="Number").value_as_number
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=network(stack),
        cluster_name=text,
        kafka_version=KafkaVersion.of(text),
        broker_size=BrokerSize.of(text),
        storage=Storage(
            volume_size=cdk.Size.gibibytes(number), provisioned_throughput_mibps=number
        ),
        storage_autoscaling=StorageAutoscaling(
            maximum=cdk.Size.gibibytes(number), target_utilization_percent=number
        ),
        configuration=Configuration(
            stack,
            "Configuration",
            server_properties={"log.retention.ms": number, "compression.type": text},
        ),
        broker_logging=BrokerLogging(
            bucket=s3.Bucket.from_bucket_name(stack, "Bucket", text), bucket_prefix=text
        ),
    )
    cluster.grant_consume(iam.User(stack, "User"), topics=[text], groups=[text])
    (resource,) = resources(stack, CLUSTER).values()
    storage = resource["Properties"]["BrokerNodeGroupInfo"]["StorageInfo"]["EBSStorageInfo"]
    assert resource["Properties"]["ClusterName"] == {"Ref": "Text"}
    assert storage["VolumeSize"] == {"Ref": "Number"}
    (configuration,) = resources(stack, "AWS::MSK::Configuration").values()
    assert configuration["Properties"]["ServerProperties"] == {
        "Fn::Join": [
            "",
            ["compression.type=", {"Ref": "Text"}, "\nlog.retention.ms=", {"Ref": "Number"}, "\n"],
        ]
    }


def test_a_number_of_brokers_must_be_known(stack, network):
    """A template cannot multiply, so brokers per zone cannot be a parameter."""
    number = cdk.CfnParameter(stack, "Number", type="Number").value_as_number
    with pytest.raises(ValueError, match="brokers_per_az must be a number at synth"):
        ProvisionedCluster(stack, "Cluster", vpc=network(stack), brokers_per_az=number)


def test_regions_without_storage_autoscaling_are_known(network):
    """Application Auto Scaling would refuse the target there."""
    osaka = cdk.Stack(cdk.App(), "Stack", env=cdk.Environment(region="ap-northeast-3"))
    with pytest.raises(ValueError, match="storage_autoscaling must be absent"):
        ProvisionedCluster(
            osaka,
            "Cluster",
            vpc=network(osaka),
            storage_autoscaling=StorageAutoscaling(maximum=cdk.Size.gibibytes(500)),
        )
