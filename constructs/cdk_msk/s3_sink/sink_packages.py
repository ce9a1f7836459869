"""The handler's code, with packages beside it that make it fast or let it write Parquet.

They are wheels, pinned by hash in ``requirements/``, that pip fetches for the function's processor
from wherever it is set up to look, whatever this machine is: no container, no compiler. What was
fetched once is kept in ``~/.cache/cdk-msk`` (or below ``XDG_CACHE_HOME``), so that a synthesis
needs a network only once, and the asset is the same on every machine.
"""

import atexit
import enum
import hashlib
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from aws_cdk import aws_lambda as lambda_

_HANDLER = Path(__file__).parent / "handler"
_REQUIREMENTS = Path(__file__).parent / "requirements"
_PYTHON = "3.14"
_PLATFORMS = ("manylinux2014", "manylinux_2_17", "manylinux_2_28")
"""The names of what Amazon Linux 2023 runs; pip takes each for itself alone."""
_LEFT_OUT = shutil.ignore_patterns(
    "__pycache__",
    "bin",  # scripts begin with the path of this machine's Python
    *("RECORD", "INSTALLER", "REQUESTED", "direct_url.json"),  # where and how pip installed
    *("*.pyi", "*.pyx", "*.pxd", "*.pxi", "*.h", "*.hpp", "*.cmake", "*.pc"),
    *("tests", "include", "src"),
)


class Packages(enum.Enum):
    """Packages that go beside the handler."""

    FAST = "fast"
    """isal, msgspec and pybase64: about two megabytes."""
    PARQUET = "parquet"
    """pyarrow: 150 of the 250 megabytes that Lambda takes."""


def handler_code(
    *packages: Packages, architecture: lambda_.Architecture = lambda_.Architecture.ARM_64
) -> Path:
    """A folder with the handler and `packages`; the handler's own if there are none.

    It goes when this process ends; by then CDK has copied it.

    Args:
        packages: What goes beside the handler.
        architecture: The function's processor.

    Raises:
        ValueError: pip is missing, or cannot fetch the wheels; the message has its words.
    """
    if not packages:
        return _HANDLER
    wanted = sorted(set(packages), key=lambda each: each.value)
    return _assembled(tuple(wanted), _processor(architecture))


@cache
def _assembled(packages: tuple[Packages, ...], processor: str) -> Path:
    folder = Path(mkdtemp(prefix="cdk-msk-sink-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for each in packages:
        installed = _installed(each, processor)
        shutil.copytree(installed, folder, ignore=_LEFT_OUT, dirs_exist_ok=True)
    shutil.copytree(_HANDLER, folder, ignore=_LEFT_OUT, dirs_exist_ok=True)
    return folder


def _installed(packages: Packages, processor: str) -> Path:
    """Where the packages are, after pip put them there if nobody did before."""
    requirements = _REQUIREMENTS / f"{packages.value}.txt"
    pins = hashlib.sha256(requirements.read_bytes()).hexdigest()[:16]
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cdk-msk/packages"
    folder = base / f"{packages.value}-{_PYTHON}-{processor}-{pins}"
    if folder.is_dir():
        return folder
    base.mkdir(parents=True, exist_ok=True)
    fresh = Path(mkdtemp(prefix="fetching-", dir=base))
    try:
        _install(requirements, processor, fresh)
        fresh.rename(folder)
    except OSError:
        if not folder.is_dir():  # or another process was faster
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


def _install(requirements: Path, processor: str, target: Path) -> None:
    platforms = [f"--platform={platform}_{processor}" for platform in _PLATFORMS]
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--no-deps", "--no-compile", "--only-binary=:all:", "--require-hashes"),
            *("--implementation=cp", f"--python-version={_PYTHON}", *platforms),
            *("--target", str(target), "--requirement", str(requirements)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip()).splitlines()
        message = (
            f"S3Sink: the packages of {requirements.name} for {processor} must be fetched once, "
            f"got {words[-1] if words else 'no answer'!r} from pip; install pip for "
            f"{sys.executable}, let it reach an index or set PIP_FIND_LINKS to a folder of the "
            "wheels, or leave out what needs them"
        )
        raise ValueError(message)


def _processor(architecture: lambda_.Architecture) -> str:
    return "aarch64" if architecture.name == lambda_.Architecture.ARM_64.name else "x86_64"
