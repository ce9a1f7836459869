"""Who is told of alerts, and of how many: one message for each incident of a cluster."""

from collections.abc import Mapping

from msk_model.facts.alarms import all_incidents
from msk_model.prometheus.yaml_text import Yaml, yaml_text


def alert_manager_configuration(receiver: Mapping[str, Yaml]) -> str:
    """The configuration of an Alertmanager that tells `receiver` of everything.

    Alerts of one incident go out together. An incident that pages explains others, as
    `Incident.suppressed_by` says: they are told once it is over, if they still are.

    Args:
        receiver: Its ``…_configs``, without a name.

    https://prometheus.io/docs/alerting/latest/configuration/
    """
    return yaml_text(
        {
            "route": {
                "receiver": "everybody",
                "group_by": ["cluster", "incident"],
                "group_wait": "1m",
                "group_interval": "5m",
                "repeat_interval": "4h",
            },
            "inhibit_rules": [
                {
                    "source_matchers": [f'incident="{cause}"', 'severity="page"'],
                    "target_matchers": [f'incident="{one.id}"'],
                    "equal": ["cluster"],
                }
                for one in all_incidents()
                for cause in one.suppressed_by
            ],
            "receivers": [{"name": "everybody", **receiver}],
        }
    )
