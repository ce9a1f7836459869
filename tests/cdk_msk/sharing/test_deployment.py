"""A cluster is opened and closed again by the real CDK CLI, and clients come in meanwhile."""

from dataclasses import dataclass
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2

from cdk_msk import (
    ClusterPolicy,
    ProvisionedCluster,
    StreamingVpc,
    Topic,
    VpcConnection,
    VpcConnectionAuthentication,
    VpcConnectivity,
)
from main_job.cdk import Cdk
from main_job.events import Event
from main_job.work import Access, produce
from msk_local import LocalCloud

pytestmark = pytest.mark.local_cloud

NAME = "Shared"


def define(outdir: Path, *, open_: bool) -> Path:
    """The cloud assembly of a cluster that is open, or says nothing of that any more."""
    app = cdk.App(outdir=str(outdir))
    stack = cdk.Stack(app, NAME)
    settings = {"interface_endpoints": (), "flow_logs": False}
    removal = {"removal_policy": cdk.RemovalPolicy.DESTROY}
    network = StreamingVpc(stack, "Network", public_subnets=True, **settings, **removal)
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=network.vpc,
        vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
        public_access=open_ or None,
        vpc_connectivity=VpcConnectivity(iam=True) if open_ else None,
        **removal,
    )
    Topic(stack, "Topic", cluster=cluster, topic_name="orders", partition_count=3, **removal)
    if open_:
        cluster.allow_public_clients_from(ec2.Peer.ipv4("198.51.100.0/24"))
        ClusterPolicy.of(cluster).share_with_accounts(["111111111111"])
        clients = StreamingVpc(stack, "Clients", cidr="10.1.0.0/16", **settings, **removal)
        connection = VpcConnection(
            stack,
            "Connection",
            target_cluster=cluster,
            authentication=VpcConnectionAuthentication.IAM,
            vpc=clients.vpc,
        )
        cdk.CfnOutput(stack, "Public", value=cluster.bootstrap_brokers_public_sasl_iam)
        cdk.CfnOutput(stack, "Private", value=connection.bootstrap_brokers)
    app.synth()
    return outdir


@dataclass
class Deployed:
    """A stack in the local cloud."""

    cloud: LocalCloud
    cdk: Cdk
    folder: Path
    count: int = 0

    def deploy(self, *, open_: bool) -> list[str]:
        """Deploys the stack; returns the events of its resources."""
        self.count += 1
        events: list[str] = []
        assembly = define(self.folder / str(self.count), open_=open_)
        self.cdk.deploy(Path("none"), events.append, app=str(assembly))
        return events

    def client(self, service: str):
        return self.cloud.session().client(service)

    @property
    def cluster(self) -> dict:
        """The one cluster as MSK describes it."""
        (cluster,) = self.client("kafka").list_clusters_v2()["ClusterInfoList"]
        return cluster

    @property
    def endpoints(self) -> set[str]:
        arn = self.cluster["ClusterArn"]
        answer = self.client("kafka").get_bootstrap_brokers(ClusterArn=arn)
        return {key for key in answer if key.startswith("Bootstrap")}

    @property
    def outputs(self) -> dict[str, str]:
        (stack,) = self.client("cloudformation").describe_stacks(StackName=NAME)["Stacks"]
        return {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}

    def produce(self, bootstrap_servers: str) -> int:
        """How many records a client brought in."""
        access = Access(
            bootstrap_servers=bootstrap_servers,
            region=self.cloud.region,
            ca_certificate=str(self.cloud.ca_certificate),
        )
        events = [Event(key=b"1", value=b"{}")]
        return produce(self.cloud.session(), access, "orders", events).count


@pytest.fixture(scope="module")
def deployed(tmp_path_factory):
    """A bootstrapped local cloud with nothing in it."""
    folder = tmp_path_factory.mktemp("sharing")
    (folder / "empty").mkdir()
    with LocalCloud(folder / "cloud", broker="embedded") as cloud:
        cli = Cdk(cloud.environment(), log=folder / "cdk.log", output=folder / "cdk.out")
        cli.bootstrap(cloud.account, cloud.region, empty=folder / "empty")
        yield Deployed(cloud, cli, folder)


def test_a_cluster_is_opened_and_closed(deployed):
    """One deployment creates and opens it, the next finds nothing to do, the third closes it."""
    deployed.deploy(open_=True)
    connectivity = deployed.cluster["Provisioned"]["BrokerNodeGroupInfo"]["ConnectivityInfo"]
    assert connectivity["PublicAccess"]["Type"] == "SERVICE_PROVIDED_EIPS"
    assert connectivity["VpcConnectivity"]["ClientAuthentication"]["Sasl"]["Iam"]["Enabled"]
    assert deployed.endpoints == {
        "BootstrapBrokerStringSaslIam",
        "BootstrapBrokerStringPublicSaslIam",
        "BootstrapBrokerStringVpcConnectivitySaslIam",
    }
    assert deployed.produce(deployed.outputs["Public"]) == 1
    assert deployed.produce(deployed.outputs["Private"]) == 1
    kafka, arn = deployed.client("kafka"), deployed.cluster["ClusterArn"]
    assert "111111111111" in kafka.get_cluster_policy(ClusterArn=arn)["Policy"]
    (connection,) = kafka.list_client_vpc_connections(ClusterArn=arn)["ClientVpcConnections"]
    assert connection["State"] == "AVAILABLE"

    version = deployed.cluster["CurrentVersion"]
    assert deployed.deploy(open_=True) == []
    assert deployed.cluster["CurrentVersion"] == version

    deployed.deploy(open_=False)
    assert deployed.endpoints == {"BootstrapBrokerStringSaslIam"}
    assert kafka.list_client_vpc_connections(ClusterArn=arn)["ClientVpcConnections"] == []
    with pytest.raises(kafka.exceptions.NotFoundException):
        kafka.get_cluster_policy(ClusterArn=arn)
