"""Topics are created on purpose."""

from msk_model.finding import Finding, Severity
from msk_model.rules.settings import flag
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("msk-default-configuration")


def rule(shape: ClusterShape) -> Finding | None:
    """Warn of automatic topic creation: a misspelled name becomes a topic."""
    if flag(shape.server_properties, "auto.create.topics.enable") is not True:
        return None
    return Finding(
        rule="topics-are-created-on-purpose",
        severity=SEVERITY,
        field="server_properties",
        value="true",
        must="set auto.create.topics.enable to false, or every misspelled name becomes a topic",
        fix="set it to false and define topics",
        source=SOURCE,
    )
