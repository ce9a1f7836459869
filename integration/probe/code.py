"""The code of the probe function, gathered without Docker."""

import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
_DISTRIBUTIONS = ("confluent-kafka", "aws-msk-iam-sasl-signer-python")


def gather(target: Path, *, with_packages: bool) -> Path:
    """Copies `main_job` to `target`, and the packages it needs on Lambda as they are locked.

    Args:
        target: An empty folder.
        with_packages: Whether to add wheels for Lambda's Python and processor. Without them the
            code runs where they are installed already, as in the local cloud.
    """
    shutil.copytree(
        ROOT / "scripts" / "main_job",
        target / "main_job",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    if with_packages:
        locked = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
        pinned = re.findall(rf"^((?:{'|'.join(_DISTRIBUTIONS)})==\S+)", locked, re.MULTILINE)
        command = ["uv", "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"]
        platform = ["--python-version", "3.13", "--python-platform", "aarch64-manylinux_2_28"]
        subprocess.run([*command, *platform, "--target", str(target), *pinned], check=True)
    return target
