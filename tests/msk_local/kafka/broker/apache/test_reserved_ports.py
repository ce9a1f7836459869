"""Ports for programs that must be told where to listen."""

import socket
import sys

import pytest

from msk_local.kafka.broker.apache.reserved_ports import ReservedPorts


@pytest.fixture
def reserved():
    ports = ReservedPorts()
    yield ports
    ports.release()


def listen(port):
    """Listen the way Java does."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    return listener


def test_each_port_can_be_listened_on(reserved):
    """All are different, and whoever was told of one listens there and is reached."""
    ports = reserved.reserve(5)
    assert len(set(ports)) == 5
    for port in ports:
        with listen(port), socket.create_connection(("127.0.0.1", port), 60):
            pass


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a port for another program")
def test_nobody_else_is_given_one(reserved):
    """A program that asks for this very port does not get it."""
    (port,) = reserved.reserve(1)
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", port))


def test_released_ports_are_free(reserved):
    """Everybody can have them again, and more can be reserved."""
    (port,) = reserved.reserve(1)
    reserved.release()
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
    assert reserved.reserve(1)
