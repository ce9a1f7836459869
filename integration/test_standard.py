"""`standard` in a real account: deployed under a name of its own, used, and destroyed."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from integration.probe.code import LAMBDA, gather
from main_job.access_table import access_is_as_declared
from main_job.assertions import delivered_exactly_once, produced_is_consumed
from main_job.cdk import ROOT, Cdk
from main_job.platform import Platform
from main_job.workers import FunctionWorker

RECORDS = 10_000


@pytest.fixture(scope="module")
def session() -> boto3.Session:
    return boto3.Session()


@pytest.fixture(scope="module")
def platform(
    session: boto3.Session, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Platform]:
    directory: Path = tmp_path_factory.mktemp("live")
    name = f"smoke-{secrets.token_hex(3)}"
    shipped = (ROOT / "deployments" / "standard.yaml").read_text(encoding="utf-8")
    deployment = directory / f"{name}.yaml"
    deployment.write_text(
        shipped.replace("name: standard", f"name: {name}", 1).replace(
            "removal_policy: retain", "removal_policy: destroy", 1
        ),
        encoding="utf-8",
    )
    cdk = Cdk(dict(os.environ), log=directory / "cdk.log", output=directory / "cdk.out")
    probe = {"probe_code": str(gather(directory / "code", wheels_for=LAMBDA))}
    app = f"python {ROOT / 'integration' / 'probe' / 'app.py'}"
    try:
        cdk.deploy(deployment, app=app, context=probe)
        yield Platform.read(session, name)
    finally:
        cdk.destroy()


@pytest.fixture(scope="module")
def worker(session: boto3.Session, platform: Platform) -> FunctionWorker:
    return FunctionWorker(session, platform["ProbeFunctionName"])


def test_the_platform_does_the_main_job(
    session: boto3.Session, platform: Platform, worker: FunctionWorker
) -> None:
    """Clients produce and consume, S3 holds each record once, access is as declared."""
    produced_is_consumed(worker, platform, run=platform.name, records=RECORDS)
    delivered_exactly_once(session, platform, run=platform.name, records=RECORDS, timeout=600)
    access_is_as_declared(worker, platform, ROOT / "deployments" / "standard.yaml")
