"""A local cloud: CloudFormation, MSK with real Kafka clients, Lambda; all of it on loopback."""

from msk_local.cloud import LocalCloud

__all__ = ["LocalCloud"]
