"""The command line as an operator meets it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import mskctl
from mskctl.cli import app

GOOD = """
AWSTemplateFormatVersion: 2010-09-09
Resources:
  Cluster:
    Type: AWS::MSK::Cluster
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      ClusterName: !Sub "${AWS::StackName}-orders"
      KafkaVersion: 3.9.x.kraft
      NumberOfBrokerNodes: 3
      BrokerNodeGroupInfo:
        InstanceType: !Ref Size
        ClientSubnets: [!Ref A, !Ref B, !ImportValue C]
      EnhancedMonitoring: PER_TOPIC_PER_BROKER
      EncryptionInfo: {EncryptionAtRest: {DataVolumeKMSKeyId: !GetAtt Key.Arn}}
      ClientAuthentication: {Sasl: {Iam: {Enabled: true}}}
      LoggingInfo: {BrokerLogs: {CloudWatchLogs: {Enabled: true, LogGroup: x}}}
"""
BAD = GOOD.replace("NumberOfBrokerNodes: 3", "NumberOfBrokerNodes: 4")


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def write(tmp_path):
    def _write(text, name="template.yaml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return _write


def test_good_template_ends_with_zero(write):
    """Nothing to say is said in one line."""
    result = run("check", write(GOOD), "--on", "2026-11-01")
    assert (result.exit_code, result.output) == (
        0,
        "1 template, 1 cluster, 0 topics, 0 errors, 0 warnings\n",
    )


def test_bad_template_ends_with_one(write):
    """An error names file, resource, property, rule, value and fix, and its source."""
    result = run("check", write(BAD))
    assert result.exit_code == 1
    first, source, summary = result.output.splitlines()
    assert first == (
        "error: template.yaml: Cluster: NumberOfBrokerNodes must make a whole multiple of the "
        "3 zones in all, got 4; use 3 or 6 brokers"
    )
    assert source.strip().startswith("https://docs.aws.amazon.com/msk/")
    assert summary == "1 template, 1 cluster, 0 topics, 1 error, 0 warnings"


def test_warnings_alone_end_with_zero(write):
    """A warning does not stop a pipeline."""
    result = run("check", write(GOOD.replace("3.9.x.kraft", "3.7.x.kraft")), "--on", "2026-11-01")
    assert result.exit_code == 0
    assert "warning: template.yaml: Cluster: KafkaVersion must be" in result.output


def test_new_clusters_are_judged_more_strictly(write):
    """With --new, public access is refused as MSK refuses it at creation."""
    public = GOOD.replace(
        "        InstanceType:",
        "        ConnectivityInfo: {PublicAccess: {Type: SERVICE_PROVIDED_EIPS}}\n        InstanceType:",
    )
    path = write(public)
    assert run("check", path).exit_code == 0
    result = run("check", path, "--new")
    assert result.exit_code == 1
    assert "while the cluster is being created" in result.output


def test_json_is_for_machines(write):
    """--json holds the same findings, field by field."""
    result = run("check", write(BAD), "--json")
    report = json.loads(result.output)
    assert (report["clusters"], report["errors"], report["warnings"]) == (1, 1, 0)
    (finding,) = report["findings"]
    assert finding["rule"] == "brokers-are-spread-evenly"
    assert finding["property"] == "NumberOfBrokerNodes"
    assert finding["value"] == 4


def test_cloud_assembly_is_searched(write, tmp_path):
    """In cdk.out every template is read, nested ones too, and nothing else."""
    bad = {
        "Resources": {
            "ClusterEB0386A7": {
                "Type": "AWS::MSK::Cluster",
                "Metadata": {"aws:cdk:path": "App/Cluster/Resource"},
                "Properties": {"NumberOfBrokerNodes": 0},
            }
        }
    }
    write(json.dumps(bad), "cdk.out/nested/App.template.json")
    write(json.dumps({"Resources": {}}), "cdk.out/Other.template.json")
    write("{}", "cdk.out/manifest.json")
    result = run("check", tmp_path / "cdk.out")
    assert "error: App.template.json: App/Cluster: NumberOfBrokerNodes must" in result.output
    assert "2 templates, 1 cluster" in result.output


def invoke(*arguments):
    source_roots = [
        Path(mskctl.__file__).parents[1],
        Path(mskctl.__file__).parents[2] / "constructs",
    ]
    script = (
        f"import sys; sys.path[:0] = {[str(root) for root in source_roots]!r}\n"
        "from mskctl.cli import main\n"
        "sys.argv[0] = 'mskctl'\n"
        "main()"
    )
    return subprocess.run(
        [sys.executable, "-I", "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("broken.json", "{", "file must be valid JSON"),
        ("broken.yaml", "a: [", "file must be valid YAML"),
        ("tag.yaml", "a: !!bool b", "file must be valid YAML"),
        ("other.yaml", "a: b", "file must be a CloudFormation template"),
        ("list.json", "[]", "file must be a CloudFormation template"),
    ],
)
def test_unreadable_template_ends_with_two(write, name, text, message):
    """One line on stderr says which file and why; there is no traceback."""
    result = invoke("check", write(text, name))
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith("mskctl: ")
    assert f"{name}: {message}" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["topics", "diff", ".", "orders"],
        ["plan", "--cluster", "arn:aws:kafka:eu-west-1:123456789012:cluster/a/b-2", "-"],
        ["sink", "audit", "orders-archive"],
        ["status", "orders"],
        ["client-config", "orders"],
    ],
    ids=" ".join,
)
def test_endpoint_that_is_no_url_ends_with_two(arguments, write, monkeypatch, tmp_path):
    """AWS's settings are the user's, and botocore says what is wrong with them."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "nowhere")
    monkeypatch.chdir(tmp_path)
    template = str(write(GOOD))
    result = invoke(*(template if one == "-" else one for one in arguments))
    assert result.returncode == 2
    assert "Invalid endpoint: nowhere" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [["--ingress-mbps", "1e308"], ["--ingress-mbps", "1", "--partitions", "9" * 400]]
)
def test_number_too_large_to_count_with_ends_with_two(arguments):
    """Python's own arithmetic has an end; nobody sees it in a traceback."""
    result = invoke("size", *arguments)
    assert result.returncode == 2
    assert result.stderr.startswith("mskctl: a number is too large to count with")
    assert result.stderr.count("\n") == 1


def test_missing_path_ends_with_two(tmp_path):
    """A path that is not there is a wrong question."""
    result = invoke("check", tmp_path / "cdk.out")
    assert result.returncode == 2
    assert "path must exist; run `cdk synth` first" in result.stderr
