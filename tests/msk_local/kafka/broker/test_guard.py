"""The process that ends others when its parent is gone."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from msk_local.kafka.broker import guard

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def guarded(tmp_path):
    """A guard with its pipes."""
    with subprocess.Popen(
        [sys.executable, guard.__file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Guarded(process, tmp_path / "log")
        process.kill()


class Guarded:
    """Speaks to a guard."""

    def __init__(self, process, log):
        self.process = process
        self.log = log

    def tell(self, *, start=(), stop=(), command=SLEEP):
        commands = {name: {"command": command, "log": str(self.log)} for name in start}
        self.process.stdin.write(json.dumps({"start": commands, "stop": list(stop)}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())["pids"]


def runs(process_id):
    """Whether a process exists; one that ended may wait as a zombie for whoever adopted it."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def gone(process_id, seconds=60):
    deadline = time.monotonic() + seconds
    while runs(process_id):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_starts_and_stops_what_it_is_told(guarded):
    """Each process has a name, and is ended by it without the others."""
    both = guarded.tell(start=["a", "b"])
    left = guarded.tell(stop=["a"])
    assert left == {"b": both["b"]}
    assert gone(both["a"])


def test_the_end_of_its_commands_ends_everything(guarded):
    """When the pipe closes, all processes end, and the guard after them."""
    pids = guarded.tell(start=["a", "b"])
    guarded.process.stdin.close()
    assert guarded.process.wait(60) == 0
    assert all(gone(pid) for pid in pids.values())


def test_one_that_ends_on_its_own_ends_the_others(guarded):
    """A process that nobody stopped takes all others with it, and the guard fails."""
    pids = guarded.tell(start=["steady"])
    guarded.tell(start=["faulty"], command=["false"])
    assert guarded.process.wait(60) == 1
    assert gone(pids["steady"])


def test_a_killed_guard_leaves_nothing(guarded):
    """Even a guard that cannot clean up leaves no process behind."""
    if sys.platform != "linux":
        pytest.skip("only Linux ends a process with its parent")
    pids = guarded.tell(start=["a"])
    guarded.process.kill()
    assert gone(pids["a"])
