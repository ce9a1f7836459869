"""Configurations carry no property that the cluster's Kafka has deprecated."""

from msk_model.facts.kafka_versions import release_of
from msk_model.facts.server_properties import server_property
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("msk-configuration-properties")


def rule(name: str, value: object, shape: ClusterShape) -> Finding | None:
    """Warn of a deprecated property and name its successor."""
    facts = server_property(name)
    if facts is None or facts.deprecated_since is None or not isinstance(shape.kafka_version, str):
        return None
    since, release = release_of(facts.deprecated_since), release_of(shape.kafka_version)
    if since is None or release is None or release < since:
        return None
    return Finding(
        rule="server-property-is-current",
        severity=SEVERITY,
        field="server_properties",
        value=name,
        must=f"carry no property deprecated since Kafka {facts.deprecated_since}",
        fix=f"use {facts.replaced_by}",
        source=SOURCE,
    )
