"""Versions of Apache Kafka that Amazon MSK runs."""

from dataclasses import dataclass
from typing import ClassVar, Self

from msk_model.facts.kafka_versions import is_kraft


@dataclass(frozen=True)
class KafkaVersion:
    """A version of Apache Kafka, by MSK's own name.

    The constants are the versions MSK supports today. A version newer than this library is
    `KafkaVersion.of("…")`. Express brokers run 3.8, 3.9 and 4.2; Standard brokers all but 4.2.

    https://docs.aws.amazon.com/msk/latest/developerguide/supported-kafka-versions.html
    """

    name: str
    """As CloudFormation spells it: ``3.9.x.kraft``."""

    V3_8_X: ClassVar["KafkaVersion"]
    V3_8_X_KRAFT: ClassVar["KafkaVersion"]
    V3_9_X: ClassVar["KafkaVersion"]
    V3_9_X_KRAFT: ClassVar["KafkaVersion"]
    V4_0_X_KRAFT: ClassVar["KafkaVersion"]
    V4_1_X_KRAFT: ClassVar["KafkaVersion"]
    V4_2_X_KRAFT: ClassVar["KafkaVersion"]

    @classmethod
    def of(cls, name: str) -> Self:
        """The version MSK calls `name`, known to this library or not."""
        return cls(name)

    @property
    def kraft(self) -> bool:
        """Whether the cluster's metadata lives in KRaft and not in ZooKeeper."""
        return is_kraft(self.name)


KafkaVersion.V3_8_X = KafkaVersion("3.8.x")
KafkaVersion.V3_8_X_KRAFT = KafkaVersion("3.8.x.kraft")
KafkaVersion.V3_9_X = KafkaVersion("3.9.x")
KafkaVersion.V3_9_X_KRAFT = KafkaVersion("3.9.x.kraft")
KafkaVersion.V4_0_X_KRAFT = KafkaVersion("4.0.x.kraft")
KafkaVersion.V4_1_X_KRAFT = KafkaVersion("4.1.x.kraft")
KafkaVersion.V4_2_X_KRAFT = KafkaVersion("4.2.x.kraft")
