"""Clusters of every kind under cdk-nag."""

import aws_cdk as cdk
import pytest
from cdk_nag import AwsSolutionsChecks

from cdk_msk import (
    BrokerLogging,
    BrokerSize,
    Configuration,
    ProvisionedCluster,
    ServerlessCluster,
    StreamingVpc,
    Topic,
)


def test_defaults_comply(tmp_path):
    """Clusters with nothing but a network have no finding."""
    app = cdk.App(outdir=str(tmp_path))
    stack = cdk.Stack(app, "Stack")
    vpc = StreamingVpc(stack, "Network").vpc
    configuration = Configuration(stack, "Configuration", server_properties={"num.partitions": 6})
    clusters = [
        ProvisionedCluster(stack, "Standard", vpc=vpc, configuration=configuration),
        ProvisionedCluster(stack, "Express", vpc=vpc, broker_size=BrokerSize.EXPRESS_M7G_LARGE),
        ServerlessCluster(stack, "Serverless", vpc=vpc),
    ]
    for cluster in clusters:
        cdk.CfnOutput(stack, f"Of{cluster.node.id}", value=cluster.bootstrap_brokers)
    Topic(stack, "Adopted", cluster=clusters[0], topic_name="orders", partition_count=1, adopt=True)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    app.synth()  # raises when there is a finding


def test_the_checks_are_awake(tmp_path):
    """A cluster that does not comply is found, so that silence means something."""
    app = cdk.App(outdir=str(tmp_path))
    stack = cdk.Stack(app, "Stack")
    vpc = StreamingVpc(stack, "Network").vpc
    ProvisionedCluster(stack, "Cluster", vpc=vpc, broker_logging=BrokerLogging())
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    assert "AwsSolutions-MSK6" in (tmp_path / "validation-report.json").read_text()
