"""Who may import whom: each package is loaded in a process of its own and looked at."""

import os
import subprocess
import sys

import pytest

BOUNDARIES = {
    "msk_model": {"aws_cdk", "jsii", "boto3", "botocore", "yaml", "pydantic"},
    "topic_files": {"aws_cdk", "jsii", "boto3", "botocore", "pydantic", "cdk_msk"},
    "mskctl.cli": {"aws_cdk", "jsii", "boto3", "botocore", "moto", "cdk_msk"},
    "msk_local": {"aws_cdk", "jsii", "cdk_msk", "stacks"},
    "stacks.deployment_file": {"aws_cdk", "jsii", "boto3"},
    "cdk_msk": {"boto3", "botocore", "moto", "pydantic", "yaml", "stacks"},
    "main_job.job": {"aws_cdk", "jsii", "cdk_msk", "stacks"},
}


@pytest.mark.parametrize("package", BOUNDARIES)
def test_loads_nothing_that_it_must_not(package):
    """A package that pulls in a forbidden one is named with it."""
    forbidden = BOUNDARIES[package]
    code = f"import sys, {package}; print(*sorted({forbidden!r} & sys.modules.keys()))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(("constructs", "scripts", "."))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_the_source_roots_are_no_packages():
    """`constructs/__init__.py` would shadow the PyPI package `constructs` and break every import."""
    code = "import constructs; print(constructs.Construct.__module__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "constructs"
