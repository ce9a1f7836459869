"""The app synthesizes every shipped deployment without a finding, and refuses bad ones plainly."""

import json
import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest
import yaml
from cfnlint.api import ManualArgs, lint

from stacks.deployment_file import DEPLOYMENTS

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(path.stem for path in DEPLOYMENTS.glob("*.yaml"))


def bare(path):
    """The resources of a template without the construct paths that only the CLI asks for."""
    found = json.loads(path.read_text(encoding="utf-8"))["Resources"]
    for resource in found.values():
        resource.pop("Metadata", None)
    return {name: one for name, one in found.items() if one["Type"] != "AWS::CDK::Metadata"}


def resources(templates):
    found = Counter()
    for path in templates:
        template = json.loads(path.read_text(encoding="utf-8"))
        found.update(r["Type"] for r in template.get("Resources", {}).values())
    return found


def exports(templates):
    return {
        (path.name, name)
        for path in templates
        for name, output in json.loads(path.read_text(encoding="utf-8")).get("Outputs", {}).items()
        if "Export" in output
    }


@pytest.mark.parametrize("deployment", SHIPPED)
def test_synthesizes_with_nothing_to_say(synthesize, deployment):
    """Exit status 0 and an empty stderr: no finding of cdk-nag or CloudFormation, no warning."""
    done = synthesize(deployment)
    assert (done.status, done.stdout, done.stderr) == (0, "", "")


def test_cdk_nag_looks_at_every_synth(synthesize, tmp_path):
    """A deployment that AwsSolutions objects to fails, with the rule and no traceback."""
    shipped = (DEPLOYMENTS / "standard.yaml").read_text(encoding="utf-8")
    silent = tmp_path / "silent.yaml"
    silent.write_text(
        shipped.replace("  storage:\n", "  broker_logs: {cloudwatch: false}\n  storage:\n")
    )
    done = synthesize(str(silent))
    assert done.status == 1
    assert "AwsSolutions-MSK6" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_msk_checks_find_is_a_warning(synthesize, tmp_path):
    """What somebody may be sorry for deploys all the same; `dev` shows how a file accepts it."""
    shipped = (DEPLOYMENTS / "dev.yaml").read_text(encoding="utf-8")
    careless = tmp_path / "careless.yaml"
    careless.write_text(shipped[: shipped.index("accepted_findings:")], encoding="utf-8")
    done = synthesize(str(careless))
    assert done.status == 0, done.stderr
    assert "Acknowledge with 'cdk-msk::deletion-keeps-data'" in done.stderr


@pytest.mark.parametrize("deployment", SHIPPED)
def test_cfn_lint_passes(synthesize, deployment):
    """Every template is one that CloudFormation's linter accepts, without a warning."""
    for template in synthesize(deployment).templates:
        if not json.loads(template.read_text(encoding="utf-8")).get("Resources"):
            continue  # the CDK CLI does not deploy it
        matches = lint(
            template.read_text(encoding="utf-8"), config=ManualArgs(regions=["us-east-1"])
        )
        assert [f"{m.rule.id} {m.message} at {m.path}" for m in matches] == []


@pytest.mark.parametrize(
    ("deployment", "expected"),
    [
        ("dev", {"AWS::MSK::ServerlessCluster": 1}),
        (
            "standard",
            {
                "AWS::MSK::Cluster": 1,
                "AWS::MSK::Configuration": 1,
                "AWS::MSK::Topic": 2,
                "AWS::MSK::BatchScramSecret": 1,
                "AWS::ApplicationAutoScaling::ScalingPolicy": 1,
                "AWS::Lambda::EventSourceMapping": 1,
                "AWS::SQS::Queue": 1,
                "AWS::CloudWatch::Dashboard": 1,
            },
        ),
        ("express", {"AWS::MSK::Cluster": 1, "AWS::MSK::Topic": 1}),
        (
            "serverless",
            {
                "AWS::MSK::ServerlessCluster": 1,
                "AWS::Lambda::EventSourceMapping": 2,
                "AWS::SQS::Queue": 2,
            },
        ),
        (
            "complete",
            {
                "AWS::MSK::Topic": 6,
                "AWS::MSK::ClusterPolicy": 1,
                "AWS::ACMPCA::CertificateAuthority": 1,
                "AWS::CertificateManager::Certificate": 1,
                "AWS::SecretsManager::RotationSchedule": 1,
                "AWS::Lambda::EventSourceMapping": 3,
                "Custom::MskAcls": 3,
                "Custom::MskClientQuota": 5,
            },
        ),
    ],
)
def test_each_deployment_has_what_it_promises(synthesize, deployment, expected):
    """The resources a reader of the file expects are in the templates."""
    found = resources(synthesize(deployment).templates)
    assert {kind: found[kind] for kind in expected} == expected


@pytest.mark.parametrize("deployment", ["standard", "express", "serverless", "complete"])
def test_what_holds_data_is_retained(synthesize, deployment):
    """No stack of a retained deployment deletes records, keys or secrets."""
    stateful = {
        "AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster", "AWS::MSK::Topic", "AWS::S3::Bucket",
        "AWS::KMS::Key", "AWS::SecretsManager::Secret", "AWS::DynamoDB::Table", "Custom::MskTopic",
    }  # fmt: skip
    for path in synthesize(deployment).templates:
        template = json.loads(path.read_text(encoding="utf-8"))
        for name, resource in template.get("Resources", {}).items():
            if resource["Type"] in stateful:
                # What may have been there before stays even if its deployment fails.
                always = resource["Type"] in {"AWS::DynamoDB::Table", "Custom::MskTopic"}
                kept = resource.get("DeletionPolicy"), resource.get("UpdateReplacePolicy")
                wanted = "Retain" if always else "RetainExceptOnCreate"
                assert kept == (wanted, "Retain"), (path.name, name)


@pytest.mark.parametrize("deployment", ["complete", "serverless", "standard"])
def test_the_last_user_of_a_cluster_can_leave(synthesize, tmp_path, deployment):
    """No export is there for its users alone: it would go before they do, and CloudFormation refuses."""
    shipped = (DEPLOYMENTS / f"{deployment}.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(shipped)
    for part in ("topics", "topic_files", "clients", "quotas", "s3_sinks", "consumers"):
        content.pop(part, None)
    content["monitoring"] = {}
    emptied = tmp_path / "emptied.yaml"
    emptied.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    left = synthesize(str(emptied))
    assert left.status == 0, left.stderr
    assert exports(synthesize(deployment).templates) <= exports(left.templates)


def test_the_cdk_cli_synthesizes_the_same(synthesize, tmp_path):
    """`cdk synth -c deployment=standard` writes what `python app.py` with the same context does."""
    output = tmp_path / "cdk.out"
    done = subprocess.run(
        [
            "cdk",
            "synth",
            "-q",
            "--ci",  # what the CLI itself says goes to stdout then
            "--no-notices",
            "-c",
            "deployment=standard",
            "--output",
            str(output),
        ],
        cwd=ROOT,
        env=os.environ | {"CDK_DISABLE_CLI_TELEMETRY": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    for template in synthesize("standard").templates:
        assert bare(output / template.name) == bare(template), template.name


def test_named_zones_and_names_as_long_as_kafka_has_them_are_deployed(synthesize, tmp_path):
    """What a file may state reaches AWS in a form it takes."""
    topic = "t" * 249
    file = tmp_path / "long.yaml"
    file.write_text(
        f"name: {'n' * 40}\n"
        "network: {availability_zones: [us-east-1a, us-east-1b, us-east-1d]}\n"
        "cluster: {type: serverless}\n"
        f"topics: [{{name: {topic}, partition_count: 1}}]\n"
        f"s3_sinks: [{{name: archive, topic: {topic}}}]\n"
        f"consumers: [{{name: totals, topic: {topic}, code: {DEPLOYMENTS}/functions/order_totals}}]\n"
    )
    done = synthesize(str(file))
    assert (done.status, done.stderr) == (0, "")


def test_a_bad_file_gets_its_faults_and_no_traceback(synthesize, tmp_path):
    """One line a fault, exit status 1, and nothing that looks like Python."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("name: bad\ncluster: {type: express, broker_size: kafka.m7g.large}\nnope: 1\n")
    done = synthesize(str(bad))
    assert done.status == 1
    assert "Traceback" not in done.stderr
    assert f"{bad}: nope: is no field" in done.stderr
