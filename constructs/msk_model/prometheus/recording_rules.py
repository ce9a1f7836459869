"""The series that dashboards and alerts ask for, worked out once a minute."""

from msk_model.prometheus.measures import GROUPS
from msk_model.prometheus.rules import RecordingRule, RuleGroup


def recording_rules(cluster_name: str) -> tuple[RuleGroup, ...]:
    """The groups of recording rules of one cluster; other clusters may have theirs beside it."""
    selector = f'cluster="{cluster_name}"'
    return tuple(
        RuleGroup(
            name=f"msk {cluster_name} {name}",
            rules=tuple(
                RecordingRule(record=one.record, expr=one.expr(selector)) for one in measures
            ),
        )
        for name, measures in GROUPS.items()
    )
