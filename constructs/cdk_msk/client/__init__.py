"""One description of a client: who it is, what it may do, and how it connects."""

from cdk_msk.client.kafka_client import KafkaClient

__all__ = ["KafkaClient"]
