"""The local cloud as a whole: it starts fast, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
from urllib.parse import urlsplit

import pytest

from msk_local import LocalCloud


def _listens(url):
    address = urlsplit(url)
    with socket.socket() as client:
        return client.connect_ex((address.hostname, address.port)) == 0


def test_a_stopped_cloud_is_gone():
    """The address answers inside the context and not after it; the directory is removed."""
    with LocalCloud(broker="embedded") as cloud:
        url, directory = cloud.url, cloud.ca_certificate.parent.parent
        assert _listens(url)
        assert directory.is_dir()
    assert not _listens(url)
    assert not directory.exists()
    cloud.stop()


def test_an_exception_stops_it_too():
    """Leaving by an error is leaving."""
    urls = []

    def fail():
        with LocalCloud(broker="embedded") as cloud:
            urls.append(cloud.url)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert not _listens(urls[0])


def test_a_given_directory_is_kept(tmp_path):
    """What the caller named is the caller's."""
    with LocalCloud(tmp_path, broker="embedded") as cloud:
        assert tmp_path in cloud.ca_certificate.parents
    assert tmp_path.is_dir()


def test_everything_lives_in_the_account_that_was_asked_for():
    """Our own services and the simulated ones agree about account and Region."""
    with LocalCloud(account="210987654321", region="eu-west-1", broker="embedded") as cloud:
        session = cloud.session()
        assert session.client("sts").get_caller_identity()["Account"] == "210987654321"
        configuration = session.client("kafka").create_configuration(
            Name="orders", ServerProperties=b""
        )
        assert ":eu-west-1:210987654321:" in configuration["Arn"]
    assert "MOTO_ACCOUNT_ID" not in os.environ


def test_a_profile_of_the_environment_does_not_count(monkeypatch):
    """Somebody who works on AWS has one; it is unknown here, and there again afterwards."""
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with LocalCloud(broker="embedded") as cloud:
        cloud.session().client("ecr").create_repository(repositoryName="images")
        assert cloud.session().client("kafka").list_clusters_v2()["ClusterInfoList"] == []
    assert os.environ["AWS_PROFILE"] == "nobody"


def test_a_cloud_that_is_not_started_says_so():
    """It has no address to give."""
    with pytest.raises(RuntimeError, match="start"):
        _ = LocalCloud(broker="embedded").url


def test_an_unknown_broker_is_refused():
    """The message names the words there are."""
    with pytest.raises(ValueError, match="apache, embedded or auto"):
        LocalCloud(broker="rabbit")


def test_sigterm_unwinds_it():
    """A terminated process stops its cloud on the way out."""
    script = """
        from msk_local import LocalCloud
        import time
        with LocalCloud(broker="embedded") as cloud:
            print(cloud.ca_certificate, flush=True)
            while True:
                time.sleep(1)
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True
    ) as process:
        certificate = process.stdout.readline().strip()
        assert os.path.exists(certificate)  # noqa: PTH110
        process.send_signal(signal.SIGTERM)
        assert process.wait(120) == 128 + signal.SIGTERM
    assert not os.path.exists(certificate)  # noqa: PTH110
