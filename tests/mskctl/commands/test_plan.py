"""The plan as an operator meets it."""

import copy
import json

import pytest
from botocore.exceptions import ClientError
from typer.testing import CliRunner

from mskctl.cli import app
from mskctl.commands import plan as command
from mskctl.errors import MskctlError

ARN = "arn:aws:kafka:us-east-1:123456789012:cluster/orders/1f0b-2"
TEMPLATE = """
Parameters:
  Size: {Type: String}
Resources:
  Cluster:
    Type: AWS::MSK::Cluster
    Properties:
      ClusterName: orders
      KafkaVersion: 3.9.x.kraft
      NumberOfBrokerNodes: 3
      BrokerNodeGroupInfo:
        InstanceType: kafka.m7g.large
        ClientSubnets: [subnet-a, subnet-b, subnet-c]
        StorageInfo: {EBSStorageInfo: {VolumeSize: 100}}
      ClientAuthentication: {Sasl: {Scram: {Enabled: true}}}
  Users:
    Type: AWS::MSK::BatchScramSecret
    Properties: {ClusterArn: !GetAtt Cluster.Arn, SecretArnList: [secret-a]}
"""
LIVE = {
    "ClusterName": "orders",
    "ClusterType": "PROVISIONED",
    "State": "ACTIVE",
    "Tags": {"owner": "somebody"},
    "Provisioned": {
        "BrokerNodeGroupInfo": {
            "BrokerAZDistribution": "DEFAULT",
            "ClientSubnets": ["subnet-a", "subnet-b", "subnet-c"],
            "InstanceType": "kafka.m7g.large",
            "SecurityGroups": ["sg-1"],
            "StorageInfo": {"EbsStorageInfo": {"VolumeSize": 100}},
        },
        "CurrentBrokerSoftwareInfo": {"KafkaVersion": "3.9.x.kraft"},
        "ClientAuthentication": {
            "Sasl": {"Scram": {"Enabled": True}, "Iam": {"Enabled": False}},
            "Unauthenticated": {"Enabled": False},
        },
        "NumberOfBrokerNodes": 3,
        "EnhancedMonitoring": "DEFAULT",
        "StorageMode": "LOCAL",
    },
}


class LiveCluster:
    """Answers the read-only calls as MSK does, secrets one on a page."""

    def __init__(self, info, secrets=("secret-a",)):
        self.info = info
        self.secrets = secrets

    def describe_cluster_v2(self, *, ClusterArn):  # noqa: N803  (boto3's own spelling)
        if ClusterArn != ARN:
            error = {"Error": {"Code": "NotFoundException", "Message": "no such cluster"}}
            raise ClientError(error, "DescribeClusterV2")
        return {"ClusterInfo": copy.deepcopy(self.info)}

    def list_scram_secrets(self, *, ClusterArn, NextToken="0"):  # noqa: N803
        place = int(NextToken)
        page = {"SecretArnList": list(self.secrets[place : place + 1])}
        return page | ({"NextToken": str(place + 1)} if place + 1 < len(self.secrets) else {})


def run(*arguments):
    return CliRunner().invoke(app, ["plan", *(str(argument) for argument in arguments)])


@pytest.fixture
def write(tmp_path):
    def _write(name, text=TEMPLATE):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return _write


@pytest.fixture
def live(monkeypatch):
    def _live(info=LIVE, secrets=("secret-a",)):
        monkeypatch.setattr(command, "kafka_client", lambda arn: LiveCluster(info, secrets))

    return _live


def with_volume(size):
    info = copy.deepcopy(LIVE)
    nodes = info["Provisioned"]["BrokerNodeGroupInfo"]
    nodes["StorageInfo"]["EbsStorageInfo"]["VolumeSize"] = size
    return info


def test_same_template_changes_nothing(write):
    """Nothing to say is said in one line."""
    path = write("a.yaml")
    result = run(path, path, "--on", "2026-11-01", "--fail-on", "free")
    assert (result.exit_code, result.output) == (0, "no changes\n")


def test_change_is_told_with_reason_and_source(write):
    """Kind, place, values, reason, source and the sum."""
    new = write("new.yaml", TEMPLATE.replace("m7g.large", "m7g.xlarge"))
    result = run(write("old.yaml"), new, "--on", "2026-11-01")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        'rolling-restart new.yaml: Cluster/BrokerNodeGroupInfo/InstanceType: "kafka.m7g.large" -> "kafka.m7g.xlarge"',
        "    UpdateBrokerType replaces the brokers one by one",
        "    https://docs.aws.amazon.com/msk/latest/developerguide/msk-update-broker-type.html",
        "1 rolling-restart",
    ]


@pytest.mark.parametrize(
    ("threshold", "code"),
    [("one-at-a-time", 1), ("rolling-restart", 1), ("replacement", 0), ("cannot-be-told", 0)],
)
def test_gate_closes_at_its_threshold(write, threshold, code):
    """--fail-on ends with 1 for the kind and for everything worse."""
    new = write("new.yaml", TEMPLATE.replace("m7g.large", "m7g.xlarge"))
    assert run(write("old.yaml"), new, "--fail-on", threshold).exit_code == code


def test_data_loss_closes_the_gate_of_replacement(write):
    """A cluster that is gone is worse than one that is replaced."""
    new = write("new.yaml", "Resources: {}")
    result = run(write("old.yaml"), new, "--fail-on", "replacement")
    assert result.exit_code == 1
    assert "data-loss new.yaml: Cluster\n" in result.output


def test_json_is_for_machines(write):
    """--json has every kind counted and every change field by field."""
    new = write("new.yaml", TEMPLATE.replace("VolumeSize: 100", "VolumeSize: !Ref Size"))
    report = json.loads(run(write("old.yaml"), new, "--json", "--on", "2026-11-01").output)
    assert sorted(report) == ["changes", "counts", "others", "together", "ways"]
    assert report["counts"]["cannot-be-told"] == 1
    (change,) = report["changes"]
    assert sorted(change) == [
        "kind",
        "new",
        "old",
        "property",
        "reason",
        "resource",
        "source",
        "stepwise",
        "template",
        "type",
        "update",
    ]
    assert (change["old"], change["new"]) == (100, {"Ref": "Size"})


def test_updates_that_msk_refuses_together_are_named(write):
    """Two updates of one cluster in one deployment are one too many."""
    text = TEMPLATE.replace("m7g.large", "m7g.xlarge").replace("VolumeSize: 100", "VolumeSize: 200")
    old, new = write("old.yaml"), write("new.yaml", text)
    assert "too many at once new.yaml: Cluster: broker-size, storage\n" in run(old, new).output
    (one,) = json.loads(run(old, new, "--json").output)["together"]
    assert one == {
        "template": "new.yaml",
        "resource": "Cluster",
        "updates": ["broker-size", "storage"],
    }


def test_steps_are_templates_in_order(write, tmp_path):
    """Each step is a file of its own; the last one is the goal."""
    text = TEMPLATE.replace("m7g.large", "m7g.xlarge").replace("VolumeSize: 100", "VolumeSize: 200")
    result = run(write("old.yaml"), write("new.yaml", text), "--steps", tmp_path / "steps")
    assert result.exit_code == 0
    files = sorted((tmp_path / "steps").iterdir())
    assert [file.name for file in files] == [
        "01-cluster-storage.template.json",
        "02-cluster-broker-size.template.json",
    ]
    nodes = [
        json.loads(file.read_text())["Resources"]["Cluster"]["Properties"]["BrokerNodeGroupInfo"]
        for file in files
    ]
    assert [one["InstanceType"] for one in nodes] == ["kafka.m7g.large", "kafka.m7g.xlarge"]
    assert {one["StorageInfo"]["EBSStorageInfo"]["VolumeSize"] for one in nodes} == {200}


def test_without_a_way_the_reason_is_told(write, tmp_path):
    """What updates cannot reach ends with 1, writes nothing, says why."""
    new = write("new.yaml", TEMPLATE.replace("VolumeSize: 100", "VolumeSize: 50"))
    result = run(write("old.yaml"), new, "--steps", tmp_path / "steps")
    assert result.exit_code == 1
    assert "no way new.yaml: Cluster/BrokerNodeGroupInfo/StorageInfo" in result.output
    assert list((tmp_path / "steps").iterdir()) == []


def test_steps_overwrite_nothing(write, tmp_path):
    """A directory that holds files is not touched."""
    old = write("old.yaml")
    with pytest.raises(MskctlError, match="directory must be empty") as caught:
        app(["plan", str(old), str(old), "--steps", str(tmp_path)], standalone_mode=False)
    assert caught.value.exit_code == 2


def test_folders_are_paired_by_file(write, tmp_path):
    """A stack that is gone from cdk.out is a stack that is deleted."""
    for name in ("old/A.yaml", "old/B.yaml", "new/B.yaml", "new/C.yaml"):
        write(name)
    report = json.loads(run(tmp_path / "old", tmp_path / "new", "--json").output)
    told = {(one["template"], one["resource"], one["kind"]) for one in report["changes"]}
    assert ("A.yaml", "Cluster", "data-loss") in told
    assert ("C.yaml", "Cluster", "free") in told
    assert not any(template == "B.yaml" for template, _, _ in told)


def test_live_cluster_as_stated_changes_nothing(write, live):
    """What the template leaves out is not compared: CloudFormation leaves it, too."""
    live()
    result = run("--cluster", ARN, write("new.yaml"), "--on", "2026-11-01")
    assert (result.exit_code, result.output) == (0, "no changes\n")


def test_volume_grown_by_autoscaling_is_found(write, live):
    """The template's size is a shrink by now."""
    live(with_volume(180))
    result = run("--cluster", ARN, write("new.yaml"), "--fail-on", "forbidden")
    assert result.exit_code == 1
    assert "VolumeSize: 180 -> 100" in result.output
    assert "state at least 180 GiB" in result.output


def test_steps_from_a_live_cluster_keep_everything_else(write, live, tmp_path):
    """Every template written is whole: nothing but the cluster differs from the goal."""
    live()
    text = TEMPLATE.replace("m7g.large", "m7g.xlarge").replace("VolumeSize: 100", "VolumeSize: 200")
    bucket = "  Bucket: {Type: AWS::S3::Bucket}\n"
    result = run("--cluster", ARN, write("new.yaml", text + bucket), "--steps", tmp_path / "steps")
    assert result.exit_code == 0
    steps = [json.loads(file.read_text()) for file in sorted((tmp_path / "steps").iterdir())]
    assert [sorted(step["Resources"]) for step in steps] == [["Bucket", "Cluster", "Users"]] * 2


def test_broken_profile_ends_with_two(write, monkeypatch):
    """A profile that does not exist is one line, too."""
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")
    with pytest.raises(MskctlError, match="no-such-profile") as caught:
        app(["plan", "--cluster", ARN, str(write("a.yaml"))], standalone_mode=False)
    assert caught.value.exit_code == 2


def test_users_associated_by_hand_are_found(write, live):
    """Secrets the template does not list would be disassociated; every page of them is read."""
    live(secrets=("secret-a", "secret-b", "secret-c"))
    result = run("--cluster", ARN, write("new.yaml"))
    assert "the users of secret-b, secret-c are disassociated" in result.output


def test_public_access_closed_by_hand_is_found(write, live):
    """What the app opens is compared with what MSK shows; what it never mentions is not."""
    info = copy.deepcopy(LIVE)
    info["Provisioned"]["BrokerNodeGroupInfo"]["ConnectivityInfo"] = {
        "PublicAccess": {"Type": "DISABLED"},
        "VpcConnectivity": {"ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}}},
        "NetworkType": "IPV4",
    }
    live(info)
    chain = """
  Ways:
    Type: Custom::MskConnectivity
    Properties: {ClusterArn: !GetAtt Cluster.Arn, PublicAccess: %s, Link: 1, Links: 1}
"""
    opened = json.loads(
        run("--cluster", ARN, write("a.yaml", TEMPLATE + chain % "true"), "--json").output
    )
    assert [(one["property"], one["old"], one["new"]) for one in opened["changes"]][-1:] == [
        ("PublicAccess", False, True)
    ]
    closed = run("--cluster", ARN, write("b.yaml", TEMPLATE + chain % "false"))
    assert closed.output == "no changes\n"


def test_clients_that_lose_access_close_the_gate(write):
    """A gate for it is closed by a user who goes, one for replacements is not."""
    old = write("old.yaml", TEMPLATE.replace("[secret-a]", "[secret-a, secret-b]"))
    new = write("new.yaml")
    told = run(old, new, "--fail-on", "shut-out", "--json")
    assert told.exit_code == 1
    assert json.loads(told.output)["counts"]["shut-out"] == 1
    assert run(old, new, "--fail-on", "replacement").exit_code == 0
    assert "shut-out new.yaml: Users/SecretArnList" in run(old, new).output


def test_cluster_is_found_by_its_name(write, live):
    """A template without the cluster is the wrong template."""
    live()
    path = write("new.yaml", TEMPLATE.replace("orders", "bills"))
    with pytest.raises(MskctlError, match="must have a cluster named 'orders', got bills"):
        app(["plan", "--cluster", ARN, str(path)], standalone_mode=False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.yaml"], "must be given OLD and NEW, got 1 paths"),
        (["--cluster", ARN, "a.yaml", "a.yaml"], "must be given NEW alone with --cluster"),
        (["--cluster", "orders", "a.yaml"], "--cluster must be the ARN of a cluster"),
    ],
)
def test_wrong_questions_end_with_two(write, monkeypatch, arguments, message):
    """Usage errors are one line."""
    monkeypatch.chdir(write("a.yaml").parent)
    with pytest.raises(MskctlError, match=message) as caught:
        app(["plan", *arguments], standalone_mode=False)
    assert caught.value.exit_code == 2


def test_unreadable_cluster_ends_with_two(write, live):
    """AWS's answer is part of the line."""
    live()
    other = ARN.replace("1f0b", "2f0b")
    with pytest.raises(MskctlError, match="no such cluster") as caught:
        app(["plan", "--cluster", other, str(write("a.yaml"))], standalone_mode=False)
    assert caught.value.exit_code == 2
