"""The monitoring level of a cluster shows its topics, as AWS Security Hub asks."""

from collections.abc import Iterator

from msk_model.facts.metrics import LEVELS
from msk_model.finding import Finding, Severity
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.shape import ClusterType
from msk_model.sources import security_hub

SEVERITY = Severity.WARNING
SOURCE = security_hub("msk-2")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of a level below the one that Security Hub's control MSK.2 wants."""
    for logical_id, cluster in view.clusters.items():
        level = cluster.monitoring_level or "DEFAULT"
        if cluster.cluster_type is not ClusterType.PROVISIONED or level not in LEVELS[:2]:
            continue
        yield (
            logical_id,
            Finding(
                rule="monitoring-shows-topics",
                severity=SEVERITY,
                field="EnhancedMonitoring",
                value=level,
                must="be at least PER_TOPIC_PER_BROKER for Security Hub's control MSK.2",
                fix="raise the level, or accept the control: CloudWatch bills these metrics",
                source=SOURCE,
            ),
        )
