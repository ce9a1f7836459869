"""The code of the probe function, gathered without Docker."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAMBDA = ("--python-version", "3.13", "--python-platform", "aarch64-manylinux_2_28")
"""Wheels for the runtime and the processor of `probe_stack`."""
HERE = ("--python", sys.executable)
"""Wheels for this machine, where the local cloud runs functions."""
_DISTRIBUTIONS = ("confluent-kafka", "aws-msk-iam-sasl-signer-python")


def gather(target: Path, *, wheels_for: tuple[str, ...]) -> Path:
    """Copies `main_job` to the empty folder `target`, and the packages it needs as they are locked.

    Args:
        target: Where the code goes.
        wheels_for: `LAMBDA` or `HERE`.
    """
    shutil.copytree(
        ROOT / "scripts" / "main_job",
        target / "main_job",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    locked = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    pinned = re.findall(rf"^((?:{'|'.join(_DISTRIBUTIONS)})==[^ ;]+)", locked, re.MULTILINE)
    command = ["uv", "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"]
    subprocess.run([*command, *wheels_for, "--target", str(target), *pinned], check=True)
    return target
