"""Every shipped deployment is deployed, changed and destroyed by the real CDK CLI, on loopback."""

import pytest

from main_job.access_table import access_is_as_declared, counts
from main_job.cdk import ROOT, Cdk, CdkError
from main_job.platform import Platform
from main_job.workers import LocalWorker
from msk_local import LocalCloud

pytestmark = pytest.mark.local_cloud


@pytest.fixture(scope="module")
def cloud(tmp_path_factory):
    with LocalCloud(tmp_path_factory.mktemp("cloud"), broker="embedded") as running:
        empty = tmp_path_factory.mktemp("empty")
        log = tmp_path_factory.mktemp("bootstrap") / "cdk.log"
        cdk = Cdk(running.environment(), log=log, output=empty)
        cdk.bootstrap(running.account, running.region, empty=empty)
        yield running


@pytest.fixture
def cdk(cloud, tmp_path):
    return Cdk(cloud.environment(), log=tmp_path / "cdk.log", output=tmp_path / "cdk.out")


@pytest.fixture
def write(tmp_path):
    """Writes a shipped deployment, whose data may be destroyed, with some words replaced."""

    def write(name, *changes):
        text = (ROOT / "deployments" / f"{name}.yaml").read_text(encoding="utf-8")
        functions = ROOT / "deployments" / "functions"
        for old, new in (
            ("removal_policy: retain", "removal_policy: destroy"),
            ("code: functions", f"code: {functions}"),
            ("topic_files: topics", f"topic_files: {ROOT / 'deployments' / 'topics'}"),
            *changes,
        ):
            text = text.replace(old, new)
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def remaining(cloud):
    return {kind: names for kind, names in cloud.remaining().items() if names}


@pytest.mark.parametrize("name", ["express", "serverless", "complete"])
def test_deploys_and_leaves_nothing_when_destroyed(cloud, cdk, write, name):
    """All stacks come up with running clusters, topics, functions and mappings, and go again."""
    cdk.deploy(write(name))
    kafka = cloud.session().client("kafka")
    (cluster,) = kafka.list_clusters_v2()["ClusterInfoList"]
    assert (cluster["ClusterName"], cluster["State"]) == (name, "ACTIVE")
    cdk.destroy()
    assert remaining(cloud) == {}


def test_every_client_of_complete_does_what_it_was_given(cloud, cdk, write):
    """Roles, users and certificates, through policies and ACLs: allowed and refused as declared."""
    deployment = write("complete")
    cdk.deploy(deployment)
    session = cloud.session()
    platform = Platform.read(session, "complete", ca_certificate=str(cloud.ca_certificate))
    attempts = access_is_as_declared(LocalWorker(session), platform, deployment)
    assert {attempt.authentication for attempt in attempts} == {"iam", "scram", "tls"}
    assert min(counts(attempts)) > 0
    cdk.destroy()
    assert remaining(cloud) == {}


def test_a_first_deployment_that_fails_can_be_repeated(cloud, cdk, write):
    """What was made before the failure is taken back, though the deployment retains its data."""
    parameters = cloud.session().client("ssm")
    in_the_way = "/msk/dev/bootstrap-brokers-sasl-iam"
    parameters.put_parameter(Name=in_the_way, Value="somebody else's", Type="String")
    with pytest.raises(CdkError, match="already exists"):
        cdk.deploy(write("dev", ("policy: destroy", "policy: retain")))
    kafka = cloud.session().client("kafka")
    assert kafka.list_clusters_v2()["ClusterInfoList"] == []

    parameters.delete_parameter(Name=in_the_way)
    cdk.deploy(write("dev", ("policy: destroy", "policy: retain")))
    (cluster,) = kafka.list_clusters_v2()["ClusterInfoList"]
    assert cluster["State"] == "ACTIVE"

    cdk.deploy(write("dev"))  # from now on nothing is retained
    cdk.destroy()
    assert remaining(cloud) == {}


def test_day_two_of_standard(cloud, cdk, write):
    """Clients and sinks can go, brokers can come; what MSK refuses is rolled back with its reason."""
    cdk.deploy(write("standard"))
    shipped = (ROOT / "deployments" / "standard.yaml").read_text(encoding="utf-8")
    used = shipped[shipped.index("clients:") :]
    cdk.deploy(write("standard", (used, "")))

    two_changes = [("brokers_per_az: 1", "brokers_per_az: 2"), ("_gib: 100\n", "_gib: 200\n")]
    with pytest.raises(CdkError, match="can't update multiple attributes"):
        cdk.deploy(write("standard", (used, ""), *two_changes))
    kafka = cloud.session().client("kafka")
    assert brokers_and_state(kafka) == (3, "ACTIVE")

    cdk.deploy(write("standard", (used, ""), two_changes[0]))
    assert brokers_and_state(kafka) == (6, "ACTIVE")
    cdk.destroy()
    assert remaining(cloud) == {}


def brokers_and_state(kafka):
    (cluster,) = kafka.list_clusters_v2()["ClusterInfoList"]
    return cluster["Provisioned"]["NumberOfBrokerNodes"], cluster["State"]
