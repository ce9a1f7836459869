"""Targets are all machines of a cluster, with labels that tell them apart."""

import json

from msk_model.prometheus import ScrapeCluster, ScrapeNode, cluster_domain, targets_file

NODES = (
    ScrapeNode(host="b-10.demo.abc.c2.kafka.eu-west-1.amazonaws.com", broker_id=10, zone="z1"),
    ScrapeNode(host="b-2.demo.abc.c2.kafka.eu-west-1.amazonaws.com", broker_id=2),
    ScrapeNode(host="c-1.demo.abc.c2.kafka.eu-west-1.amazonaws.com"),
)
CLUSTER = ScrapeCluster(name="demo", nodes=NODES)


def test_every_broker_is_a_target_with_its_id_and_zone():
    """In the order of ids; a zone that is unknown is left out."""
    assert json.loads(targets_file(CLUSTER, "kafka")) == [
        {
            "targets": ["b-2.demo.abc.c2.kafka.eu-west-1.amazonaws.com:11001"],
            "labels": {"cluster": "demo", "broker": "2"},
        },
        {
            "targets": ["b-10.demo.abc.c2.kafka.eu-west-1.amazonaws.com:11001"],
            "labels": {"cluster": "demo", "broker": "10", "zone": "z1"},
        },
    ]


def test_the_node_exporter_has_a_port_of_its_own():
    """It is asked at 11002, on brokers."""
    targets = json.loads(targets_file(CLUSTER, "node"))
    assert [one["targets"][0].rpartition(":")[2] for one in targets] == ["11002", "11002"]


def test_controllers_are_a_job_of_their_own():
    """So that brokers can be counted; they have Kafka's metrics only."""
    assert json.loads(targets_file(CLUSTER, "controller")) == [
        {
            "targets": ["c-1.demo.abc.c2.kafka.eu-west-1.amazonaws.com:11001"],
            "labels": {"cluster": "demo"},
        }
    ]


def test_only_exporters_that_are_on_are_jobs():
    """Nobody is asked at a closed port."""
    assert CLUSTER.jobs == ("kafka", "node", "controller")
    assert ScrapeCluster(name="demo", nodes=NODES, jmx=False).jobs == ("node",)
    assert ScrapeCluster(name="demo", nodes=NODES[:1], node=False).jobs == ("kafka",)


def test_the_domain_is_the_name_without_the_broker():
    """The first name of a broker tells it."""
    hosts = ["c-1.demo.x", "b-12.demo.abc.c2.kafka.eu-west-1.amazonaws.com"]
    assert cluster_domain(hosts) == "demo.abc.c2.kafka.eu-west-1.amazonaws.com"
    assert cluster_domain(["localhost"]) is None
