"""The `msk-local` command."""

import json
import os
import signal
import subprocess
import sys

import pytest

from msk_local.__main__ import main


@pytest.fixture
def command():
    """Starts the command and ends it at the end of the test."""
    processes = []

    def start(*arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "msk_local", "--broker", "embedded", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_exports_lead_a_shell_into_the_cloud(command):
    """The lines can be evaluated; Ctrl-C ends the command without a word of complaint."""
    process = command()
    lines = [process.stdout.readline().strip() for _ in range(3)]
    assert lines[0].startswith("unset AWS_PROFILE")
    assert lines[1].startswith("export AWS_ENDPOINT_URL=http://127.0.0.1:")
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(120) == 0
    assert process.stderr.read() == ""


def test_json_is_one_object(command):
    """For programs: the address and the environment."""
    process = command("--json")
    announced = json.loads(process.stdout.readline())
    assert announced["environment"]["AWS_ENDPOINT_URL"] == announced["url"]


def test_an_impossible_broker_is_a_usage_error(capsys, monkeypatch):
    """Exit status 2 and one line, no traceback."""
    monkeypatch.setenv("MSK_LOCAL_BROKER", "rabbit")
    assert main([]) == 2
    assert capsys.readouterr().err.startswith("msk-local: MSK_LOCAL_BROKER must be apache")
