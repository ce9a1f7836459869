"""The run, step by step."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from main_job.cdk import Cdk
from main_job.events import orders
from main_job.progress import Progress, Step
from main_job.work import Access, produce
from msk_local import LocalCloud
from mskctl.sink.sinks import Sink, read_sink
from sink_scale.marks import delivered

_AT_ONCE = 50_000
_PATIENCE_SECONDS = 600.0
"""How long nothing may be delivered before the run is given up."""
_SCRIPTS = Path(__file__).parents[1]


class ScaleError(Exception):
    """Something that must be true is not."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of a run.

    Attributes:
        audit: The auditor's answer.
        killed: Process ids of the handlers that were killed.
        delivery_seconds: From the first record produced to the last one delivered.
    """

    audit: dict[str, Any]
    killed: list[int]
    delivery_seconds: float


def run(
    *, directory: Path, records: int, partitions: int, kills: int, broker: str, progress: Progress
) -> Result:
    """Deploy, produce, kill handlers, wait and audit.

    Raises:
        ScaleError: The auditor found something, or records do not arrive.
    """
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    app = directory / "cdk.out"
    with progress.step("Synthesize"):
        command = [sys.executable, "-m", "sink_scale.app", str(app), str(partitions)]
        path = os.pathsep.join([str(_SCRIPTS), str(_SCRIPTS.parent / "constructs")])
        done = subprocess.run(
            command,
            env=os.environ | {"PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ScaleError(f"the app must synthesize:\n{done.stderr}")
    with LocalCloud(directory / "cloud", broker=broker) as cloud:
        with progress.step("cdk deploy") as step:
            empty = directory / "empty"
            empty.mkdir()
            cdk = Cdk(cloud.environment(), log=directory / "cdk.log", output=app)
            cdk.bootstrap(cloud.account, cloud.region, empty=empty)
            cdk.deploy(Path("none"), on_event=step.now, app=str(app))
            outputs = _outputs(cloud)
            step.result = f"on {cloud.broker_software}"
        sink = read_sink(cloud.session().client("lambda"), outputs["Function"])
        started = time.monotonic()
        killed: list[int] = []
        with progress.step(f"Produce {records:,} records, kill {kills} handlers") as step:
            for part in range(kills + 1):
                first, end = (records * one // (kills + 1) for one in (part, part + 1))
                _produce(cloud, outputs["ClusterArn"], range(first, end), step)
                if part < kills:
                    killed.append(_kill(cloud, sink))
            step.result = f"killed {', '.join(map(str, killed))}"
        with progress.step("Deliver the rest") as step:
            _wait(cloud, sink, records, step)
            seconds = time.monotonic() - started
            step.result = f"{records / seconds:,.0f} records a second since the first was produced"
        with progress.step("Replay some records, here and to a prefix of their own") as step:
            step.result = _replay(cloud, sink, records // partitions // 4)
        with progress.step("mskctl sink audit --deep") as step:
            audit = _mskctl(cloud, "audit", sink.function, "--deep")
            step.result = f"{audit['records']:,} records in {audit['objects']:,} objects"
    wanted = {"records": records, "partitions": partitions, "errors": 0, "gaps": 0}
    wanted |= {"offsets_missing": 0, "not_delivered_yet": 0}
    found = {name: audit[name] for name in wanted}
    if found != wanted:
        raise ScaleError(f"the auditor must find {wanted}, got {found}: {audit['findings'][:5]}")
    return Result(audit=audit, killed=killed, delivery_seconds=seconds)


def _outputs(cloud: LocalCloud) -> dict[str, str]:
    (stack,) = cloud.session().client("cloudformation").describe_stacks(StackName="Scale")["Stacks"]
    return {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}


def _produce(cloud: LocalCloud, cluster_arn: str, numbers: range, step: Step) -> None:
    session = cloud.session()
    brokers = session.client("kafka").get_bootstrap_brokers(ClusterArn=cluster_arn)
    access = Access(
        bootstrap_servers=brokers["BootstrapBrokerStringSaslIam"],
        region=cloud.region,
        ca_certificate=str(cloud.ca_certificate),
    )
    for first in range(numbers.start, numbers.stop, _AT_ONCE):
        count = min(_AT_ONCE, numbers.stop - first)
        produce(session, access, "orders", orders(f"scale-{first}", count))
        step.now(f"{first + count:,}")


def _kill(cloud: LocalCloud, sink: Sink) -> int:
    """End a handler at a moment that nobody chose, most likely in the middle of a batch."""
    chance = random.Random()  # noqa: S311 - no secret, and not to be the same each time
    time.sleep(chance.random())
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        for process in chance.sample(
            found := cloud.function_process_ids(sink.function), len(found)
        ):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
                return process
        time.sleep(0.05)
    raise ScaleError(f"a handler must run within {_PATIENCE_SECONDS:.0f} seconds")


def _wait(cloud: LocalCloud, sink: Sink, records: int, step: Step) -> None:
    dynamodb = cloud.session().client("dynamodb")
    count, changed = -1, time.monotonic()
    while count < records:
        before, count = count, delivered(dynamodb, sink)
        step.now(f"{count:,} of {records:,}")
        if count != before:
            changed = time.monotonic()
        elif time.monotonic() - changed > _PATIENCE_SECONDS:
            raise ScaleError(f"{records:,} records must be delivered, got {count:,} and no more")
        time.sleep(0.5)


def _replay(cloud: LocalCloud, sink: Sink, count: int) -> str:
    """Replay what is delivered already: it changes nothing here, and is there once elsewhere."""
    offsets = ["--offsets", f"0:0-{count - 1}", "--yes"]
    _mskctl(cloud, "replay", sink.function, *offsets)
    _mskctl(cloud, "replay", sink.function, *offsets, "--prefix", "again")
    where = ["--prefix", "again", "--no-topic"]
    audit = _mskctl(cloud, "audit", sink.function, "--deep", *where)
    if (audit["records"], audit["errors"]) != (count, 0):
        raise ScaleError(f"the replay must hold {count} records, got {audit['records']}: {audit}")
    return f"{count:,} records"


def _mskctl(cloud: LocalCloud, *arguments: str) -> dict[str, Any]:
    path = os.pathsep.join([str(_SCRIPTS), str(_SCRIPTS.parent / "constructs")])
    done = subprocess.run(
        [sys.executable, "-m", "mskctl", "sink", *arguments, "--json"],
        # Kafka clients written in Python trust it by this variable.
        env=cloud.environment() | {"PYTHONPATH": path, "SSL_CERT_FILE": str(cloud.ca_certificate)},
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.stdout:
        message = f"mskctl sink {arguments[0]} must answer"
        raise ScaleError(f"{message}, got {done.returncode}: {done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
