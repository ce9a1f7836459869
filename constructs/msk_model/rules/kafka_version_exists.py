"""Clusters run a Kafka version that MSK offers, spelled exactly as MSK spells it."""

from msk_model.facts.kafka_versions import all_kafka_versions, kafka_version, release_of
from msk_model.finding import Finding, Severity
from msk_model.nearest import nearest
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("supported-kafka-versions")


def _likely(name: str) -> str:
    """The version of the same release, else the most alike, else the recommended one."""
    offered = [version for version in all_kafka_versions() if version.end_of_support is None]
    same_release = [
        version.name for version in offered if version.release == (release_of(name) or ())[:2]
    ]
    if same_release:
        return " or ".join(same_release)
    recommended = next(version.name for version in offered if version.recommended)
    return nearest(name, [version.name for version in offered]) or recommended


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse unknown versions; only warn of one newer than this table, which MSK may well offer."""
    name = shape.kafka_version
    if not isinstance(name, str) or kafka_version(name):
        return None
    release = release_of(name)
    newest = max(version.release for version in all_kafka_versions())
    newer = release is not None and release > newest
    likely = _likely(name)
    return Finding(
        rule="kafka-version-exists",
        severity=Severity.WARNING if newer else Severity.ERROR,
        field="kafka_version",
        value=name,
        must="be a Kafka version MSK is known to offer",
        fix="see whether ListKafkaVersions has it" if newer else f"use {likely}",
        source=SOURCE,
    )
