"""Who may reach the exporters of open monitoring."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2

from cdk_msk import OpenMonitoring, ProvisionedCluster

ARN = "arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b2c3d-2"


@pytest.fixture(scope="module")
def rules(network, resources):
    """The rules of a cluster that is scraped by a group of the app and by a range of addresses."""
    app = cdk.App()
    home, away = cdk.Stack(app, "Home"), cdk.Stack(app, "Away")
    vpc = network(home)
    server = ec2.SecurityGroup(away, "Server", vpc=network(away), allow_all_outbound=False)
    cluster = ProvisionedCluster(
        home,
        "Cluster",
        vpc=vpc,
        open_monitoring=OpenMonitoring(scrapers=[ec2.Peer.ipv4("10.9.0.0/24")]),
    )
    cluster.allow_scraping_from(ec2.Connections(security_groups=[server]))
    return resources(home), resources(away)


def opened(found, kind):
    """The ports that rules of a kind open."""
    return sorted(one["Properties"]["FromPort"] for one in found.values() if one["Type"] == kind)


def test_ports_of_exporters_are_opened_to_the_scraper(rules):
    """Both ways, in the scraper's stack."""
    _, away = rules
    assert opened(away, "AWS::EC2::SecurityGroupIngress") == [11001, 11002]
    assert opened(away, "AWS::EC2::SecurityGroupEgress") == [11001, 11002]


def test_a_range_of_addresses_can_be_let_in(rules):
    """With the argument: the rules are those of the cluster's own group."""
    home, _ = rules
    (group,) = (one for one in home.values() if one["Type"] == "AWS::EC2::SecurityGroup")
    ingress = group["Properties"]["SecurityGroupIngress"]
    assert {(one["CidrIp"], one["FromPort"], one["ToPort"]) for one in ingress} == {
        ("10.9.0.0/24", 11001, 11001),
        ("10.9.0.0/24", 11002, 11002),
    }


def test_an_exporter_that_is_off_has_no_open_port(stack, network, resources):
    """Only what is scraped is opened."""
    ProvisionedCluster(
        stack,
        "Cluster",
        vpc=network(stack),
        open_monitoring=OpenMonitoring(jmx_exporter=False, scrapers=[ec2.Peer.ipv4("10.9.0.0/24")]),
    )
    groups = [one for one in resources(stack).values() if "SecurityGroup" in one["Type"]]
    (ingress,) = groups[0]["Properties"]["SecurityGroupIngress"]
    assert ingress["FromPort"] == 11002


@pytest.mark.parametrize("everybody", [ec2.Peer.any_ipv4(), ec2.Peer.any_ipv6()])
def test_everybody_is_nobody(stack, network, everybody):
    """Exporters ask for no credentials, so that a scraper has to be named."""
    cluster = ProvisionedCluster(
        stack, "Cluster", vpc=network(stack), open_monitoring=OpenMonitoring()
    )
    with pytest.raises(ValueError, match="Stack/Cluster: scraper must be somebody in particular"):
        cluster.allow_scraping_from(everybody)


def test_a_cluster_without_exporters_lets_no_scraper_in(stack, network):
    """The message says what to switch on."""
    cluster = ProvisionedCluster(stack, "Cluster", vpc=network(stack))
    with pytest.raises(ValueError, match=r"set open_monitoring=OpenMonitoring\(\)"):
        cluster.allow_scraping_from(ec2.Peer.ipv4("10.9.0.0/24"))


def test_an_imported_cluster_can_be_scraped(stack, resources):
    """When the app says that it has exporters, and which group it is in."""
    group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-0a1b2c3d")
    cluster = ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn=ARN,
        security_groups=[group],
        open_monitoring=OpenMonitoring(node_exporter=False),
    )
    cluster.allow_scraping_from(ec2.Peer.ipv4("10.9.0.0/24"))
    assert opened(resources(stack), "AWS::EC2::SecurityGroupIngress") == [11001]
