"""Files that fit together."""

import json

import pytest
import yaml

from msk_model.prometheus import (
    LagObjective,
    MonitoredCluster,
    ScrapeCluster,
    ScrapeNode,
    monitoring_files,
)


@pytest.fixture
def clusters(standard, express):
    """One cluster whose machines are known, and one that does not run yet."""
    nodes = (ScrapeNode(host="b-1.demo.x", broker_id=1), ScrapeNode(host="c-1.demo.x"))
    return [
        MonitoredCluster(scrape=ScrapeCluster(name="demo", nodes=nodes), shape=standard),
        MonitoredCluster(scrape=ScrapeCluster(name="later", node=False), shape=express),
    ]


def test_the_configuration_names_the_files_that_are_there(clusters):
    """Rules of every cluster, and targets of those that run."""
    files = monitoring_files(clusters, lag=LagObjective(seconds=60))
    configuration = yaml.safe_load(files["prometheus.yml"])
    targets = {
        file
        for job in configuration["scrape_configs"]
        for one in job["file_sd_configs"]
        for file in one["files"]
    }
    assert configuration["rule_files"] == ["rules/demo.yml", "rules/later.yml"]
    assert set(files) - targets == {
        "prometheus.yml",
        "rules/demo.yml",
        "rules/later.yml",
        "grafana/amazon-msk.json",
    }
    assert targets - set(files) == {"targets/later-kafka.json"}


def test_rules_are_those_of_the_cluster(clusters):
    """Express brokers have other alerts than Standard ones."""
    files = monitoring_files(clusters)
    alerts = {
        name: {
            rule.get("alert")
            for group in yaml.safe_load(files[f"rules/{name}.yml"])["groups"]
            for rule in group["rules"]
        }
        for name in ("demo", "later")
    }
    assert "KafkaDataLogsDiskUsed" in alerts["demo"]
    assert "KafkaDataLogsDiskUsed" not in alerts["later"]


def test_the_dashboard_is_json(clusters):
    """As Grafana imports it."""
    text = monitoring_files(clusters)["grafana/amazon-msk.json"]
    assert json.loads(text)["title"] == "Amazon MSK"
