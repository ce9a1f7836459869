"""The main job, step by step, against the local cloud."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from main_job.access_table import Attempt, access_is_as_declared, counts
from main_job.archive import Archive
from main_job.assertions import (
    TOPIC,
    Exchange,
    MainJobError,
    delivered_exactly_once,
    produced_is_consumed,
)
from main_job.cdk import ROOT, Cdk
from main_job.changes import Change, changes_since
from main_job.platform import Platform
from main_job.progress import Progress
from main_job.workers import LocalWorker
from msk_local import LocalCloud

NAME = "standard"
RUN = "demo"


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything the summary tells."""

    platform: Platform
    software: str
    exchange: Exchange
    access: Sequence[Attempt]
    """What each client was allowed and refused."""
    archive: Archive
    changes: list[Change]
    partitions: tuple[int, int]
    """Of the topic, before and after the change."""
    templates: Path


def run(*, directory: Path, records: int, broker: str, progress: Progress) -> Report:
    """Runs the job and takes everything down again, also when it fails.

    Raises:
        MainJobError: Something that must be true is not.
    """
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    deployment = directory / f"{NAME}.yaml"
    shipped = (ROOT / "deployments" / f"{NAME}.yaml").read_text(encoding="utf-8")
    # What is destroyed at the end must not be retained; nothing else differs from the shipped file.
    deployment.write_text(
        _changed(shipped, "removal_policy: retain", "removal_policy: destroy"), encoding="utf-8"
    )

    with progress.step("Start the local cloud") as step:
        cloud = LocalCloud(directory / "cloud", broker=broker)
        cloud.start()
        step.result = cloud.url
    try:
        return _use(cloud, deployment, directory, records, progress)
    finally:
        with progress.step("Stop the local cloud"):
            cloud.stop()


def _use(
    cloud: LocalCloud, deployment: Path, directory: Path, records: int, progress: Progress
) -> Report:
    cdk = Cdk(cloud.environment(), log=directory / "cdk.log", output=directory / "cdk.out")
    session = cloud.session()
    with progress.step("cdk bootstrap"):
        empty = directory / "empty"
        empty.mkdir()
        cdk.bootstrap(cloud.account, cloud.region, empty=empty)
    with progress.step(f"cdk deploy {NAME}") as step:
        cdk.deploy(deployment, on_event=step.now)
        platform = Platform.read(session, NAME, ca_certificate=str(cloud.ca_certificate))
        step.result = f"on {cloud.broker_software}"
    worker = LocalWorker(session)
    with progress.step(
        f"Produce {records:,} orders over IAM and over SCRAM, consume them back"
    ) as step:
        exchange = produced_is_consumed(worker, platform, run=RUN, records=records)
        step.result = f"{exchange.count:,} records, each read twice, none lost or doubled"
    with progress.step("Delivery to S3, read back and compared") as step:
        archive = delivered_exactly_once(
            session,
            platform,
            run=RUN,
            records=records,
            on_progress=lambda count: step.now(f"{count:,} of {2 * records:,}"),
        )
        step.result = (
            f"{len(archive.events):,} records in {len(archive.objects)} objects, each exactly once"
        )
    with progress.step("Every client writes to and reads from every topic") as step:
        access = access_is_as_declared(worker, platform, deployment)
        allowed, refused = counts(access)
        step.result = f"{allowed} allowed, {refused} refused, as declared"
    with progress.step("Change two lines, cdk deploy again") as step:
        before = worker.partition_count(platform.iam("orders-service"), TOPIC)
        changes = _change(cdk, cloud, deployment, step.now)
        after = worker.partition_count(platform.iam("orders-service"), TOPIC)
        if (before, after) != (6, 12):
            raise MainJobError(
                f"the topic must have grown from 6 to 12 partitions, got {before} and {after}"
            )
        step.result = ", ".join(f"{c.resource_type} {c.logical_id}" for c in changes)
    with progress.step("cdk destroy") as step:
        cdk.destroy(on_event=step.now)
        remaining = {kind: names for kind, names in cloud.remaining().items() if names}
        if remaining:
            raise MainJobError(f"cdk destroy must leave nothing of {NAME}, got {remaining}")
        step.result = "nothing left"
    return Report(
        platform=platform,
        software=cloud.broker_software,
        exchange=exchange,
        access=access,
        archive=archive,
        changes=changes,
        partitions=(before, after),
        templates=cdk.output,
    )


def _change(
    cdk: Cdk, cloud: LocalCloud, deployment: Path, on_event: Callable[[str], None]
) -> list[Change]:
    """Grows the topic and moves a threshold, which alarm and dashboard show; no more may change."""
    text = deployment.read_text(encoding="utf-8")
    text = _changed(text, "partition_count: 6", "partition_count: 12")
    text = _changed(text, "maximum_offset_lag: 100000", "maximum_offset_lag: 50000")
    deployment.write_text(text, encoding="utf-8")
    moment = datetime.now(UTC)
    cdk.deploy(deployment, on_event=on_event)
    changes = changes_since(cloud.session(), NAME, moment)
    types = sorted(change.resource_type for change in changes)
    if types != ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard", "AWS::MSK::Topic"]:
        raise MainJobError(
            "one topic, one alarm and the dashboard that draws its threshold must have changed and "
            f"nothing else, got {changes}"
        )
    return changes


def _changed(text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise MainJobError(
            f"{old!r} must stand once in the deployment file, got {text.count(old)} times"
        )
    return text.replace(old, new)
