"""What `pip install` brings: the packages with their data and handlers, and nothing of the workshop."""

import json
import os
import re
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = {
    "cdk_msk": ROOT / "constructs/cdk_msk",
    "msk_model": ROOT / "constructs/msk_model",
    "topic_files": ROOT / "constructs/topic_files",
    "mskctl": ROOT / "scripts/mskctl",
    "msk_local": ROOT / "scripts/msk_local",
}
APP = """
import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from cdk_msk import ProvisionedCluster, StreamingVpc, Topic

app = cdk.App()
stack = cdk.Stack(app, "Orders")
cluster = ProvisionedCluster(stack, "Cluster", vpc=StreamingVpc(stack, "Network").vpc)
orders = Topic(stack, "Orders", cluster=cluster, topic_name="orders", partition_count=6)
shop = iam.Role(stack, "Shop", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
cluster.grant_produce(shop, topics=[orders.topic_name])
app.synth()
"""
OPTIONAL = ["boto3", "botocore", "moto", "pydantic", "rich", "typer", "yaml"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel) -> set[str]:
    return {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}


@pytest.mark.parametrize("package", PACKAGES)
def test_brings_every_file_of_a_package(names, package):
    """Modules, tables of facts and Lambda handlers, and not what Python left beside them."""
    folder = PACKAGES[package]
    files = {
        f"{package}/{path.relative_to(folder).as_posix()}"
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in names if name.startswith(f"{package}/")} == files


def test_brings_nothing_else(names):
    """No tests, no main job, no app."""
    assert {name.split("/")[0] for name in names} == set(PACKAGES)


@pytest.mark.parametrize(
    "name",
    [
        "cdk_msk/custom_resource/asset/handler/bootstrap_brokers.py",
        "cdk_msk/kafka_admin/handler/topic.py",
        "cdk_msk/s3_sink/handler/index.py",
        "msk_model/facts/broker_sizes.toml",
        *(f"{package}/py.typed" for package in PACKAGES),
    ],
)
def test_brings_what_is_no_import(names, name):
    """What only Lambda, a reader of tables or a type checker would miss."""
    assert name in names


def test_the_library_needs_the_cdk_and_little_else(wheel):
    """What the CLI and the local cloud need is optional."""
    archive = zipfile.ZipFile(wheel)
    (metadata,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
    required = Parser().parsestr(archive.read(metadata).decode()).get_all("Requires-Dist")
    plain = {re.split("[<>=]", line)[0] for line in required if "extra ==" not in line}
    assert plain == {"aws-cdk-lib", "constructs", "kafka-python"}


def test_an_app_elsewhere_synthesizes(wheel, tmp_path):
    """A cluster, a topic and a grant in ten lines, from the wheel and without anything optional."""
    unpacked = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(unpacked)
    (tmp_path / "app.py").write_text(
        f"import sys\nsys.modules.update(dict.fromkeys({OPTIONAL}))  # as if not installed\n{APP}"
        "import cdk_msk\nprint(cdk_msk.__file__)\n"
    )
    done = subprocess.run(
        [sys.executable, "app.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(unpacked), "CDK_OUTDIR": str(tmp_path / "out")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(str(unpacked))
    template = json.loads((tmp_path / "out/Orders.template.json").read_text())
    types = [resource["Type"] for resource in template["Resources"].values()]
    assert types.count("AWS::MSK::Cluster") == types.count("AWS::MSK::Topic") == 1
    assert "kafka-cluster:WriteData" in json.dumps(template)
