"""The main job, end to end: the real CDK CLI, real Kafka clients, real functions, on loopback."""

import io

import pytest
from rich.console import Console

from main_job.job import Report, run
from main_job.progress import Progress
from main_job.summary import print_summary
from msk_local.kafka.broker import BrokerSoftware

RECORDS = 1_500


@pytest.fixture(
    scope="module",
    params=["embedded", pytest.param("apache", marks=pytest.mark.apache_kafka)],
)
def job(request, tmp_path_factory) -> tuple[Report, str]:
    """The report of one whole job, and the summary it is told in."""
    if request.param == "apache" and BrokerSoftware.choose({}) is BrokerSoftware.EMBEDDED:
        pytest.skip("Apache Kafka needs Java, Maven, and a repository that has it")
    out = io.StringIO()
    console = Console(file=out, width=200)
    progress = Progress(console)
    report = run(
        directory=tmp_path_factory.mktemp("job") / request.param,
        records=RECORDS,
        broker=request.param,
        progress=progress,
    )
    print_summary(console, report, progress.steps)
    return report, out.getvalue()


pytestmark = pytest.mark.local_cloud


def test_every_record_is_produced_consumed_and_delivered_once(job):
    """Over IAM and over SCRAM, and in S3; the job itself compares them byte for byte."""
    report, _ = job
    assert {over: t.count for over, t in report.exchange.produced.items()} == {
        "IAM": RECORDS,
        "SCRAM": RECORDS,
    }
    assert {over: t.count for over, t in report.exchange.consumed.items()} == {
        "IAM": 2 * RECORDS,
        "SCRAM": 2 * RECORDS,
    }
    assert len(set(report.archive.events)) == len(report.archive.events) == 2 * RECORDS
    assert all(size > 0 for _, size in report.archive.objects)


def test_every_client_does_what_it_was_given_and_nothing_else(job):
    """Kafka's own errors, not time-outs, whether policies decide or ACLs."""
    attempts = job[0].access
    refused = {(one.client, one.operation, one.topic) for one in attempts if one.refused_with}
    assert len(attempts) == 16
    assert refused == {
        ("orders-service", "read", "orders"),
        ("orders-service", "write", "payments"),
        ("orders-service", "read", "payments"),
        ("orders-analytics", "write", "orders"),
        ("orders-analytics", "write", "payments"),
        ("orders-analytics", "read", "payments"),
        ("payments-service", "write", "orders"),
        ("payments-service", "read", "orders"),
        ("legacy-shop", "write", "payments"),
        ("legacy-shop", "read", "payments"),
    }


def test_the_second_deployment_changes_what_was_changed(job):
    """One topic, one alarm and what shows it; the topic has the partitions the file says."""
    report, _ = job
    assert sorted(change.resource_type for change in report.changes) == [
        "AWS::CloudWatch::Alarm",
        "AWS::CloudWatch::Dashboard",
        "AWS::MSK::Topic",
    ]
    assert {change.status for change in report.changes} == {"UPDATE_COMPLETE"}
    assert report.partitions == (6, 12)


def test_the_summary_tells_what_happened(job):
    """Cluster, endpoints, authentication, counts, object keys, times and templates are in it."""
    report, summary = job
    for told in (
        report.software,
        report.platform["ClusterArn"],
        report.platform["BootstrapBrokersSaslIam"],
        report.platform["BootstrapBrokersSaslScram"],
        "write, read refused",
        report.archive.objects[0][0],
        f"{2 * RECORDS:,} records, each exactly once",
        "cdk destroy",
        str(report.templates),
    ):
        assert told in summary
    assert (report.templates / "standard-cluster.template.json").is_file()
