"""The demo leaves no process behind, however it ends."""

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.local_cloud,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs Linux's /proc"),
]


def processes_with(mark: str) -> dict[int, str]:
    """Every running process whose environment carries `mark`."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (process / "environ").read_bytes():
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found[int(process.name)] = command
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue
    return {pid: command for pid, command in found.items() if command}


def wait_until(condition, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_nothing_is_left_after(ending, tmp_path):
    """In the middle of ``cdk deploy``, with a broker, functions and the CLI running."""
    mark = f"MAIN_JOB_TEST={uuid.uuid4()}"
    key, value = mark.split("=")
    with (tmp_path / "output").open("w") as output:
        demo = subprocess.Popen(
            [
                *(sys.executable, "-m", "main_job", "--broker", "embedded"),
                *("--directory", str(tmp_path / "d")),
            ],
            env=os.environ | {key: value},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        log = tmp_path / "d" / "cdk.log"
        in_the_middle = wait_until(
            lambda: (
                demo.poll() is not None
                or (
                    log.exists() and "AWS::MSK::Cluster" in log.read_text("utf-8", errors="replace")
                )
            ),
            600,
        )
        assert in_the_middle
        assert demo.poll() is None, (tmp_path / "output").read_text()
        assert wait_until(lambda: len(processes_with(mark)) > 2, 120), processes_with(mark)
        demo.send_signal(ending)
        assert demo.wait(timeout=300) == 130
        assert wait_until(lambda: not processes_with(mark), 120), processes_with(mark)
    finally:
        if demo.poll() is None:  # the test has failed, and leaves nothing behind all the same
            os.killpg(demo.pid, signal.SIGKILL)
            demo.wait()


def test_an_impossible_request_is_a_usage_error():
    """Exit status 2 and one line, before anything is started."""
    done = subprocess.run(
        [sys.executable, "-m", "main_job", "--records", "0"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "--records must be at least 1" in done.stderr
