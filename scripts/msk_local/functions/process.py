"""The outside of a function's process."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from msk_local.functions.deployed import DeployedFunction

_WORKER = Path(__file__).with_name("worker.py")
_GRACE_SECONDS = 20.0
_SECONDS_TO_BEGIN = 120.0


@dataclass(frozen=True)
class InvocationResult:
    """What one invocation gave back.

    Attributes:
        payload: The returned value, or Lambda's error object.
        function_error: ``Unhandled`` when the function failed. Absent: it succeeded.
        logs: What the function wrote to its output and error streams.
    """

    payload: Any
    function_error: str | None
    logs: str


class FunctionProcess:
    """One child process that runs one version of one function, one invocation at a time.

    Beginning takes none of the function's time, as on AWS: an invocation is sent once the process
    has said that it is there.

    Args:
        function: What it runs.
        code: Folder with the unpacked code.
        runtime: Folder with the packages Lambda's own runtime has.
        environment: The complete environment of the process.
        log: Called with every piece of output as soon as it is there.
    """

    def __init__(
        self,
        function: DeployedFunction,
        *,
        code: Path,
        runtime: Path,
        environment: Mapping[str, str],
        log: Callable[[str], None],
    ) -> None:
        self._function = function
        self._log = log
        self._marker = f"end-{uuid.uuid4().hex}"
        options = {"code": str(code), "runtime": str(runtime), "end_marker": self._marker}
        # -S: nothing of this virtual environment, as there is nothing of it on AWS.
        self._process = subprocess.Popen(
            [sys.executable, "-B", "-I", "-S", "-X", "utf8", str(_WORKER), json.dumps(options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=code,
            env=dict(environment),
            encoding="utf-8",
            errors="replace",  # a function writes whatever it wants
            start_new_session=True,
        )
        self._begun = False
        self._answers: queue.Queue[str | None] = queue.Queue()
        self._output: queue.Queue[str | None] = queue.Queue()
        self._readers = [
            self._read(self._process.stdout, self._answers),
            self._read(self._process.stderr, self._output),
        ]

    @property
    def id(self) -> int:
        """Of the process, for the operating system."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can take another invocation."""
        return self._process.poll() is None

    def invoke(self, payload: Any) -> InvocationResult:
        """Runs the function once; a process that took too long or died is of no further use."""
        request_id = str(uuid.uuid4())
        timeout = self._function.timeout_seconds
        request = {
            "request_id": request_id,
            "event": payload,
            "function_arn": self._function.arn,
            "timeout_seconds": timeout,
        }
        prefix = f"RequestId: {request_id} Error:"
        try:
            line = self._exchange(f"{json.dumps(request)}\n", timeout)
        except queue.Empty:
            self.stop()
            late = f"{prefix} Task timed out after {timeout:.2f} seconds"
            return self._failure("Sandbox.Timedout", late)
        if line is None:
            code = self._exit_status()
            died = f"{prefix} Runtime exited with error: exit status {code}"
            self.stop()
            return self._failure("Runtime.ExitError", died)
        result = json.loads(line)
        return InvocationResult(result["payload"], result["error"], self._logs(request_id))

    def stop(self) -> None:
        """Ends the process and everything that listens to it; does nothing the second time."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                # Whatever the function started holds the pipes open too.
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for reader in self._readers:
            reader.join()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None and not stream.closed:
                _close(stream)

    def _exchange(self, request: str, timeout: float) -> str | None:
        """The answer to a request. Absent: the process is gone.

        Raises:
            queue.Empty: It did not come in time.
        """
        if not self._begun:
            if self._answers.get(timeout=_SECONDS_TO_BEGIN) is None:
                return None
            self._begun = True
        assert self._process.stdin is not None  # noqa: S101 it was opened as a pipe
        try:
            self._process.stdin.write(request)
            self._process.stdin.flush()
        except (BrokenPipeError, ValueError):  # it ended, or was stopped and the pipe closed
            return None
        return self._answers.get(timeout=timeout)

    def _exit_status(self) -> int:
        """The status of a process that has closed its output, which it may well survive."""
        try:
            return self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def _failure(self, kind: str, message: str) -> InvocationResult:
        payload = {"errorType": kind, "errorMessage": message}
        self._log(f"{message}\n")
        return InvocationResult(payload, "Unhandled", self._logs(None))

    def _logs(self, request_id: str | None) -> str:
        """The output up to the end marker of an invocation, or all there is."""
        lines: list[str] = []
        deadline = time.monotonic() + _GRACE_SECONDS
        while True:
            try:
                line = self._output.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                break
            if line is None or line.strip() == f"{self._marker} {request_id}":
                break
            if not line.startswith(self._marker):
                lines.append(line)
        text = "".join(lines)
        if text:
            self._log(text)
        return text

    def _read(self, stream: IO[str] | None, lines: "queue.Queue[str | None]") -> threading.Thread:
        def read() -> None:
            assert stream is not None  # noqa: S101 it was opened as a pipe
            for line in stream:
                lines.put(line)
            lines.put(None)

        thread = threading.Thread(target=read, name=f"function-{self._function.name}", daemon=True)
        thread.start()
        return thread


def _close(stream: IO[str]) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        return  # the unread rest of a request to a process that is gone
