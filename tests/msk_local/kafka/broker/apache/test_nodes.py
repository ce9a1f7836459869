"""Configuration of Apache Kafka's nodes."""

from msk_local.kafka.broker.apache.nodes import Node


def read(node):
    lines = node.properties.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_a_node_listens_on_loopback_only(tmp_path):
    """Every listener of a controller and broker is on 127.0.0.1."""
    node = Node(1, 9000, 9001, tmp_path / "1")
    node.configure("1@127.0.0.1:9001", 1, {})
    assert read(node)["listeners"] == "PLAINTEXT://127.0.0.1:9000,CONTROLLER://127.0.0.1:9001"
    assert read(node)["process.roles"] == "broker,controller"


def test_a_later_node_is_a_broker_only(tmp_path):
    """Without a port to vote at, a node is no controller."""
    node = Node(4, 9000, None, tmp_path / "4")
    node.configure("1@127.0.0.1:9001", 1, {})
    assert read(node)["process.roles"] == "broker"
    assert read(node)["listeners"] == "PLAINTEXT://127.0.0.1:9000"


def test_a_custom_configuration_cannot_take_the_node_over(tmp_path):
    """Custom properties are written, but for those that are the node's own."""
    node = Node(1, 9000, 9001, tmp_path / "1")
    node.configure("v", 1, {"listeners": "PLAINTEXT://0.0.0.0:1", "num.partitions": "ü\\"})
    assert "0.0.0.0" not in node.properties.read_text()
    assert read(node)["num.partitions"] == "\\u00fc\\\\"


def test_nodes_of_a_cluster_share_their_second_tier(tmp_path):
    """Tiered storage is one directory for all nodes, and is not there unless it is asked for."""
    tiers = []
    for number in (1, 2):
        node = Node(number, 9000, None, tmp_path / str(number))
        node.configure("v", 3, {})
        assert "rsm.config.dir" not in read(node)
        node.configure("v", 3, {"remote.log.storage.system.enable": "true"})
        tiers.append(read(node)["rsm.config.dir"])
    assert tiers == [str(tmp_path / "tiered-storage")] * 2
