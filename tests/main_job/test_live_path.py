"""What the live smoke test does in a real account, done in the local cloud.

Brokers there are reached by a function in the VPC only; here the same function is deployed, so that
nothing of the way is tried in AWS for the first time.
"""

import pytest

from integration.probe.code import HERE, gather
from main_job.access_table import access_is_as_declared, counts
from main_job.assertions import delivered_exactly_once, produced_is_consumed
from main_job.cdk import ROOT, Cdk
from main_job.platform import Platform
from main_job.workers import FunctionWorker
from msk_local import LocalCloud

pytestmark = pytest.mark.local_cloud


@pytest.fixture(scope="module")
def cloud(tmp_path_factory):
    with LocalCloud(tmp_path_factory.mktemp("cloud"), broker="embedded") as running:
        yield running


@pytest.fixture(scope="module")
def platform(cloud, tmp_path_factory) -> Platform:
    """`standard` with the probe beside it."""
    directory = tmp_path_factory.mktemp("live")
    (directory / "empty").mkdir()
    cdk = Cdk(cloud.environment(), log=directory / "cdk.log", output=directory / "cdk.out")
    cdk.bootstrap(cloud.account, cloud.region, empty=directory / "empty")
    cdk.deploy(
        ROOT / "deployments" / "standard.yaml",
        app=f"python {ROOT / 'integration' / 'probe' / 'app.py'}",
        context={"probe_code": str(gather(directory / "code", wheels_for=HERE))},
    )
    return Platform.read(cloud.session(), "standard", ca_certificate=str(cloud.ca_certificate))


def test_the_probe_does_the_main_job_from_inside(cloud, platform):
    """The assertions of the demo hold when a function in the VPC plays the clients."""
    worker = FunctionWorker(cloud.session(), platform["ProbeFunctionName"])
    exchange = produced_is_consumed(worker, platform, run="live", records=500)
    assert exchange.count == 1000
    archive = delivered_exactly_once(cloud.session(), platform, run="live", records=500)
    assert len(archive.events) == 1000
    attempts = access_is_as_declared(worker, platform, ROOT / "deployments" / "standard.yaml")
    assert counts(attempts) == (6, 10)
