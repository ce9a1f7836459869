"""All listeners of one cluster, in an event loop of their own."""

import asyncio
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Collection, Coroutine, Mapping, Sequence
from typing import Any, TypeVar
from weakref import WeakSet

from msk_local.kafka.access.throttle import Throttle
from msk_local.kafka.authentication import Authentication
from msk_local.kafka.certificates import Issued
from msk_local.kafka.front_door.addresses import HOST
from msk_local.kafka.front_door.connection import STREAM_BUFFER_BYTES, Connection, Listener
from msk_local.kafka.front_door.mechanisms import Gate
from msk_local.kafka.front_door.traffic import Traffic
from msk_local.kafka.front_door.versions import versions_of
from msk_local.kafka.protocol.versions import Versions

_T = TypeVar("_T")
_SECONDS_TO_SETTLE = 120.0

Addresses = Mapping[int, tuple[str, int]]


class FrontDoor:
    """One port for every broker and authentication, and what happens behind them.

    Args:
        gate: The cluster to let clients into.
        certificate: What the encrypted listeners show.

    Attributes:
        traffic: What clients have written and read.
    """

    def __init__(self, gate: Gate, certificate: Issued) -> None:
        self.traffic = Traffic()
        self._gate = gate
        self._certificate = certificate
        self._client_authorities: Sequence[str] = ()
        self._brokers: Addresses = {}
        self._versions: Versions = {}
        self._throttles: dict[int, Throttle] = {}
        self._servers: dict[tuple[Authentication, int], asyncio.Server] = {}
        self._connections: dict[asyncio.Task[None], tuple[Authentication, int]] = {}
        self._transports: WeakSet[asyncio.WriteTransport] = WeakSet()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def open(
        self,
        brokers: Addresses,
        authentications: Collection[Authentication],
        client_authorities: Sequence[str],
    ) -> None:
        """Have exactly these listeners; those that are open already keep port and connections.

        Args:
            brokers: Address of every broker behind the door by its id.
            authentications: Each gets a listener per broker.
            client_authorities: Certificates in PEM; who comes in by a certificate needs one that
                an authority of these has signed. When they change, such clients have to come anew.

        Raises:
            OSError: A broker cannot be reached.
        """
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(
                target=self._loop.run_forever, name="kafka-front-door", daemon=True
            )
            self._thread.start()
        self._wait(self._open(brokers, authentications, tuple(client_authorities)))

    def ports(self, authentication: Authentication) -> Mapping[int, int]:
        """The port of every broker for one authentication, by broker id; empty when closed."""
        return {
            broker: server.sockets[0].getsockname()[1]
            for (method, broker), server in sorted(
                self._servers.items(), key=lambda item: item[0][1]
            )
            if method is authentication
        }

    def connections(self) -> Mapping[tuple[Authentication, int], int]:
        """How many connections are open, by authentication and broker id."""
        return Counter(list(self._connections.values()))

    def close(self) -> None:
        """Close every listener and every connection; does nothing when closed."""
        if self._loop is None or self._thread is None:
            return
        self._wait(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._loop = self._thread = None

    def _wait(self, work: Coroutine[Any, Any, _T]) -> _T:
        if self._loop is None:
            raise RuntimeError("the front door is closed")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_SECONDS_TO_SETTLE)

    async def _open(
        self,
        brokers: Addresses,
        authentications: Collection[Authentication],
        client_authorities: Sequence[str],
    ) -> None:
        self._brokers = dict(brokers)
        self._versions = await versions_of(next(iter(brokers.values())))
        wanted = {(method, broker) for method in authentications for broker in brokers}
        unwanted = self._servers.keys() - wanted
        await _stop_listening([self._servers.pop(key) for key in unwanted])
        await self._disconnect([t for t, key in self._connections.items() if key not in wanted])
        if client_authorities != self._client_authorities:
            self._client_authorities = client_authorities
            await self._trust_anew()
        for method, broker in sorted(
            wanted - self._servers.keys(), key=lambda key: (key[0].value, key[1])
        ):
            self._servers[method, broker] = await self._listen(method, broker)

    async def _trust_anew(self) -> None:
        """Exchange the listeners that ask for certificates, on the very same ports."""
        asking = [key for key in self._servers if key[0] is Authentication.TLS]
        for method, broker in asking:
            server = self._servers[method, broker]
            port = server.sockets[0].dup()  # stays open when the listener is closed
            await _stop_listening([server])
            self._servers[method, broker] = await self._listen(method, broker, port)
        await self._disconnect([t for t, key in self._connections.items() if key in asking])

    async def _listen(
        self, authentication: Authentication, broker: int, port: socket.socket | None = None
    ) -> asyncio.Server:
        listener = Listener(
            authentication=authentication,
            gate=self._gate,
            upstream=lambda: self._brokers[broker],
            ports=lambda: self.ports(authentication),
            versions=self._versions,
            throttle=self._throttles.setdefault(broker, Throttle(self._gate.quotas)),
            broker=broker,
            traffic=self.traffic,
        )

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._transports.add(writer.transport)
            task = asyncio.create_task(Connection(reader, writer, listener).serve())
            self._connections[task] = (authentication, broker)
            task.add_done_callback(self._connections.pop)

        tls = self._tls(authentication) if authentication.encrypted else None
        options: dict[str, Any] = {"ssl": tls, "limit": STREAM_BUFFER_BYTES}
        if port is not None:
            return await asyncio.start_server(accept, sock=port, **options)
        return await asyncio.start_server(accept, HOST, 0, **options)

    def _tls(self, authentication: Authentication) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self._certificate.certificate, self._certificate.private_key)
        if authentication is Authentication.TLS:
            context.verify_mode = ssl.CERT_REQUIRED
            # As in Java: whatever is trusted is an anchor, also an authority below another.
            context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
            if self._client_authorities:
                context.load_verify_locations(cadata="\n".join(self._client_authorities))
        return context

    async def _close(self) -> None:
        await _stop_listening(self._servers.values())
        self._servers.clear()
        # Clients whose handshake has just begun have a task of asyncio's own, which makes more.
        while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            await self._disconnect(tasks)
        # A client that is not told goodbye to by TLS, or does not answer it, learns by the reset.
        for transport in list(self._transports):
            transport.abort()
        await asyncio.get_running_loop().shutdown_default_executor()
        await asyncio.sleep(0)  # for the sockets to close

    @staticmethod
    async def _disconnect(connections: Collection[asyncio.Task[Any]]) -> None:
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)


async def _stop_listening(servers: Collection[asyncio.Server]) -> None:
    """Close servers so that connections they have accepted are not forgotten on the way.

    asyncio leaves a socket open that it accepts just before its server is closed: what has been
    accepted needs a moment to begin. https://github.com/python/cpython/issues/109564
    """
    loop = asyncio.get_running_loop()
    for server in servers:
        for listening in server.sockets:
            loop.remove_reader(listening.fileno())
    await asyncio.sleep(0)
    for server in servers:
        server.close()
