"""The MSK types against the control plane and an embedded broker."""

import base64
import json

import pytest

from msk_local.cloud import LocalCloud

pytestmark = pytest.mark.local_cloud

NAME = "tested"


def _deployment(*, partitions=3, retention="1000", threads=4, brokers=3, secrets=("One",)):
    """A network, a cluster with configuration, users, a policy and a topic."""
    configs = base64.b64encode(json.dumps({"retention.ms": retention}).encode()).decode()
    zones = ("a", "b", "c")
    subnets = {
        f"Subnet{zone}": _one(
            "EC2::Subnet",
            VpcId={"Ref": "Vpc"},
            CidrBlock=f"10.0.{number}.0/24",
            AvailabilityZone=f"us-east-1{zone}",
        )
        for number, zone in enumerate(zones)
    }
    users = {
        name: _one(
            "SecretsManager::Secret",
            Name=f"AmazonMSK_{name}",
            KmsKeyId={"Fn::GetAtt": ["Key", "Arn"]},
            GenerateSecretString={
                "SecretStringTemplate": json.dumps({"username": name}),
                "GenerateStringKey": "password",
                "ExcludePunctuation": True,
            },
        )
        for name in ("One", "Two")
    }
    arn = {"Ref": "Cluster"}
    statement = {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "kafka:Get*", "Resource": arn}  # fmt: skip
    return {
        "Vpc": _one("EC2::VPC", CidrBlock="10.0.0.0/16"),
        **subnets,
        "Key": _one("KMS::Key", KeyPolicy={"Version": "2012-10-17", "Statement": []}),
        "Configuration": _one(
            "MSK::Configuration", Name=NAME, ServerProperties=f"num.network.threads={threads}\n"
        ),
        "Cluster": _one(
            "MSK::Cluster",
            ClusterName=NAME,
            KafkaVersion="3.9.x.kraft",
            NumberOfBrokerNodes=brokers,
            BrokerNodeGroupInfo={
                "InstanceType": "kafka.m7g.large",
                "ClientSubnets": [{"Ref": f"Subnet{zone}"} for zone in zones],
                "StorageInfo": {"EBSStorageInfo": {"VolumeSize": 100}},
            },
            ClientAuthentication={"Sasl": {"Iam": {"Enabled": True}, "Scram": {"Enabled": True}}},
            EncryptionInfo={"EncryptionInTransit": {"ClientBroker": "TLS", "InCluster": True}},
            ConfigurationInfo={
                "Arn": {"Ref": "Configuration"},
                "Revision": {"Fn::GetAtt": ["Configuration", "LatestRevision.Revision"]},
            },
        ),
        **users,
        "Users": _one(
            "MSK::BatchScramSecret",
            ClusterArn=arn,
            SecretArnList=[{"Ref": name} for name in secrets],
        ),
        "Policy": _one("MSK::ClusterPolicy", ClusterArn=arn, Policy={"Statement": [statement]}),
        "Topic": _one(
            "MSK::Topic",
            ClusterArn=arn,
            TopicName="orders",
            PartitionCount=partitions,
            ReplicationFactor=3,
            Configs=configs,
        ),
    }


def _one(kind, **properties):
    return {"Type": f"AWS::{kind}", "Properties": properties}


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """A session of a whole local cloud."""
    with LocalCloud(tmp_path_factory.mktemp("cloud"), broker="embedded") as cloud:
        yield cloud.session()


@pytest.fixture(scope="module")
def deploy(session):
    """Creates or updates the stack and waits; returns its status and what went wrong."""
    client = session.client("cloudformation")

    def act(resources):
        names = [one["StackName"] for one in client.describe_stacks()["Stacks"]]
        verb = client.update_stack if NAME in names else client.create_stack
        verb(StackName=NAME, TemplateBody=json.dumps({"Resources": resources}))
        while (stack := client.describe_stacks(StackName=NAME)["Stacks"][0])[
            "StackStatus"
        ].endswith("_IN_PROGRESS"):
            continue
        events = client.describe_stack_events(StackName=NAME)["StackEvents"]
        return stack["StackStatus"], [
            one["ResourceStatusReason"]
            for one in events
            if one["ResourceStatus"].endswith("FAILED")
        ]

    return act


def test_a_cluster_and_what_belongs_to_it_live(session, deploy):
    """Created, changed one attribute at a time, rolled back when refused, and deleted."""
    kafka = session.client("kafka")
    status, reasons = deploy(_deployment())
    assert status == "CREATE_COMPLETE", reasons
    (cluster,) = kafka.list_clusters_v2()["ClusterInfoList"]
    arn = cluster["ClusterArn"]
    assert cluster["State"] == "ACTIVE"
    assert kafka.get_bootstrap_brokers(ClusterArn=arn)["BootstrapBrokerStringSaslIam"]

    assert deploy(_deployment(threads=6)) == ("UPDATE_COMPLETE", [])
    current = kafka.describe_cluster_v2(ClusterArn=arn)["ClusterInfo"]["Provisioned"]
    assert current["CurrentBrokerSoftwareInfo"]["ConfigurationRevision"] == 2

    # MSK takes partitions and settings of a topic in two updates.
    everything = {"threads": 6, "partitions": 5, "secrets": ("One", "Two")}
    assert deploy(_deployment(**everything)) == ("UPDATE_COMPLETE", [])
    everything["retention"] = "2000"
    assert deploy(_deployment(**everything)) == ("UPDATE_COMPLETE", [])
    topic = kafka.describe_topic(ClusterArn=arn, TopicName="orders")
    assert topic["PartitionCount"] == 5
    assert "2000" in base64.b64decode(topic["Configs"]).decode()
    assert len(kafka.list_scram_secrets(ClusterArn=arn)["SecretArnList"]) == 2

    status, reasons = deploy(_deployment(**{**everything, "partitions": 2}))
    assert (status, len(reasons)) == ("UPDATE_ROLLBACK_COMPLETE", 1)
    assert kafka.describe_topic(ClusterArn=arn, TopicName="orders")["PartitionCount"] == 5

    version = kafka.describe_cluster_v2(ClusterArn=arn)["ClusterInfo"]["CurrentVersion"]
    status, reasons = deploy(_deployment(**everything, brokers=4))
    assert status == "UPDATE_ROLLBACK_COMPLETE", reasons
    assert "multiple of the number of Availability Zones" in reasons[0]
    intact = kafka.describe_cluster_v2(ClusterArn=arn)["ClusterInfo"]
    assert (intact["State"], intact["CurrentVersion"]) == ("ACTIVE", version)
    assert intact["Provisioned"]["NumberOfBrokerNodes"] == 3

    two = _deployment(**everything, brokers=6)
    two["Cluster"]["Properties"]["EnhancedMonitoring"] = "PER_BROKER"
    status, reasons = deploy(two)
    assert status == "UPDATE_ROLLBACK_COMPLETE"
    assert "multiple attributes" in reasons[0]

    client = session.client("cloudformation")
    client.delete_stack(StackName=NAME)
    client.get_waiter("stack_delete_complete").wait(StackName=NAME, WaiterConfig={"Delay": 1})
    assert kafka.list_clusters_v2()["ClusterInfoList"] == []
    assert kafka.list_configurations()["Configurations"] == []


def test_a_serverless_cluster_is_replaced_by_any_change(session):
    """Serverless clusters change by being made anew, so another name makes another cluster."""
    client, kafka = session.client("cloudformation"), session.client("kafka")

    def template(name):
        network = {k: v for k, v in _deployment().items() if k.startswith(("Vpc", "Subnet"))}
        cluster = _one(
            "MSK::ServerlessCluster",
            ClusterName=name,
            ClientAuthentication={"Sasl": {"Iam": {"Enabled": True}}},
            VpcConfigs=[{"SubnetIds": [{"Ref": "Subneta"}, {"Ref": "Subnetb"}]}],
        )
        return json.dumps({"Resources": {**network, "Cluster": cluster}})

    client.create_stack(StackName="serverless", TemplateBody=template("first"))
    waiting = {"Delay": 1}
    client.get_waiter("stack_create_complete").wait(StackName="serverless", WaiterConfig=waiting)
    client.update_stack(StackName="serverless", TemplateBody=template("second"))
    client.get_waiter("stack_update_complete").wait(StackName="serverless", WaiterConfig=waiting)
    (cluster,) = kafka.list_clusters_v2()["ClusterInfoList"]
    assert cluster["ClusterName"] == "second"
    client.delete_stack(StackName="serverless")
    client.get_waiter("stack_delete_complete").wait(StackName="serverless", WaiterConfig=waiting)
    assert kafka.list_clusters_v2()["ClusterInfoList"] == []
