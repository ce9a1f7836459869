"""The plugin that runs the rules of `msk_model` at synthesis."""

import json

import aws_cdk as cdk
import pytest
from aws_cdk import aws_msk as msk

from cdk_msk import (
    BrokerSize,
    MskChecks,
    ProvisionedCluster,
    ServerlessCluster,
    StreamingVpc,
    Topic,
)


def bad_cluster(scope, **changes):
    return msk.CfnCluster(
        scope,
        "Cluster",
        **{
            "cluster_name": "orders",
            "kafka_version": "3.9.x.kraft",
            "number_of_broker_nodes": 4,
            "broker_node_group_info": msk.CfnCluster.BrokerNodeGroupInfoProperty(
                instance_type="kafka.m7g.large", client_subnets=["a", "b", "c"]
            ),
        }
        | changes,
    )


def report_of(app, folder):
    """Every violation: rule to (severity, description, paths of constructs)."""
    cdk.Validations.of(app).add_plugins(MskChecks(app))
    try:
        app.synth()
        failed = False
    except RuntimeError:
        failed = True
    text = (folder / "validation-report.json").read_text()
    (mine,) = [one for one in json.loads(text)["pluginReports"] if one["pluginName"] == "cdk-msk"]
    return failed, {one["ruleName"]: one for one in mine["violations"]}


@pytest.fixture
def app(tmp_path):
    return cdk.App(outdir=str(tmp_path))


def test_errors_fail_the_synthesis(app, tmp_path):
    """A cluster of another library that MSK would refuse is refused, with the rule's sentence."""
    bad_cluster(cdk.Stack(app, "Stack"))
    failed, violations = report_of(app, tmp_path)
    assert failed
    violation = violations["brokers-are-spread-evenly"]
    assert violation["severity"] == "error"
    assert violation["description"] == (
        "NumberOfBrokerNodes must make a whole multiple of the 3 zones in all, got 4"
    )
    assert violation["violatingConstructs"][0]["constructPath"] == "Stack/Cluster"


def test_warnings_are_reported_and_fail_nothing(app, tmp_path):
    """What deploys and is regretted stands in the report, no more."""
    bad_cluster(cdk.Stack(app, "Stack"), number_of_broker_nodes=3)
    failed, violations = report_of(app, tmp_path)
    assert not failed
    assert violations["deletion-keeps-data"]["severity"] == "warning"


def test_findings_are_acknowledged_by_their_id(app, tmp_path):
    """A reason given on the construct, or around it, takes the finding out of the report."""
    stack = cdk.Stack(app, "Stack")
    bad_cluster(stack)
    cdk.Validations.of(stack).acknowledge(
        cdk.Acknowledgment(id="cdk-msk::brokers-are-spread-evenly", reason="The test says so.")
    )
    failed, violations = report_of(app, tmp_path)
    assert not failed
    assert "brokers-are-spread-evenly" not in violations
    assert "deletion-keeps-data" in violations


def test_nested_stacks_are_checked(app, tmp_path):
    """A cluster in a nested stack is found as well."""
    bad_cluster(cdk.NestedStack(cdk.Stack(app, "Stack"), "Nested"))
    failed, violations = report_of(app, tmp_path)
    assert failed
    (place,) = violations["brokers-are-spread-evenly"]["violatingConstructs"]
    assert place["constructPath"] == "Stack/Nested/Cluster"


def test_a_stage_can_be_checked_alone(app, tmp_path):
    """Added to a stage, the plugin judges what is in it, and nothing else."""
    stage = cdk.Stage(app, "Production")
    bad_cluster(cdk.Stack(stage, "Stack"))
    bad_cluster(cdk.Stack(app, "Sandbox"))
    cdk.Validations.of(stage).add_plugins(MskChecks(stage))
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    (report,) = json.loads((tmp_path / "validation-report.json").read_text())["pluginReports"]
    places = {
        one["constructPath"]
        for violation in report["violations"]
        for one in violation["violatingConstructs"]
    }
    assert places == {"Production/Stack/Cluster"}


def test_regions_are_those_of_the_stacks(app, tmp_path):
    """What a region lacks is known where the stack names its region."""
    stack = cdk.Stack(app, "Stack", env=cdk.Environment(region="us-west-1", account="1" * 12))
    msk.CfnServerlessCluster(
        stack,
        "Cluster",
        cluster_name="orders",
        client_authentication=msk.CfnServerlessCluster.ClientAuthenticationProperty(
            sasl=msk.CfnServerlessCluster.SaslProperty(
                iam=msk.CfnServerlessCluster.IamProperty(enabled=True)
            )
        ),
        vpc_configs=[msk.CfnServerlessCluster.VpcConfigProperty(subnet_ids=["a", "b"])],
    )
    failed, violations = report_of(app, tmp_path)
    assert failed
    assert "serverless-is-in-region" in violations


def test_clusters_may_be_judged_as_new(app, tmp_path):
    """With `new`, what MSK refuses only at creation is refused."""
    bad_cluster(
        cdk.Stack(app, "Stack"),
        number_of_broker_nodes=3,
        broker_node_group_info=msk.CfnCluster.BrokerNodeGroupInfoProperty(
            instance_type="kafka.m7g.large",
            client_subnets=["a", "b", "c"],
            connectivity_info=msk.CfnCluster.ConnectivityInfoProperty(network_type="DUAL"),
        ),
    )
    cdk.Validations.of(app).add_plugins(MskChecks(app, new=True))
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    assert "new-cluster-has-no-dual-stack" in (tmp_path / "validation-report.json").read_text()


def test_clusters_of_this_library_pass(app, tmp_path):
    """The constructs shipped beside the rules break none that would stop a deployment."""
    stack = cdk.Stack(app, "Stack")
    vpc = StreamingVpc(stack, "Network").vpc
    standard = ProvisionedCluster(stack, "Standard", vpc=vpc)
    Topic(stack, "Orders", cluster=standard, topic_name="orders", partition_count=6)
    ProvisionedCluster(stack, "Express", vpc=vpc, broker_size=BrokerSize.EXPRESS_M7G_LARGE)
    ServerlessCluster(stack, "Serverless", vpc=vpc)
    failed, violations = report_of(app, tmp_path)
    assert not failed
    assert {one["severity"] for one in violations.values()} <= {"warning"}
    assert set(violations) <= {"monitoring-shows-topics", "volumes-can-grow"}
