"""The data plane of the local cloud: Kafka behind MSK's authentications, IAM actions and ACLs."""

from msk_local.kafka.authentication import Authentication
from msk_local.kafka.broker import BrokerSoftware
from msk_local.kafka.certificates import CertificateAuthority
from msk_local.kafka.cluster import KafkaCluster
from msk_local.kafka.identities import IamIdentity, Identities

__all__ = [
    "Authentication",
    "BrokerSoftware",
    "CertificateAuthority",
    "IamIdentity",
    "Identities",
    "KafkaCluster",
]
