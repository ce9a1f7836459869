"""Kafka versions through the API."""

from msk_local.msk.versions import compatible_targets


def test_versions_out_of_support_are_deprecated(account):
    """ListKafkaVersions shows both kinds."""
    versions = account.kafka.list_kafka_versions()["KafkaVersions"]
    status = {version["Version"]: version["Status"] for version in versions}
    assert status["3.9.x.kraft"] == "ACTIVE"
    assert status["3.6.0"] == "DEPRECATED"


def test_a_cluster_can_go_up_within_its_metadata_mode(account):
    """GetCompatibleKafkaVersions of a cluster lists its own version's targets only."""
    arn = account.create()
    (compatible,) = account.kafka.get_compatible_kafka_versions(ClusterArn=arn)[
        "CompatibleKafkaVersions"
    ]
    assert compatible["SourceVersion"] == "3.9.x.kraft"
    assert "4.0.x.kraft" in compatible["TargetVersions"]
    assert "3.9.x" not in compatible["TargetVersions"]


def test_only_3_9_leaves_zookeeper():
    """3.9.x goes to 3.9.x.kraft; 3.8.x must become 3.9.x first."""
    assert "3.9.x.kraft" in compatible_targets("3.9.x")
    assert compatible_targets("3.8.x") == ["3.9.x"]


def test_a_version_nobody_knows_goes_nowhere():
    """There are no targets, and no failure."""
    assert compatible_targets("99.9") == []
