"""Topics and a configuration over several deployments, by the real CDK CLI, on real brokers."""

import base64
import json
from pathlib import Path

import aws_cdk as cdk
import pytest

from cdk_msk import Configuration, ProvisionedCluster, StreamingVpc, Topic, Topics
from main_job.cdk import Cdk
from msk_local import LocalCloud
from msk_local.kafka.broker.apache.jars import missing_tools
from msk_model.topic_policy import TopicPlan, TopicPolicy

pytestmark = pytest.mark.local_cloud

NAME = "Day2"
KEPT = {"removal_policy": cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE}
GONE = {"removal_policy": cdk.RemovalPolicy.DESTROY}
GOLD = TopicPlan(partition_count=2, configs={"min.insync.replicas": 2})
POLICY = TopicPolicy(plans={"gold": GOLD}, default_plan="gold")


class Deployed:
    """A stack with a cluster, and whatever topics a test defines on it."""

    def __init__(self, cloud, folder):
        self._cloud, self._folder, self._count = cloud, folder, 0
        (folder / "empty").mkdir()
        self._cdk = Cdk(cloud.environment(), log=folder / "cdk.log", output=folder / "cdk.out")
        self._cdk.bootstrap(cloud.account, cloud.region, empty=folder / "empty")
        self.kafka = cloud.session().client("kafka")

    def deploy(self, define, *, partitions=1):
        """Deploy the stack with the topics that `define` defines, and `num.partitions` set."""
        self._count += 1
        app = cdk.App(outdir=str(self._folder / str(self._count)))
        stack = cdk.Stack(app, NAME)
        network = StreamingVpc(stack, "Network", interface_endpoints=(), flow_logs=False, **GONE)
        configuration = Configuration(
            stack, "Configuration", server_properties={"num.partitions": partitions}
        )
        cluster = ProvisionedCluster(
            stack, "Cluster", vpc=network.vpc, configuration=configuration, **GONE
        )
        define(stack, cluster)
        app.synth()
        self._cdk.deploy(Path("none"), app=str(self._folder / str(self._count)))

    @property
    def arn(self):
        (cluster,) = self.kafka.list_clusters_v2()["ClusterInfoList"]
        return cluster["ClusterArn"]

    def topic(self, name):
        """Partitions, copies and settings as they are on the brokers."""
        found = self.kafka.describe_topic(ClusterArn=self.arn, TopicName=name)
        configs = json.loads(base64.b64decode(found["Configs"]))
        return found["PartitionCount"], found["ReplicationFactor"], configs

    @property
    def names(self):
        pages = self.kafka.get_paginator("list_topics").paginate(ClusterArn=self.arn)
        names = {topic["TopicName"] for page in pages for topic in page["Topics"]}
        return {name for name in names if not name.startswith("__")}

    def by_hand(self, operation, name, configs, **settings):
        """Do what somebody does without the stack."""
        text = base64.b64encode(json.dumps(configs).encode()).decode()
        operation(ClusterArn=self.arn, TopicName=name, Configs=text, **settings)

    @property
    def configurations(self):
        """Names of configurations, and which of them the cluster runs."""
        found = self.kafka.list_configurations()["Configurations"]
        software = self.kafka.describe_cluster_v2(ClusterArn=self.arn)["ClusterInfo"][
            "Provisioned"
        ]["CurrentBrokerSoftwareInfo"]
        used = [one["Name"] for one in found if one["Arn"] == software["ConfigurationArn"]]
        return [one["Name"] for one in found], used


@pytest.fixture(
    scope="module",
    params=[
        "embedded",
        pytest.param(
            "apache",
            marks=[
                pytest.mark.apache_kafka,
                pytest.mark.skipif(bool(missing_tools()), reason="needs Java and Maven"),
            ],
        ),
    ],
)
def deployed(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lifecycle")
    with LocalCloud(folder / "cloud", broker=request.param) as cloud:
        yield Deployed(cloud, folder)


def test_topics_are_on_the_brokers_as_declared_after_every_deployment(deployed):
    """Created, changed, grown, renamed, created anew, left behind and adopted."""

    def orders(stack, cluster, *, partitions=3, days=7, **stated):
        configs = {"retention.ms": cdk.Duration.days(days)}
        arguments = {"topic_name": "orders", "partition_count": partitions, "configs": configs}
        return Topic(stack, "Orders", cluster=cluster, **{**arguments, **KEPT, **stated})

    def first(stack, cluster):
        orders(stack, cluster, protected=True)
        Topic(stack, "R", cluster=cluster, topic_name="returns", partition_count=1, **GONE)
        Topic(stack, "K", cluster=cluster, topic_name="keep", policy=POLICY, **KEPT)

    deployed.deploy(first)
    assert deployed.topic("orders") == (3, 3, {"retention.ms": "604800000"})
    assert deployed.topic("keep") == (2, 3, {"min.insync.replicas": "2"})
    assert deployed.topic("returns") == (1, 3, {})
    (one,), used = deployed.configurations
    assert used == [one]

    kafka = deployed.kafka
    deployed.by_hand(kafka.update_topic, "orders", {"segment.ms": "3600000"})
    legacy = {"PartitionCount": 4, "ReplicationFactor": 3}
    deployed.by_hand(kafka.create_topic, "legacy", {"retention.ms": "86400000"}, **legacy)

    def second(stack, cluster):
        orders(stack, cluster, days=1, protected=True)
        Topic(stack, "R", cluster=cluster, topic_name="returns.v2", partition_count=1, **GONE)
        Topic(
            stack,
            "Legacy",
            cluster=cluster,
            topic_name="legacy",
            partition_count=4,
            configs={"retention.ms": "1 day"},
            adopt=True,
        )

    deployed.deploy(second, partitions=2)
    assert deployed.topic("orders") == (
        3,
        3,
        {"retention.ms": "86400000", "segment.ms": "3600000"},
    )
    assert deployed.topic("legacy") == (4, 3, {"retention.ms": "86400000"})
    assert deployed.topic("returns.v2") == (1, 3, {})
    assert deployed.names == {"orders", "returns.v2", "legacy", "keep"}
    (other,), used = deployed.configurations
    assert used == [other] != [one]

    def third(stack, cluster):
        orders(stack, cluster, days=1, partitions=6)
        Topic(stack, "R", cluster=cluster, topic_name="returns", partition_count=2, **GONE)
        Topic(stack, "K", cluster=cluster, topic_name="keep", policy=POLICY, adopt=True, configs={})

    deployed.deploy(third)
    assert deployed.topic("orders") == (
        6,
        3,
        {"retention.ms": "86400000", "segment.ms": "3600000"},
    )
    assert deployed.topic("returns") == (2, 3, {})
    assert deployed.topic("keep") == (2, 3, {"min.insync.replicas": "2"})
    assert deployed.names == {"orders", "returns", "legacy", "keep"}
    assert deployed.configurations == ([one], [one])


def test_many_topics_come_in_one_deployment(deployed, tmp_path):
    """Two hundred of them, from a folder."""
    (tmp_path / "many.yaml").write_text(
        "topics:\n" + "".join(f"  - {{name: many-{n}, partition_count: 1}}\n" for n in range(200))
    )

    def many(stack, cluster):
        Topics.from_folder(stack, "Topics", cluster=cluster, folder=tmp_path, **GONE)

    deployed.deploy(many)
    assert len([name for name in deployed.names if name.startswith("many-")]) == 200
