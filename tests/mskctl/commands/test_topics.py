"""Topics in files as an operator meets them, against clusters that really have topics."""

import base64
import json
import ssl
import time

import pytest
import yaml
from kafka import KafkaAdminClient
from typer.testing import CliRunner

from msk_local.cloud import LocalCloud
from mskctl import topics_live
from mskctl.cli import app, main
from mskctl.errors import MskctlError

OLD = """
owner: team-orders
topics:
  - {name: orders, partition_count: 6, configs: {retention.ms: 7 days}}
  - {name: returns, partition_count: 3}
"""
NEW = """
owner: team-orders
topics:
  - {name: orders, partition_count: 6, configs: {retention.ms: 1 day}}
  - {name: invoices, partition_count: 3}
"""


@pytest.fixture
def folder(tmp_path):
    """Writes a folder of files and gives its path."""

    def write(name, **files):
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / f"{file}.yaml").write_text(text)
        return tmp_path / name

    return write


def run(*arguments):
    return CliRunner().invoke(app, ["topics", *(str(one) for one in arguments)])


def changes_of(result):
    return {
        (one["topic"], one["field"]): one["kind"] for one in json.loads(result.stdout)["changes"]
    }


@pytest.mark.parametrize(
    ("options", "field"), [([], "topics"), (["--policy"], "default_plan")], ids=["topics", "policy"]
)
def test_editors_get_a_schema(options, field):
    """Of topic files, or of policies."""
    result = run("schema", *options)
    assert result.exit_code == 0
    assert field in json.loads(result.stdout)["properties"]


def test_a_plan_marks_what_is_dangerous(folder):
    """One mark for lost records, the worst first, and the values as people write them."""
    result = run("plan", folder("old", orders=OLD), folder("new", orders=NEW))
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()[2:]]
    assert lines == [
        (
            "! data-loss orders configs.retention.ms 7 days 1 day shortens retention: older records"
            " are deleted soon after"
        ),
        (
            "! data-loss returns topic deleted with all its records, unless its removal policy retains"
            " it, unmanaged"
        ),
        "free invoices topic created with 3 partitions",
        "1 free, 2 data-loss",
    ]


def test_a_plan_fails_where_it_is_told_to_and_where_kafka_would(folder):
    """Shrinking ends with 1 without being asked."""
    old = folder("old", orders=OLD)
    new = folder("new", orders=NEW)
    shrunk = folder("shrunk", orders=OLD.replace("partition_count: 6", "partition_count: 5"))
    assert run("plan", old, new, "--fail-on", "data-loss").exit_code == 1
    assert run("plan", old, new, "--fail-on", "forbidden").exit_code == 0
    result = run("plan", old, shrunk, "--json")
    assert result.exit_code == 1
    assert changes_of(result) == {("orders", "partition_count"): "forbidden"}
    assert run("plan", old, old).stdout == "no changes\n"


def test_a_policy_shapes_both_sides(folder):
    """What a plan of it states is compared like what a file states."""
    old = folder("old", orders="topics: [{name: a, partition_count: 1, plan: gold}]")
    policies = folder(
        "policies",
        short="plans: {gold: {default_configs: {retention.ms: 1 day}}}",
        wrong="plans: [gold]",
    )
    (old / "policy.yaml").write_text("plans: {gold: {default_configs: {retention.ms: 7 days}}}")
    new = folder("new", orders=(old / "orders.yaml").read_text())
    (new / "policy.yaml").write_text((policies / "short.yaml").read_text())
    assert changes_of(run("plan", old, new, "--json")) == {
        ("a", "configs.retention.ms"): "data-loss"
    }
    assert run("plan", old, new, "--policy", policies / "short.yaml").stdout == "no changes\n"
    with pytest.raises(MskctlError, match="plans must be a mapping"):
        CliRunner().invoke(
            app,
            ["topics", "plan", str(old), str(new), "--policy", str(policies / "wrong.yaml")],
            catch_exceptions=False,
        )


def test_what_is_deployed_may_break_the_policy_of_today(folder):
    """Otherwise nobody could plan how to keep it."""
    old = folder("old", orders="topics: [{name: A, partition_count: 1}]")
    new = folder("new", orders="topics: [{name: a, partition_count: 1}]")
    policies = folder("policies", lower="naming: {pattern: '[a-z]+', reason: use lower case}")
    result = run("plan", old, new, "--policy", policies / "lower.yaml", "--json")
    assert changes_of(result) == {("A", ""): "data-loss", ("a", ""): "free"}


def test_check_lists_every_fault(folder):
    """One line each, with the file and the field; warnings do not fail."""
    good = folder("good", orders=OLD)
    bad = folder("bad", orders=OLD.replace("retention.ms", "retention"), other="topics: 1")
    result = run("check", good)
    assert (result.exit_code, result.stdout) == (0, "2 topics, no errors\n")
    result = run("check", bad)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        (
            f"error: {bad}/orders.yaml: topics[0].configs.retention must be a topic setting of Kafka; "
            "did you mean retention.ms?"
        ),
        f"error: {bad}/other.yaml: topics must be a list of topics, got 1",
        "2 errors",
    ]
    answer = json.loads(run("check", bad, "--json").stdout)
    assert answer["errors"] == 2
    assert answer["faults"][0]["path"] == "topics[0].configs.retention"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["plan", "none", "none"], "none: must be a folder of topic files"),
        (["check", "none"], "none: folder must exist"),
        (["diff", "none", "arn:aws:kafka:nowhere"], "must"),
        (["plann"], "Did you mean 'plan'?"),
        (["plan", "a", "b", "--fail-on", "dataloss"], "Did you mean 'data-loss'?"),
    ],
)
def test_what_is_asked_wrongly_is_one_line_and_2(
    arguments, said, monkeypatch, capsys, tmp_path, cluster
):
    """No traceback, and the nearest name where there is one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["mskctl", "topics", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    output = capsys.readouterr()
    assert said in output.err
    assert output.err.startswith("mskctl: ")


def test_alone_it_shows_its_commands():
    """As `mskctl` itself does."""
    result = run()
    assert result.exit_code == 2
    assert all(name in result.stdout for name in ("check", "plan", "diff", "import"))


@pytest.fixture(scope="module")
def cloud():
    """A provisioned and a serverless cluster with topics, and an environment that leads to them."""
    with LocalCloud(broker="embedded") as cloud, pytest.MonkeyPatch.context() as patch:
        for name, value in cloud.variables().items():
            patch.setenv(name, value)
        patch.setenv("SSL_CERT_FILE", str(cloud.ca_certificate))
        patch.delenv("AWS_PROFILE", raising=False)
        session = cloud.session()
        ec2 = session.client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        zones = [one["ZoneName"] for one in ec2.describe_availability_zones()["AvailabilityZones"]]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=zone)[
                "Subnet"
            ]["SubnetId"]
            for number, zone in enumerate(zones[:3])
        ]
        group = ec2.create_security_group(GroupName="k", Description="k", VpcId=vpc)["GroupId"]
        iam = {"Sasl": {"Iam": {"Enabled": True}}}
        provisioned = {
            "BrokerNodeGroupInfo": {
                "InstanceType": "kafka.m7g.large",
                "ClientSubnets": subnets,
                "SecurityGroups": [group],
                "StorageInfo": {"EbsStorageInfo": {"VolumeSize": 100}},
            },
            "KafkaVersion": "3.9.x.kraft",
            "NumberOfBrokerNodes": 3,
            "ClientAuthentication": iam,
        }
        serverless = {"VpcConfigs": [{"SubnetIds": subnets}], "ClientAuthentication": iam}
        kafka = session.client("kafka")
        for name, kind in (
            ("orders", {"Provisioned": provisioned}),
            ("events", {"Serverless": serverless}),
        ):
            _wait(kafka, kafka.create_cluster_v2(ClusterName=name, **kind)["ClusterArn"])
        yield kafka


def _wait(kafka, arn):
    deadline = time.monotonic() + 120
    while kafka.describe_cluster_v2(ClusterArn=arn)["ClusterInfo"]["State"] != "ACTIVE":
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _arn(kafka, name):
    found = {one["ClusterName"]: one for one in kafka.list_clusters_v2()["ClusterInfoList"]}
    return found[name]["ClusterArn"]


@pytest.fixture(scope="module")
def cluster(cloud):
    """ARN of a provisioned cluster with two topics."""
    arn = _arn(cloud, "orders")
    declared = {"orders": (6, {"retention.ms": "604800000"}), "returns": (2, {})}
    for name, (partitions, configs) in declared.items():
        cloud.create_topic(
            ClusterArn=arn,
            TopicName=name,
            PartitionCount=partitions,
            ReplicationFactor=3,
            Configs=base64.b64encode(json.dumps(configs).encode()).decode(),
        )
    return arn


@pytest.fixture(scope="module")
def serverless(cloud):
    """ARN of a serverless cluster with a topic."""
    arn = _arn(cloud, "events")
    admin = KafkaAdminClient(
        bootstrap_servers=cloud.get_bootstrap_brokers(ClusterArn=arn)[
            "BootstrapBrokerStringSaslIam"
        ],
        security_protocol="SASL_SSL",
        sasl_mechanism="AWS_MSK_IAM",
        ssl_context=ssl.create_default_context(),
    )
    try:
        topic = {"num_partitions": 2, "configs": {"retention.ms": "3600000"}}
        admin.create_topics({"clicks": topic})
    finally:
        admin.close()
    return arn


def test_diff_tells_how_a_cluster_differs(folder, cluster):
    """By name or ARN; what is as declared is no difference, whoever else has topics there."""
    same = folder("same", orders=OLD.replace("partition_count: 3", "partition_count: 2"))
    result = run("diff", same, "orders")
    assert (result.exit_code, result.stdout) == (0, "no changes\n")
    result = run("diff", folder("new", orders=NEW), cluster, "--json")
    assert result.exit_code == 1
    assert changes_of(result) == {
        ("orders", "configs.retention.ms"): "data-loss",
        ("returns", ""): "free",
        ("invoices", ""): "free",
    }
    fewer = folder("fewer", orders="topics: [{name: orders, partition_count: 6}]")
    result = run("diff", fewer, "orders", "--json")
    assert result.exit_code == 0
    assert changes_of(result) == {
        ("orders", "configs.retention.ms"): "free",
        ("returns", ""): "free",
    }


def test_diff_checks_the_files_for_that_cluster(folder, cluster):
    """Three brokers cannot hold four copies."""
    four = folder("four", orders="topics: [{name: a, partition_count: 1, replication_factor: 4}]")
    result = run("diff", four, "orders")
    assert isinstance(result.exception, MskctlError)
    assert "replication_factor (a) must" in str(result.exception)


def test_import_writes_what_reads_back_as_the_same(folder, tmp_path, cluster):
    """An imported folder does not differ from the cluster; nothing is overwritten."""
    target = tmp_path / "written"
    result = run("import", "orders", target, "--owner", "team-orders")
    assert result.stdout == f"{target}/team-orders.yaml\n2 topics\n"
    assert yaml.safe_load((target / "team-orders.yaml").read_text()) == {
        "owner": "team-orders",
        "topics": [
            {
                "name": "orders",
                "partition_count": 6,
                "replication_factor": 3,
                "configs": {"retention.ms": "7 days"},
                "adopt": True,
            },
            {"name": "returns", "partition_count": 2, "replication_factor": 3, "adopt": True},
        ],
    }
    assert run("diff", target, cluster).stdout == "no changes\n"
    again = run("import", "orders", target, "--owner", "team-orders")
    assert "must not exist yet" in str(again.exception)


def test_pages_are_all_read(monkeypatch, cluster):
    """However few topics a page has."""
    monkeypatch.setattr(topics_live, "_PAGE", 1)
    assert [one.name for one in topics_live.live_cluster("orders").topics] == ["orders", "returns"]


def test_serverless_clusters_are_asked_by_kafka(folder, tmp_path, serverless):
    """MSK's topic operations do not reach them."""
    result = run("import", "events", tmp_path / "written", "--no-adopt", "--json")
    assert json.loads(result.stdout)["topics"] == ["clicks"]
    written = tmp_path / "written/unowned.yaml"
    (topic,) = yaml.safe_load(written.read_text())["topics"]
    assert (topic["partition_count"], topic["configs"]) == (2, {"retention.ms": "1 hour"})
    assert "adopt" not in topic
    assert run("diff", tmp_path / "written", serverless).stdout == "no changes\n"


def test_an_unknown_cluster_is_told_the_nearest(tmp_path, cluster):
    """And the shell completes the names there are."""
    result = run("import", "order", tmp_path / "x")
    assert "got 'order'; did you mean 'orders'?" in str(result.exception)
    assert topics_live.cluster_names("o") == ["orders"]


def test_completion_is_silent_without_aws(monkeypatch):
    """No credentials or region is no reason to disturb the command line."""
    for name in ("AWS_ENDPOINT_URL", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    assert topics_live.cluster_names("o") == []
