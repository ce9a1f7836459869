"""The jars of Apache Kafka are those whose hashes are known, or none."""

import hashlib
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from msk_local.kafka.broker import BrokerError
from msk_local.kafka.broker.apache import jars

SHIPPED = Path(jars.__file__).parent


def test_verifies_every_file(tmp_path):
    """A missing, an additional and a changed file are each refused by name."""
    (tmp_path / "a.jar").write_bytes(b"a")
    known = {"a.jar": hashlib.sha256(b"a").hexdigest()}
    jars.verify(tmp_path, known)
    with pytest.raises(BrokerError, match=r"b\.jar is missing"):
        jars.verify(tmp_path, {**known, "b.jar": ""})
    with pytest.raises(BrokerError, match=r"a\.jar is unknown"):
        jars.verify(tmp_path, {})
    (tmp_path / "a.jar").write_bytes(b"b")
    with pytest.raises(BrokerError, match=r"a\.jar: the file is not the one"):
        jars.verify(tmp_path, known)


def test_ships_a_hash_for_every_jar_and_no_address():
    """The lock names files and hashes only, so any registry can serve them."""
    lines = (SHIPPED / "jars.sha256").read_text().splitlines()
    assert f"kafka_2.13-{jars.KAFKA_VERSION}.jar" in {line.split()[1] for line in lines}
    assert all(len(line.split()[0]) == 64 for line in lines)
    assert f"<version>{jars.KAFKA_VERSION}</version>" in (SHIPPED / "pom.xml").read_text()
    assert "<repositories" not in (SHIPPED / "pom.xml").read_text()


@pytest.fixture
def cache(monkeypatch, tmp_path):
    """An empty cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    jars.provide_jars.cache_clear()
    yield tmp_path / "cdk-msk"
    jars.provide_jars.cache_clear()


def test_nothing_is_kept_of_a_failed_fetch(monkeypatch, cache):
    """When Maven fails, the error carries its reason, and the cache stays empty."""

    def fail(command, **_):
        raise subprocess.CalledProcessError(1, command, "[ERROR] no such artifact", "")

    monkeypatch.setattr(jars.subprocess, "run", fail)
    with pytest.raises(jars.JarsUnavailableError, match="no such artifact"):
        jars.provide_jars()
    assert list(cache.iterdir()) == []


def test_nothing_is_kept_of_wrong_jars(monkeypatch, cache):
    """Jars that are not the known ones never get into the cache."""

    def fetch(_, destination):
        destination.mkdir()
        (destination / "evil.jar").write_bytes(b"")

    monkeypatch.setattr(jars, "_fetch", fetch)
    with pytest.raises(BrokerError):
        jars.provide_jars()
    assert list(cache.iterdir()) == []


def test_who_comes_second_waits_for_what_the_first_one_fetches(monkeypatch, cache):
    """Two processes never run Maven at once, and the second needs no Maven at all."""
    fetches = []
    started, finish = threading.Event(), threading.Event()

    def fetch(scratch, destination):
        fetches.append(destination)
        started.set()
        finish.wait(60)
        destination.mkdir()

    monkeypatch.setattr(jars, "_fetch", fetch)
    monkeypatch.setattr(jars, "_expected", lambda text: {})
    with ThreadPoolExecutor() as pool:
        first = pool.submit(jars.provide_jars.__wrapped__)
        assert started.wait(60)
        second = pool.submit(jars.provide_jars.__wrapped__)
        finish.set()
        assert first.result(60) == second.result(60)
    assert len(fetches) == 1
