"""The broker behind the front door: Apache Kafka where Java is, a small one of ours where not."""

from msk_local.kafka.broker.software import BrokerSoftware

__all__ = ["BrokerSoftware"]
