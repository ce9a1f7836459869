"""Topics as Kafka itself tells them, where Amazon MSK has no operation for it."""

import logging
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kafka import KafkaAdminClient, errors
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.net.compat import KafkaNetClient

_TOPIC_CONFIG = "DYNAMIC_TOPIC_CONFIG"
"""Where a setting comes from that the topic itself has."""
_TIMEOUT_MILLISECONDS = 20_000


class UnreachableBrokers(Exception):  # noqa: N818  (it is brokers, not an error, that are unreachable)
    """Brokers that do not answer, or that refuse to."""


@dataclass(frozen=True, kw_only=True)
class KafkaTopic:
    """A topic as it is.

    Attributes:
        name: Its name.
        partition_count: Its partitions.
        replication_factor: Brokers that hold each of them.
        configs: The settings it has of its own.
    """

    name: str
    partition_count: int
    replication_factor: int
    configs: Mapping[str, str]


def kafka_topics(bootstrap_brokers: str) -> tuple[KafkaTopic, ...]:
    """All topics the caller may see, authenticated with IAM.

    Raises:
        UnreachableBrokers: They do not answer, or do not let the caller in.
    """
    # Why there is no connection is said once, in the error; the client would log every attempt.
    logging.getLogger("kafka").addHandler(logging.NullHandler())
    networks: list[KafkaNetClient] = []

    def network(**settings: Any) -> KafkaNetClient:
        networks.append(KafkaNetClient(**settings))
        return networks[-1]

    try:
        client = KafkaAdminClient(
            bootstrap_servers=bootstrap_brokers,
            client_id="mskctl",
            security_protocol="SASL_SSL",
            sasl_mechanism="AWS_MSK_IAM",
            # The system's authorities, and SSL_CERT_FILE's: the client by itself has none.
            ssl_context=ssl.create_default_context(),
            bootstrap_timeout_ms=_TIMEOUT_MILLISECONDS,
            request_timeout_ms=_TIMEOUT_MILLISECONDS,
            kafka_client=network,
        )
        return tuple(_topics(client))
    except errors.KafkaError as error:
        raise UnreachableBrokers(str(error)) from error
    finally:
        # A client that was never made cannot be closed, and its thread would run on.
        for made in networks:
            made.close()


def _topics(client: KafkaAdminClient) -> Iterator[KafkaTopic]:
    described = [one for one in client.describe_topics() if not one["error_code"]]
    resources = [ConfigResource(ConfigResourceType.TOPIC, one["name"]) for one in described]
    settings = client.describe_configs(resources, config_filter="all") if resources else {}
    for one in described:
        yield KafkaTopic(
            name=one["name"],
            partition_count=len(one["partitions"]),
            replication_factor=len(one["partitions"][0]["replica_nodes"]),
            configs=_own(settings.get("topic", {}).get(one["name"], {})),
        )


def _own(settings: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {
        name: str(setting["value"])
        for name, setting in settings.items()
        if setting.get("config_source") == _TOPIC_CONFIG and setting["value"] is not None
    }
