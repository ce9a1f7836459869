"""A child process that ends with its parent: it reads commands, and their end is its own."""

import json
import os
import select
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from msk_local.kafka.broker.broker import BrokerError

_SECONDS_TO_END = 20.0


class Child:
    """A process that answers one JSON object per line with another.

    Its standard input is a pipe that only this process holds open. When this process ends, in
    whatever way, the system closes the pipe, and the child sees the end of its commands.

    Args:
        command: Program and arguments.
        log: File that takes what it writes to its standard error.
        environment: Variables over those of this process.
    """

    def __init__(
        self, command: Sequence[str], *, log: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self._log = log
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, **(environment or {})},
                start_new_session=True,  # Ctrl-C at the terminal is for the parent to handle
            )

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    @property
    def process_id(self) -> int:
        """The number of the process."""
        return self._process.pid

    def ask(self, command: Mapping[str, Any], *, seconds: float) -> Mapping[str, Any]:
        """Send a command and wait for its answer.

        Raises:
            BrokerError: The process ended, or did not answer in time.
        """
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise BrokerError("the process has no pipes")
        try:
            stdin.write(json.dumps(command).encode() + b"\n")
            stdin.flush()
        except OSError as error:
            raise BrokerError(f"the broker process has ended; see {self._log}") from error
        ready, _, _ = select.select([stdout], [], [], seconds)
        line = stdout.readline() if ready else b""
        if not line:
            reason = "has ended" if ready else f"did not answer within {seconds:g} seconds"
            raise BrokerError(f"the broker process {reason}; see {self._log}")
        answer: Mapping[str, Any] = json.loads(line)
        return answer

    def end(self) -> None:
        """End its commands, so that it ends itself; kill it when it does not."""
        if self._process.stdin and not self._process.stdin.closed:
            # Closing writes what is still buffered; a process that has ended reads it no more.
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        try:
            self._process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
