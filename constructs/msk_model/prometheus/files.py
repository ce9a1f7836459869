"""Everything a Prometheus server and a Grafana of one's own need, as files."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from msk_model.prometheus.alert_rules import LagObjective, alert_rules
from msk_model.prometheus.dashboard import grafana_dashboard
from msk_model.prometheus.recording_rules import recording_rules
from msk_model.prometheus.rules import rule_file
from msk_model.prometheus.scrape import (
    MINIMUM_INTERVAL_SECONDS,
    server_configuration,
    targets_path,
)
from msk_model.prometheus.targets import ScrapeCluster, targets_file
from msk_model.shape import ClusterShape


@dataclass(frozen=True, kw_only=True)
class MonitoredCluster:
    """A cluster that is scraped.

    Attributes:
        scrape: Whom to ask. Without nodes no file of targets is made.
        shape: What it is; thresholds depend on it.
    """

    scrape: ScrapeCluster
    shape: ClusterShape


def monitoring_files(
    clusters: Sequence[MonitoredCluster],
    *,
    lag: LagObjective | None = None,
    interval_seconds: int = MINIMUM_INTERVAL_SECONDS,
) -> dict[str, str]:
    """The files by their path: configuration, targets, rules and dashboard.

    Args:
        clusters: What to scrape; their names differ.
        lag: How far behind consumers may be. Absent: nobody is told of lag.
        interval_seconds: How often brokers are asked.

    Raises:
        ValueError: The interval is too short.
    """
    rules = {
        f"rules/{one.scrape.name}.yml": rule_file(
            [
                *recording_rules(one.scrape.name),
                *alert_rules(one.scrape.name, one.shape, lag=lag),
            ]
        )
        for one in clusters
    }
    targets = {
        targets_path(one.scrape.name, job): targets_file(one.scrape, job)
        for one in clusters
        if one.scrape.nodes
        for job in one.scrape.jobs
    }
    configuration = server_configuration(
        [one.scrape for one in clusters],
        rule_files=tuple(rules),
        interval_seconds=interval_seconds,
    )
    return {
        "prometheus.yml": configuration,
        **targets,
        **rules,
        "grafana/amazon-msk.json": json.dumps(grafana_dashboard(), indent=2) + "\n",
    }
