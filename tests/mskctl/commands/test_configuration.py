"""The settings of brokers as an operator sees them."""

import json

import pytest
from typer.testing import CliRunner

from mskctl.cli import app
from mskctl.errors import MskctlError

TEMPLATE = """
Resources:
  Settings:
    Type: AWS::MSK::Configuration
    Properties:
      Name: orders
      ServerProperties: |
        num.partitions=1
        log.retention.ms=604800000
        auto.create.topics.enable=true
  Cluster:
    Type: AWS::MSK::Cluster
    Properties:
      ClusterName: orders
      KafkaVersion: 3.9.x.kraft
      NumberOfBrokerNodes: 3
      BrokerNodeGroupInfo:
        InstanceType: kafka.m7g.large
        ClientSubnets: [subnet-a, subnet-b, subnet-c]
      ConfigurationInfo: {Arn: !GetAtt Settings.Arn, Revision: 1}
"""


@pytest.fixture
def template(tmp_path):
    """A template with a cluster and its configuration."""
    path = tmp_path / "orders.yaml"
    path.write_text(TEMPLATE)
    return path


def run(*arguments):
    return CliRunner().invoke(app, ["configuration", *(str(one) for one in arguments)])


def test_each_setting_stands_beside_msks_own(template):
    """What is dangerous is marked, what could be left out is said."""
    result = run(template)
    assert result.exit_code == 0
    assert [" ".join(line.split()) for line in result.stdout.splitlines()] == [
        "orders.yaml: Cluster",
        "Setting Is MSK's own Note",
        (
            "! auto.create.topics.enable true false must set auto.create.topics.enable to false, or"
            " every misspelled name becomes a topic"
        ),
        "log.retention.ms 604800000",
        "num.partitions 1 1 as without it",
    ]


def test_machines_read_the_same(template):
    """With rules and fixes in place of sentences."""
    ((settings),) = json.loads(run(template, "--json").stdout)
    assert settings["cluster"] == "orders.yaml: Cluster"
    first = settings["settings"][0]
    assert (first["name"], first["default"], first["differs"]) == (
        "auto.create.topics.enable",
        "false",
        True,
    )
    assert first["findings"][0]["rule"] == "topics-are-created-on-purpose"


def test_nothing_to_show_is_said(template):
    """A cluster without a configuration here, and a template without a cluster."""
    template.write_text(TEMPLATE.replace("!GetAtt Settings.Arn", "arn:aws:kafka:x"))
    assert run(template).stdout == "orders.yaml: Cluster: no settings of its own here\n"
    template.write_text("Resources: {Queue: {Type: 'AWS::SQS::Queue'}}")
    assert run(template).stdout == "no clusters\n"
    assert isinstance(run(template.parent / "none").exception, MskctlError)
