"""The broker behind the front door: Apache Kafka where Java is, a small one of ours where not."""

from pathlib import Path

from msk_local.kafka.broker.apache import ApacheKafka
from msk_local.kafka.broker.broker import Broker, BrokerError
from msk_local.kafka.broker.embedded_broker import EmbeddedBroker
from msk_local.kafka.broker.software import BrokerSoftware

__all__ = ["Broker", "BrokerError", "BrokerSoftware", "broker_of"]


def broker_of(software: BrokerSoftware, directory: Path) -> Broker:
    """A broker of this software that keeps its files in `directory`."""
    if software is BrokerSoftware.APACHE:
        return ApacheKafka(directory)
    return EmbeddedBroker(directory)
