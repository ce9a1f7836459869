"""Open monitoring: what to scrape, what to work out of it, what to tell, what to show."""

from msk_model.prometheus.alert_rules import LagObjective, alert_rules
from msk_model.prometheus.dashboard import grafana_dashboard
from msk_model.prometheus.files import MonitoredCluster, monitoring_files
from msk_model.prometheus.recording_rules import recording_rules
from msk_model.prometheus.rules import AlertRule, RecordingRule, RuleGroup, rule_file
from msk_model.prometheus.scrape import (
    MINIMUM_INTERVAL_SECONDS,
    collector_configuration,
    server_configuration,
    targets_path,
)
from msk_model.prometheus.targets import ScrapeCluster, ScrapeNode, cluster_domain, targets_file

__all__ = [
    "MINIMUM_INTERVAL_SECONDS",
    "AlertRule",
    "LagObjective",
    "MonitoredCluster",
    "RecordingRule",
    "RuleGroup",
    "ScrapeCluster",
    "ScrapeNode",
    "alert_rules",
    "cluster_domain",
    "collector_configuration",
    "grafana_dashboard",
    "monitoring_files",
    "recording_rules",
    "rule_file",
    "server_configuration",
    "targets_file",
    "targets_path",
]
