"""A workspace and a collector are deployed by the real CDK CLI, and an operator asks for files."""

import base64
import json
from pathlib import Path

import aws_cdk as cdk
import pytest
import yaml
from typer.testing import CliRunner

from cdk_msk import (
    ManagedCollector,
    OpenMonitoring,
    PrometheusWorkspace,
    ProvisionedCluster,
    StreamingVpc,
)
from main_job.cdk import Cdk
from msk_local import LocalCloud
from mskctl.cli import app as mskctl

pytestmark = pytest.mark.local_cloud

NAME = "Monitored"


def define(outdir: Path) -> Path:
    """The cloud assembly of a cluster that is collected into a workspace."""
    app = cdk.App(outdir=str(outdir))
    stack = cdk.Stack(app, NAME)
    removal = {"removal_policy": cdk.RemovalPolicy.DESTROY}
    network = StreamingVpc(stack, "Network", interface_endpoints=(), flow_logs=False, **removal)
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=network.vpc,
        cluster_name="monitored",
        open_monitoring=OpenMonitoring(),
        **removal,
    )
    workspace = PrometheusWorkspace(stack, "Workspace", **removal)
    workspace.add_rules(cluster)
    collector = ManagedCollector(stack, "Collector", cluster=cluster, workspace=workspace)
    cdk.CfnOutput(stack, "WorkspaceId", value=workspace.workspace_id)
    cdk.CfnOutput(
        stack,
        "Configuration",
        value=collector.resource.scrape_configuration.configuration_blob,
    )
    app.synth()
    return outdir


def test_a_collector_knows_every_broker_and_so_do_the_files(tmp_path, monkeypatch):
    """Both ask the brokers that MSK lists by their names, and nothing is left in the end."""
    with LocalCloud(tmp_path / "cloud", broker="embedded") as cloud:
        tool = Cdk(cloud.environment(), log=tmp_path / "cdk.log", output=tmp_path / "cdk.out")
        (tmp_path / "empty").mkdir()
        tool.bootstrap(cloud.account, cloud.region, empty=tmp_path / "empty")
        tool.deploy(Path("none"), app=str(define(tmp_path / "assembly")))
        session = cloud.session()
        (stack,) = session.client("cloudformation").describe_stacks(StackName=NAME)["Stacks"]
        outputs = {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}

        kafka = session.client("kafka")
        (cluster,) = kafka.list_clusters_v2()["ClusterInfoList"]
        nodes = kafka.list_nodes(ClusterArn=cluster["ClusterArn"])["NodeInfoList"]
        hosts = sorted(node["BrokerNodeInfo"]["Endpoints"][0] for node in nodes)
        configuration = yaml.safe_load(base64.b64decode(outputs["Configuration"]))
        for job in configuration["scrape_configs"]:
            assert sorted(job["dns_sd_configs"][0]["names"]) == hosts

        amp = session.client("amp")
        found = amp.list_rule_groups_namespaces(workspaceId=outputs["WorkspaceId"])
        assert len(found["ruleGroupsNamespaces"]) == 1

        for name, value in cloud.environment().items():
            monkeypatch.setenv(name, value)
        done = CliRunner().invoke(
            mskctl, ["prometheus", "monitored", "--out", str(tmp_path / "out"), "--json"]
        )
        assert done.exit_code == 0, done.output
        (told,) = json.loads(done.output)["clusters"]
        assert sorted(told["targets"]) == hosts
        targets = json.loads((tmp_path / "out/targets/monitored-kafka.json").read_text())
        assert all("zone" in one["labels"] for one in targets)

        stacks = session.client("cloudformation")
        stacks.delete_stack(StackName=NAME)
        gone = stacks.get_waiter("stack_delete_complete")
        gone.wait(StackName=stack["StackId"], WaiterConfig={"Delay": 1, "MaxAttempts": 600})
        assert {kind: names for kind, names in cloud.remaining().items() if names} == {}
