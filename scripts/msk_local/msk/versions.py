"""Which Kafka versions MSK offers, and which a cluster can move to."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from msk_local.msk.page import page
from msk_local.msk.state import Store
from msk_model.facts.kafka_versions import KafkaVersionFacts, all_kafka_versions, kafka_version

_MIGRATION_TO_KRAFT = ("3.9.x", "3.9.x.kraft")
"""The only way from ZooKeeper to KRaft.

https://docs.aws.amazon.com/msk/latest/developerguide/zk-to-kraft-migration.html
"""


class Versions:
    """The Kafka version operations of the API."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def list_versions(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """ListKafkaVersions."""
        versions = [
            {"Version": version.name, "Status": "ACTIVE" if supported(version) else "DEPRECATED"}
            for version in all_kafka_versions()
        ]
        return page(parameters, versions, "KafkaVersions")

    def compatible(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """GetCompatibleKafkaVersions, of one cluster or of every version."""
        if "ClusterArn" in parameters:
            cluster = self._store.cluster(parameters)
            software = cluster.brokers["CurrentBrokerSoftwareInfo"]
            sources = [software["KafkaVersion"]]
        else:
            sources = [version.name for version in all_kafka_versions()]
        return {
            "CompatibleKafkaVersions": [
                {"SourceVersion": source, "TargetVersions": compatible_targets(source)}
                for source in sources
            ]
        }


def supported(version: KafkaVersionFacts) -> bool:
    """Whether MSK still creates clusters of a version."""
    today = datetime.now(UTC).date()
    return version.end_of_support is None or version.end_of_support > today


def compatible_targets(source: str) -> list[str]:
    """The versions a cluster of `source` can be updated to; there is no way back.

    https://docs.aws.amazon.com/msk/latest/developerguide/version-upgrades.html
    """
    current = kafka_version(source)
    if current is None:
        return []
    return [
        target.name
        for target in all_kafka_versions()
        if supported(target)
        and ((source, target.name) == _MIGRATION_TO_KRAFT or _upgrades(current, target))
    ]


def _upgrades(current: KafkaVersionFacts, target: KafkaVersionFacts) -> bool:
    return target.kraft == current.kraft and target.release > current.release
