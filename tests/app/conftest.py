"""Every shipped deployment, synthesized once by the app itself."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Synthesis:
    """One run of ``python app.py``."""

    status: int
    stdout: str
    stderr: str
    output: Path

    @property
    def templates(self) -> list[Path]:
        """The templates of all stacks."""
        return sorted(self.output.glob("*.template.json"))


@pytest.fixture(scope="session")
def synthesize(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Synthesis]:
    @cache
    def run(deployment: str) -> Synthesis:
        output = tmp_path_factory.mktemp("synth") / "cdk.out"
        # Everything a user has on by default: CloudFormation's own validation too.
        environment = {k: v for k, v in os.environ.items() if k != "CDK_VALIDATION"}
        done = subprocess.run(
            [sys.executable, "app.py", "-c", f"deployment={deployment}"],
            cwd=ROOT,
            env=environment | {"CDK_OUTDIR": str(output)},
            capture_output=True,
            text=True,
            check=False,
        )
        return Synthesis(done.returncode, done.stdout, done.stderr, output)

    return run
