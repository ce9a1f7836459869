"""Apache Kafka's jars: resolved by Maven, checked against known hashes, kept in a cache."""

import fcntl
import functools
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msk_local.kafka.broker.broker import BrokerError

KAFKA_VERSION = "4.3.0"
_OLDEST_JAVA = 17
_HERE = Path(__file__).parent
_PLUGIN_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_SECONDS_TO_RESOLVE = 600


class JarsUnavailableError(BrokerError):
    """Maven cannot resolve the jars, from here or at this time."""


def missing_tools() -> list[str]:
    """What this machine lacks to run Apache Kafka, in words; empty when nothing is."""
    missing = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    if "java" not in missing and _java_version() < _OLDEST_JAVA:
        missing.append(f"java {_OLDEST_JAVA} or later")
    return missing


@functools.cache
def provide_jars() -> Path:
    """The directory with exactly the jars of ``jars.sha256``, fetched when it is not there yet.

    Several processes may ask at once: one fetches, for Maven's own repository is not made for more,
    and the others wait for what it gets.

    Raises:
        JarsUnavailableError: Maven cannot resolve them.
        BrokerError: A jar is not the one it should be.
    """
    hashes = (_HERE / "jars.sha256").read_bytes()
    digest = hashlib.sha256(hashes).hexdigest()[:12]
    kept = _cache_directory() / f"apache-kafka-{KAFKA_VERSION}-{digest}"
    if not kept.exists():
        with _alone(kept.parent):
            if not kept.exists():
                _keep(kept, _expected(hashes.decode()))
    verify(kept, _expected(hashes.decode()))
    return kept


def _keep(kept: Path, expected: Mapping[str, str]) -> None:
    """Fetch the jars, and give them their place only when all of them are right."""
    with tempfile.TemporaryDirectory(dir=kept.parent, prefix="fetching-") as scratch:
        fetched = Path(scratch, "lib")
        _fetch(Path(scratch), fetched)
        verify(fetched, expected)
        fetched.rename(kept)


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """No other process does here what this one does; the lock ends with the process that has it."""
    directory.mkdir(parents=True, exist_ok=True)
    handle = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def verify(directory: Path, expected: Mapping[str, str]) -> None:
    """Check that a directory holds exactly these files.

    Args:
        directory: The directory.
        expected: SHA-256 in hexadecimal by file name.

    Raises:
        BrokerError: A file is missing, different or too many; the message names it.
    """
    found = {path.name: path for path in directory.iterdir()}
    for name in sorted(expected.keys() ^ found.keys()):
        raise BrokerError(f"{directory}: {name} is {'missing' if name in expected else 'unknown'}")
    for name, path in sorted(found.items()):
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected[name]:
            raise BrokerError(f"{path}: the file is not the one whose hash is known; delete it")


def _expected(text: str) -> Mapping[str, str]:
    lines = (line.split() for line in text.splitlines())
    return {name: digest for digest, name in lines}


def _fetch(scratch: Path, destination: Path) -> None:
    pom = Path(shutil.copy(_HERE / "pom.xml", scratch))
    command = [
        *("mvn", "--batch-mode", "--quiet", "--file", str(pom), _PLUGIN_GOAL),
        *("-DincludeScope=runtime", f"-DoutputDirectory={destination}"),
    ]
    try:
        subprocess.run(
            command, check=True, capture_output=True, text=True, timeout=_SECONDS_TO_RESOLVE
        )
    except subprocess.CalledProcessError as error:
        lines = (error.stdout + error.stderr).strip().splitlines()
        reason = next((line for line in lines if "ERROR" in line), "no reason given")
        raise JarsUnavailableError(
            f"Maven cannot resolve Apache Kafka {KAFKA_VERSION}: {reason}"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise JarsUnavailableError(
            f"Maven did not finish within {_SECONDS_TO_RESOLVE} seconds"
        ) from error


def _cache_directory() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cdk-msk"


@functools.cache
def _java_version() -> int:
    """The feature release of ``java`` on the path; 0 when it does not say."""
    answer = subprocess.run(
        ["java", "-XshowSettings:properties", "-version"],
        check=False,
        capture_output=True,
        text=True,
    )
    for line in answer.stderr.splitlines():
        name, _, value = line.partition("=")
        if name.strip() == "java.specification.version":
            return int(value.strip().split(".")[-1])
    return 0
