"""Clusters with tiered storage delete old records and do not compact them."""

from collections.abc import Mapping

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-configuration-properties")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse compaction as the default of a tiered cluster."""
    if shape.storage_mode != "TIERED" or not isinstance(shape.server_properties, Mapping):
        return None
    policy = shape.server_properties.get("log.cleanup.policy")
    if not isinstance(policy, str) or "compact" not in policy:
        return None
    return Finding(
        rule="tiered-storage-deletes-by-default",
        severity=SEVERITY,
        field="server_properties",
        value=policy,
        must="set log.cleanup.policy to delete alone on a cluster with tiered storage",
        fix="leave it out, or use local storage",
        source=SOURCE,
    )
