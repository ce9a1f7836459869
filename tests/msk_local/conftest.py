"""A server with nothing but simulated services, and a whole local cloud, shared by many tests."""

import pytest

from msk_local.server import LocalServer
from msk_local.session import LocalSession


@pytest.fixture(scope="module")
def simulated():
    """A session of an empty account."""
    server = LocalServer({})
    server.start()
    yield LocalSession(server.url, region="us-east-1")
    server.stop()
