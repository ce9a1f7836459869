"""Connections to a cluster, and why there is none."""

import logging
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kafka import KafkaAdminClient, errors
from kafka.net.compat import KafkaNetClient

_CONNECT_MILLISECONDS = 20_000
_REQUEST_MILLISECONDS = 15_000


def connect(bootstrap_brokers: str) -> KafkaAdminClient:
    """A client that authenticates with IAM as the function's role.

    The role's credentials come from Lambda and sign locally: this needs no other service.

    Raises:
        KafkaError: The last that kept it from connecting, or the cluster's refusal if there is one.
    """
    networks: list[KafkaNetClient] = []

    def network(**settings: Any) -> KafkaNetClient:
        networks.append(KafkaNetClient(**settings))
        return networks[-1]

    try:
        with _explained():
            return KafkaAdminClient(
                bootstrap_servers=bootstrap_brokers,
                client_id="cdk-msk",
                security_protocol="SASL_SSL",
                sasl_mechanism="AWS_MSK_IAM",
                # The system's authorities, and SSL_CERT_FILE's: the client by itself has none.
                ssl_context=ssl.create_default_context(),
                bootstrap_timeout_ms=_CONNECT_MILLISECONDS,
                request_timeout_ms=_REQUEST_MILLISECONDS,
                kafka_client=network,
            )
    except errors.KafkaError:
        # A client that is never made cannot be closed, and its thread would run on.
        for made in networks:
            made.close()
        raise


def ask(client: KafkaAdminClient, request: Any) -> Any:
    """The answer to a request that the client has no method for, or one that says less.

    Its own methods for ACLs keep the broker's words to themselves, and there are none for quotas.
    The client's version is pinned, because this is how those methods do it and not their API.

    Raises:
        KafkaError: There is no answer.
    """
    manager = client._manager
    return manager.run(manager.send, request)


def is_gone(bootstrap_brokers: str) -> bool:
    """Whether the names of the brokers are no more: MSK takes them away with the cluster.

    A name server that does not answer says nothing about the cluster.
    """
    hosts = [address.rpartition(":")[0] for address in bootstrap_brokers.split(",")]
    return not any(map(_may_exist, hosts))


def _may_exist(host: str) -> bool:
    try:
        socket.getaddrinfo(host, None)
    except socket.gaierror as error:
        return error.errno != socket.EAI_NONAME
    return True


class _Failures(logging.Handler):
    """The failures of connections: the client goes on trying, and tells nobody but its log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._found: list[errors.KafkaError] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the errors among the arguments of a message, but for the timeout at the end."""
        arguments = record.args if isinstance(record.args, tuple) else ()
        self._found.extend(
            one
            for one in arguments
            if isinstance(one, errors.KafkaError) and not isinstance(one, errors.KafkaTimeoutError)
        )

    @property
    def cause(self) -> errors.KafkaError | None:
        """A refusal, which others that follow from it may surround, or else the last failure."""
        refusals = [
            one for one in self._found if isinstance(one, errors.SaslAuthenticationFailedError)
        ]
        return next(reversed(refusals or self._found), None)


@contextmanager
def _explained() -> Iterator[None]:
    """Raise instead of a timeout what the time was spent on."""
    log = logging.getLogger("kafka.net.manager")
    failures = _Failures()
    log.addHandler(failures)
    try:
        yield
    except errors.KafkaTimeoutError as error:
        raise failures.cause or error from error
    finally:
        log.removeHandler(failures)
