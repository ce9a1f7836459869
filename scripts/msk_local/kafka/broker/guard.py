"""Runs processes on behalf of another, and ends them when that one is gone.

Java reads no commands, so it cannot notice that its parent died. This program can: it starts what
the lines of its standard input tell it to, and ends everything when they end. It is run by its
path and needs the standard library only.

A line is ``{"start": {name: {"command": [...], "log": path}}, "stop": [names]}``; the answer is
``{"pids": {name: pid}}``. A process that is stopped may take its time; at the end of the commands,
and when a process ends that nobody stopped, all others are killed: with everything gone there is
nobody left to hand over to, and what was written stays written.
"""

import ctypes
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

_POLL_SECONDS = 0.2
_SECONDS_TO_END = 10.0
_PR_SET_PDEATHSIG = 1


def main() -> int:
    """Serve commands until they end; 1 when a process ended on its own."""
    processes: dict[str, subprocess.Popen[bytes]] = {}
    commands = b""
    try:
        while True:
            ready, _, _ = select.select([0], [], [], _POLL_SECONDS)
            if ready:
                received = os.read(0, 65536)
                if not received:
                    return 0
                *lines, commands = (commands + received).split(b"\n")
                for line in lines:
                    _obey(line, processes)
            if any(process.poll() is not None for process in processes.values()):
                return 1
    finally:
        for process in processes.values():
            process.kill()
        for process in processes.values():
            process.wait()


def _obey(line: bytes, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    command = json.loads(line)
    _end([processes.pop(name) for name in command.get("stop", ())])
    for name, wanted in command.get("start", {}).items():
        with Path(wanted["log"]).open("ab") as log:
            processes[name] = subprocess.Popen(
                wanted["command"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - the guard has one thread
            )
    pids = {name: process.pid for name, process in processes.items()}
    sys.stdout.write(json.dumps({"pids": pids}) + "\n")
    sys.stdout.flush()


def _end(processes: Collection[subprocess.Popen[bytes]]) -> None:
    """Let the processes hand over to the others, and kill those that take too long."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _die_with_parent() -> None:
    """Have Linux kill the process when the guard itself is killed."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
