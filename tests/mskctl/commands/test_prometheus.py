"""Files for Prometheus and Grafana as an operator asks for them."""

import json

import boto3
import pytest
import yaml
from botocore.exceptions import ClientError
from typer.testing import CliRunner

from mskctl.cli import app
from mskctl.errors import MskctlError

ARN = "arn:aws:kafka:eu-west-1:123456789012:cluster/orders/1f0b-2"
DOMAIN = "orders.abc.c2.kafka.eu-west-1.amazonaws.com"
EXPORTERS = {
    "Prometheus": {
        "JmxExporter": {"EnabledInBroker": True},
        "NodeExporter": {"EnabledInBroker": True},
    }
}
PROVISIONED = {
    "BrokerNodeGroupInfo": {"InstanceType": "kafka.m7g.large"},
    "NumberOfBrokerNodes": 2,
    "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
    "OpenMonitoring": EXPORTERS,
}


def broker(number):
    return {
        "BrokerNodeInfo": {
            "BrokerId": float(number),
            "ClientSubnet": f"subnet-{number}",
            "Endpoints": [f"b-{number}.{DOMAIN}"],
        }
    }


NODES = [broker(2), broker(1), {"ControllerNodeInfo": {"Endpoints": [f"c-10001.{DOMAIN}"]}}]


class Kafka:
    """Answers the read-only calls as MSK does, and knows no other."""

    def __init__(self, info, nodes=NODES):
        self.info = info
        self.nodes = nodes

    def get_paginator(self, operation):
        pages = {
            "list_clusters_v2": [
                {"ClusterInfoList": []},
                {"ClusterInfoList": [{"ClusterName": "orders", "ClusterArn": ARN}]},
            ],
            "list_nodes": [{"NodeInfoList": self.nodes[:1]}, {"NodeInfoList": self.nodes[1:]}],
        }[operation]
        return type("Pages", (), {"paginate": lambda _, **__: iter(pages)})()

    def describe_cluster_v2(self, ClusterArn):  # noqa: N803 - the name of the API
        if self.info is None:
            denied = {"Error": {"Code": "AccessDeniedException", "Message": "not you"}}
            raise ClientError(denied, "DescribeClusterV2")
        return {"ClusterInfo": {"ClusterName": "orders", "ClusterArn": ClusterArn, **self.info}}


class Ec2:
    """Knows the zones of subnets, or tells nobody."""

    def __init__(self, tells):
        self.tells = tells

    def describe_subnets(self, SubnetIds):  # noqa: N803 - the name of the API
        if not self.tells:
            raise ClientError({"Error": {"Code": "UnauthorizedOperation"}}, "DescribeSubnets")
        return {
            "Subnets": [
                {"SubnetId": one, "AvailabilityZoneId": f"euw1-az{one[-1]}"} for one in SubnetIds
            ]
        }


@pytest.fixture
def aws(monkeypatch):
    """AWS with one cluster."""

    def having(info, zones=True):
        services = {"kafka": Kafka(info), "ec2": Ec2(zones)}
        monkeypatch.setattr(boto3, "client", lambda name, **_: services[name])

    having({"Provisioned": PROVISIONED})
    return having


def run(*words):
    """What mskctl prints; expected failures are raised."""
    done = CliRunner().invoke(app, ["prometheus", *map(str, words)])
    if isinstance(done.exception, MskctlError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def test_a_live_cluster_gets_all_files(aws, tmp_path):
    """Every broker is a target with its zone; controllers are a job of their own."""
    printed = run("orders", "--out", tmp_path)
    assert "orders: brokers: 2, controllers: 1" in printed
    files = {str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*") if one.is_file()}
    assert files == {
        "prometheus.yml",
        "targets/orders-kafka.json",
        "targets/orders-node.json",
        "targets/orders-controller.json",
        "rules/orders.yml",
        "grafana/amazon-msk.json",
    }
    assert json.loads((tmp_path / "targets/orders-kafka.json").read_text()) == [
        {
            "targets": [f"b-{number}.{DOMAIN}:11001"],
            "labels": {"cluster": "orders", "broker": str(number), "zone": f"euw1-az{number}"},
        }
        for number in (1, 2)
    ]


def test_thresholds_are_those_of_the_cluster(aws, tmp_path):
    """The size and number of brokers are read, and lag is told as asked."""
    run(ARN, "orders", "--out", tmp_path, "--lag-records", 500)
    groups = yaml.safe_load((tmp_path / "rules/orders.yml").read_text())["groups"]
    exprs = {rule["alert"]: rule["expr"] for g in groups for rule in g["rules"] if "alert" in rule}
    assert exprs["KafkaSumOffsetLag"].endswith(">= 500")
    assert "< 2 or" in exprs["KafkaBrokersMissing"]
    assert "KafkaEstimatedMaxTimeLag" not in exprs
    assert "KafkaClientConnectionCount" in exprs


def test_two_clusters_of_one_name_are_refused(aws, tmp_path, monkeypatch):
    """In another region there may be one; its files would take the place of the first one's."""
    elsewhere = {
        "BrokerNodeInfo": {
            "BrokerId": 1.0,
            "ClientSubnet": "subnet-1",
            "Endpoints": ["b-1.orders.xyz.c9.kafka.us-east-1.amazonaws.com"],
        }
    }
    clients = {"eu-west-1": Kafka({"Provisioned": PROVISIONED})}
    clients["us-east-1"] = Kafka({"Provisioned": PROVISIONED}, nodes=[elsewhere])
    ec2 = Ec2(tells=False)
    monkeypatch.setattr(
        boto3, "client", lambda name, region_name: ec2 if name == "ec2" else clients[region_name]
    )
    with pytest.raises(MskctlError, match="different names, got two called 'orders'"):
        run(ARN, ARN.replace("eu-west-1", "us-east-1"), "--out", tmp_path)
    assert not list(tmp_path.iterdir())


def test_zones_are_left_out_when_nobody_tells_them(aws, tmp_path):
    """EC2 need not be readable."""
    aws({"Provisioned": PROVISIONED}, zones=False)
    run("orders", "--out", tmp_path)
    targets = json.loads((tmp_path / "targets/orders-node.json").read_text())
    assert all(set(one["labels"]) == {"cluster", "broker"} for one in targets)


def test_json_tells_what_was_written(aws, tmp_path):
    """Files, jobs and hosts."""
    told = json.loads(run("orders", "--out", tmp_path, "--json"))
    (cluster,) = told["clusters"]
    assert cluster["jobs"] == ["kafka", "node", "controller"]
    assert sorted(cluster["targets"]) == [
        f"b-1.{DOMAIN}",
        f"b-2.{DOMAIN}",
        f"c-10001.{DOMAIN}",
    ]
    assert str(tmp_path / "prometheus.yml") in told["files"]


@pytest.fixture
def template(tmp_path):
    """A template with one cluster that has the JMX exporter, and one without any."""

    def cluster(name, **properties):
        nodes = {"InstanceType": "kafka.m7g.large", "ClientSubnets": ["a", "b", "c"]}
        return {
            "Type": "AWS::MSK::Cluster",
            "Properties": {
                "ClusterName": name,
                "KafkaVersion": "3.9.x.kraft",
                "NumberOfBrokerNodes": 3,
                "BrokerNodeGroupInfo": nodes,
                **properties,
            },
        }

    def write(name="demo", **exporters):
        monitored = {"OpenMonitoring": {"Prometheus": exporters}} if exporters else {}
        path = tmp_path / "template.json"
        resources = {"A": cluster(name, **monitored), "B": cluster("silent")}
        path.write_text(json.dumps({"Resources": resources}))
        return path

    return write


def test_a_template_gets_everything_but_targets(template, tmp_path):
    """They are known once the cluster runs, as the command says."""
    path = template(JmxExporter={"EnabledInBroker": True})
    printed = run("--template", path, "--out", tmp_path / "out")
    assert "demo: targets are known once it runs: mskctl prometheus demo --out DIR" in printed
    assert "silent" not in printed
    assert not (tmp_path / "out/targets").exists()
    configuration = yaml.safe_load((tmp_path / "out/prometheus.yml").read_text())
    assert [job["job_name"] for job in configuration["scrape_configs"]] == ["kafka"]


def test_a_template_without_exporters_is_refused(template, tmp_path):
    """The message says what to switch on."""
    with pytest.raises(MskctlError, match="must have a cluster with open monitoring") as caught:
        run("--template", template(), "--out", tmp_path / "out")
    assert caught.value.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_a_name_that_leads_out_of_the_folder_is_refused(template, tmp_path):
    """A template may be anybody's; nothing is written."""
    path = template(name="../../demo", JmxExporter={"EnabledInBroker": True})
    with pytest.raises(MskctlError, match="A: ClusterName must be letters, digits"):
        run("--template", path, "--out", tmp_path / "some" / "out")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("info", "words", "message"),
    [
        ({}, ["orders"], "orders: cluster must be provisioned, got a serverless one"),
        (
            {"Provisioned": {**PROVISIONED, "OpenMonitoring": {}}},
            ["orders"],
            "orders: cluster must have open monitoring, got one without",
        ),
        (None, ["orders"], "orders: cluster must be readable; .*not you"),
        (None, ["ordres"], "got 'ordres'; did you mean 'orders'?"),
        (None, [], "takes either clusters or --template"),
        (None, ["orders", "--template", "x"], "takes either clusters or --template"),
        (
            {"Provisioned": PROVISIONED},
            ["orders", "--interval", "15"],
            "--interval must be at least 60, got 15",
        ),
    ],
)
def test_what_cannot_be_scraped_is_told_in_one_line(aws, tmp_path, info, words, message):
    """With exit status 2 and nothing written."""
    aws(info)
    with pytest.raises(MskctlError, match=message) as caught:
        run(*words, "--out", tmp_path / "out")
    assert caught.value.exit_code == 2
    assert len(str(caught.value).splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_told(aws, tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "out").write_text("")
    with pytest.raises(MskctlError, match="file must be writable") as caught:
        run("orders", "--out", tmp_path / "out")
    assert caught.value.exit_code == 2
