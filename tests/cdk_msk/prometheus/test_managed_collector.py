"""A collector that AWS runs."""

import aws_cdk as cdk
import pytest
import yaml
from aws_cdk import aws_ec2 as ec2
from cdk_nag import AwsSolutionsChecks

from cdk_msk import (
    KafkaVersion,
    ManagedCollector,
    MskChecks,
    OpenMonitoring,
    PrometheusWorkspace,
    ProvisionedCluster,
    ServerlessCluster,
)

ARN = "arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b2c3d-2"
SCRAPER = "AWS::APS::Scraper"


def configuration(scraper):
    """The scrape configuration, with ``<>`` for the name of all brokers."""
    parts = scraper["Properties"]["ScrapeConfiguration"]["ConfigurationBlob"]["Fn::Base64"]
    text = "".join(one if isinstance(one, str) else "<>" for one in parts["Fn::Join"][1])
    return yaml.safe_load(text)


@pytest.fixture(scope="module")
def default(monitored, resources):
    """A collector with nothing but its cluster and workspace."""
    stack = cdk.Stack(cdk.App(), "Stack")
    workspace = PrometheusWorkspace(stack, "Workspace")
    ManagedCollector(stack, "Collector", cluster=monitored(stack), workspace=workspace)
    return resources(stack)


def test_it_collects_from_every_broker_into_the_workspace(default, only):
    """Once a minute, from both exporters, by the names of the brokers."""
    scraper = only(default, SCRAPER)
    written = configuration(scraper)
    assert written["global"]["scrape_interval"] == "1m"
    assert {
        job["job_name"]: (job["dns_sd_configs"][0]["names"], job["dns_sd_configs"][0]["port"])
        for job in written["scrape_configs"]
    } == {
        "kafka": (["b-1.<>", "b-2.<>", "b-3.<>"], 11001),
        "node": (["b-1.<>", "b-2.<>", "b-3.<>"], 11002),
    }
    destination = scraper["Properties"]["Destination"]["AmpConfiguration"]["WorkspaceArn"]
    assert default[destination["Fn::GetAtt"][0]]["Type"] == "AWS::APS::Workspace"


def test_the_name_of_all_brokers_is_asked_for(default, only):
    """Again when their number changes, by a function that may list nodes of this cluster."""
    asked = only(default, "Custom::MskBrokerDomain")["Properties"]
    assert asked["BrokerCount"] == 3
    (statement,) = (
        one
        for resource in default.values()
        if resource["Type"] == "AWS::IAM::Policy"
        for one in resource["Properties"]["PolicyDocument"]["Statement"]
        if one["Action"] == "kafka:ListNodes"
    )
    assert statement["Resource"] == asked["ClusterArn"]


def test_it_reaches_the_exporters_and_nothing_else(default, only):
    """Its group has one way out for each port, and brokers one way in."""
    place = only(default, SCRAPER)["Properties"]["Source"]["VpcConfiguration"]
    assert place["SubnetIds"] == ["subnet-1", "subnet-2", "subnet-3"]
    own = place["SecurityGroupIds"][0]["Fn::GetAtt"][0]
    assert "SecurityGroupEgress" not in default[own]["Properties"]
    rules = [one for one in default.values() if one["Type"].startswith("AWS::EC2::SecurityGroup")]
    ports = sorted(
        (one["Type"].rpartition("Group")[2], one["Properties"]["FromPort"])
        for one in rules
        if one["Type"] != "AWS::EC2::SecurityGroup"
    )
    assert ports == [("Egress", 11001), ("Egress", 11002), ("Ingress", 11001), ("Ingress", 11002)]


def test_it_starts_with_its_way_open_and_writes_a_log(default, only):
    """The first scrape does not fail, and what fails later can be read."""
    scraper = only(default, SCRAPER)
    rules = {
        name
        for name, one in default.items()
        if one["Type"] in ("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress")
    }
    assert rules <= set(scraper["DependsOn"])
    logging = scraper["Properties"]["ScraperLoggingConfiguration"]
    group = logging["LoggingDestination"]["CloudWatchLogs"]["LogGroupArn"]["Fn::GetAtt"][0]
    assert "KmsKeyId" in default[group]["Properties"]
    assert default[group]["DeletionPolicy"] == "Delete"
    assert [one["Type"] for one in logging["ScraperComponents"]] == [
        "SERVICE_DISCOVERY",
        "COLLECTOR",
        "EXPORTER",
    ]


def test_an_imported_cluster_is_found_by_its_name(network, resources, only):
    """Nobody says how many brokers it has, so one name stands for all."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn=ARN,
        vpc=network(stack),
        security_groups=[ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-0a1b2c3d")],
        open_monitoring=OpenMonitoring(node_exporter=False),
    )
    collector = ManagedCollector(
        stack,
        "Collector",
        cluster=cluster,
        workspace=PrometheusWorkspace(stack, "Workspace"),
        vpc_subnets=ec2.SubnetSelection(availability_zones=["eu-west-1a", "eu-west-1b"]),
        interval=cdk.Duration.minutes(2),
    )
    scraper = only(resources(stack), SCRAPER)
    written = configuration(scraper)
    (job,) = written["scrape_configs"]
    assert written["global"]["scrape_interval"] == "2m"
    assert job["dns_sd_configs"][0]["names"] == ["<>"]
    assert scraper["Properties"]["Source"]["VpcConfiguration"]["SubnetIds"] == [
        "subnet-1",
        "subnet-2",
    ]
    assert collector.connections.security_groups


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"vpc_subnets": ec2.SubnetSelection(availability_zones=["eu-west-1a"])},
            "vpc_subnets must be two to five subnets in two zones at least, got 1 in 1",
        ),
        ({"interval": cdk.Duration.seconds(30)}, "interval_seconds must be at least 60, got 30"),
    ],
)
def test_what_cannot_be_had_is_refused(monitored, arguments, message):
    """Before anything is deployed."""
    stack = cdk.Stack(cdk.App(), "Stack")
    workspace = PrometheusWorkspace(stack, "Workspace")
    with pytest.raises(ValueError, match=f"Stack/Collector: {message}"):
        ManagedCollector(
            stack, "Collector", cluster=monitored(stack), workspace=workspace, **arguments
        )


@pytest.mark.parametrize(
    "monitoring", [None, OpenMonitoring(jmx_exporter=False, node_exporter=False)]
)
def test_a_cluster_without_exporters_is_refused(monitored, monitoring):
    """The message says what to switch on."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = monitored(stack, open_monitoring=monitoring)
    with pytest.raises(ValueError, match="cluster must have open monitoring, got one without"):
        ManagedCollector(
            stack, "Collector", cluster=cluster, workspace=PrometheusWorkspace(stack, "Workspace")
        )


def test_a_serverless_cluster_is_refused(network):
    """It has no exporters at all."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ServerlessCluster(stack, "Cluster", vpc=network(stack))
    with pytest.raises(ValueError, match="cluster must be provisioned, got a serverless one"):
        ManagedCollector(
            stack, "Collector", cluster=cluster, workspace=PrometheusWorkspace(stack, "Workspace")
        )


@pytest.mark.parametrize("has_vpc", [False, True])
def test_a_cluster_of_unknown_place_is_refused(network, has_vpc):
    """The collector has to stand somewhere."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn=ARN,
        vpc=network(stack) if has_vpc else None,
        open_monitoring=OpenMonitoring(),
    )
    with pytest.raises(ValueError, match=r"Stack/Collector: (vpc_subnets|cluster) must"):
        ManagedCollector(
            stack, "Collector", cluster=cluster, workspace=PrometheusWorkspace(stack, "Workspace")
        )


def test_it_complies(monitored, tmp_path):
    """Neither cdk-nag nor MskChecks has an error to tell, across stacks."""
    app = cdk.App(outdir=str(tmp_path))
    cluster = monitored(cdk.Stack(app, "Cluster"), kafka_version=KafkaVersion.V3_9_X_KRAFT)
    stack = cdk.Stack(app, "Monitoring")
    workspace = PrometheusWorkspace(stack, "Workspace")
    workspace.add_rules(cluster)
    ManagedCollector(stack, "Collector", cluster=cluster, workspace=workspace)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app), MskChecks(app))
    app.synth()  # raises when there is a finding
