"""Ports for programs that must be told where to listen before they run."""

import socket
import sys
from contextlib import ExitStack

from msk_local.kafka.broker.broker import HOST


class ReservedPorts:
    """Ports of loopback that nobody else is given until they are released.

    Linux lets a second socket listen where a first one, which does not listen, is bound, when both
    allow it (``SO_REUSEADDR``, as Java's server sockets do), and hands the port to no third one.
    Elsewhere a port is merely free at the moment it is reserved.

    https://man7.org/linux/man-pages/man7/socket.7.html
    """

    def __init__(self) -> None:
        self._held = ExitStack()

    def reserve(self, count: int) -> list[int]:
        """So many ports more, all different."""
        with ExitStack() as sockets:
            ports = [_bound(sockets.enter_context(socket.socket())) for _ in range(count)]
            if sys.platform == "linux":
                self._held.push(sockets.pop_all())
            return ports

    def release(self) -> None:
        """Give all of them back."""
        self._held.close()


def _bound(one: socket.socket) -> int:
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    one.bind((HOST, 0))
    port: int = one.getsockname()[1]
    return port
