"""Configurations of scrapers."""

import re

import pytest
import yaml

from msk_model.prometheus import (
    ScrapeCluster,
    ScrapeNode,
    collector_configuration,
    server_configuration,
)

BROKER = ScrapeNode(host="b-1.demo.abc.c2.kafka.eu-west-1.amazonaws.com", broker_id=1)
DEMO = ScrapeCluster(name="demo", nodes=(BROKER,))
OTHER = ScrapeCluster(name="other", nodes=(BROKER,), node=False)
DOMAIN = "demo.abc.c2.kafka.eu-west-1.amazonaws.com"


def test_a_server_reads_targets_of_all_clusters_from_files():
    """One job for each exporter, with the files of the clusters that have it."""
    written = yaml.safe_load(server_configuration([DEMO, OTHER], rule_files=["rules.yml"]))
    assert written["global"]["scrape_interval"] == "1m"
    assert written["rule_files"] == ["rules.yml"]
    assert {
        job["job_name"]: job["file_sd_configs"][0]["files"] for job in written["scrape_configs"]
    } == {
        "kafka": ["targets/demo-kafka.json", "targets/other-kafka.json"],
        "node": ["targets/demo-node.json"],
    }


def test_a_collector_asks_each_broker_by_name():
    """The name gives each series the id of its broker."""
    written = yaml.safe_load(collector_configuration(DEMO, DOMAIN, 3))
    kafka, node = written["scrape_configs"]
    assert kafka["dns_sd_configs"] == [
        {"names": [f"b-{number}.{DOMAIN}" for number in (1, 2, 3)], "type": "A", "port": 11001}
    ]
    assert node["dns_sd_configs"][0]["port"] == 11002
    cluster, broker = kafka["relabel_configs"]
    assert cluster == {"target_label": "cluster", "replacement": "demo"}
    found = re.fullmatch(broker["regex"], f"b-3.{DOMAIN}")
    assert broker["source_labels"] == ["__meta_dns_name"]
    assert found is not None
    assert found[1] == "3"


def test_a_collector_that_knows_no_number_asks_the_cluster():
    """One name answers for all brokers; the address stands for the broker."""
    written = yaml.safe_load(collector_configuration(DEMO, DOMAIN, None))
    job = written["scrape_configs"][0]
    assert job["dns_sd_configs"][0]["names"] == [DOMAIN]
    broker = job["relabel_configs"][1]
    found = re.fullmatch(broker["regex"], "10.0.0.7:11001")
    assert found is not None
    assert found[1] == "10.0.0.7"


def test_brokers_are_not_asked_more_than_once_a_minute():
    """Every answer costs them processor time."""
    with pytest.raises(ValueError, match="interval_seconds must be at least 60, got 30"):
        collector_configuration(DEMO, DOMAIN, 3, interval_seconds=30)
    with pytest.raises(ValueError, match="interval_seconds must be at least 60, got 30"):
        server_configuration([DEMO], interval_seconds=30)
