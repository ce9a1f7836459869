"""A consumer that reads a sink's topic with the caller's own credentials."""

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mskctl.sink.sinks import UnreadableSink

_TIMEOUT_MILLISECONDS = 20_000


@contextmanager
def iam_consumer(kafka: Any, cluster_arn: str) -> Iterator[Any]:
    """A consumer in no group, authenticated with IAM, that commits nothing.

    Args:
        kafka: Amazon MSK, as boto3 gives it.
        cluster_arn: The cluster.

    Raises:
        UnreadableSink: The cluster does not accept IAM, or its brokers cannot be reached.
    """
    from kafka import KafkaConsumer, errors  # noqa: PLC0415
    from kafka.net.compat import KafkaNetClient  # noqa: PLC0415

    brokers = kafka.get_bootstrap_brokers(ClusterArn=cluster_arn)
    servers = brokers.get("BootstrapBrokerStringSaslIam")
    if not servers:
        message = "cluster must accept IAM for its topics to be read; use --offsets FILE"
        raise UnreadableSink(f"{cluster_arn}: {message}")
    # Why there is no connection is said once, in the error; the client would log every attempt.
    logging.getLogger("kafka").addHandler(logging.NullHandler())
    networks: list[KafkaNetClient] = []

    def network(**settings: Any) -> KafkaNetClient:
        networks.append(KafkaNetClient(**settings))
        return networks[-1]

    try:
        consumer = KafkaConsumer(
            bootstrap_servers=servers,
            client_id="mskctl",
            group_id=None,
            enable_auto_commit=False,
            # What retention deletes while it is read is missed, not left out.
            auto_offset_reset="none",
            isolation_level="read_committed",
            security_protocol="SASL_SSL",
            sasl_mechanism="AWS_MSK_IAM",
            # The system's authorities, and SSL_CERT_FILE's: the client by itself has none.
            ssl_context=ssl.create_default_context(),
            bootstrap_timeout_ms=_TIMEOUT_MILLISECONDS,
            request_timeout_ms=_TIMEOUT_MILLISECONDS,
            kafka_client=network,
        )
        yield consumer
        consumer.close(autocommit=False)
    except errors.KafkaError as error:
        message = "brokers must be reachable from here and let the caller read"
        raise UnreadableSink(f"{cluster_arn}: {message}; {error}") from error
    finally:
        # A client that was never made cannot be closed, and its thread would run on.
        for made in networks:
            made.close()
