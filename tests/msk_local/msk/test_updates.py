"""Changes of running clusters through the API."""

import pytest
from botocore.exceptions import ClientError

from msk_local.kafka import Authentication


def _update(account, arn, operation, **parameters):
    """Make a change and wait for its end; the cluster as it is then."""
    call = getattr(account.kafka, operation)
    call(ClusterArn=arn, CurrentVersion=account.version(arn), **parameters)
    return account.wait(arn)


def test_a_change_makes_a_new_version_and_a_record(account):
    """Each update changes the token; the operation is listed with what it found and made."""
    arn = account.create()
    before = account.version(arn)
    after = _update(account, arn, "update_broker_count", TargetNumberOfBrokerNodes=6)
    assert after["CurrentVersion"] != before
    assert after["Provisioned"]["NumberOfBrokerNodes"] == 6
    (operation,) = account.kafka.list_cluster_operations(ClusterArn=arn)["ClusterOperationInfoList"]
    assert operation["OperationType"] == "INCREASE_BROKER_COUNT"
    assert operation["OperationState"] == "UPDATE_COMPLETE"
    assert operation["SourceClusterInfo"]["NumberOfBrokerNodes"] == 3
    assert operation["TargetClusterInfo"]["NumberOfBrokerNodes"] == 6
    (summary,) = account.kafka.list_cluster_operations_v2(ClusterArn=arn)[
        "ClusterOperationInfoList"
    ]
    described = account.kafka.describe_cluster_operation_v2(
        ClusterOperationArn=summary["OperationArn"]
    )
    assert described["ClusterOperationInfo"]["OperationState"] == "UPDATE_COMPLETE"
    assert account.data_planes[0].broker_count == 6


def test_an_old_version_is_refused(account):
    """A change made for an earlier state of the cluster does not happen."""
    arn = account.create()
    stale = account.version(arn)
    _update(account, arn, "update_broker_count", TargetNumberOfBrokerNodes=6)
    with pytest.raises(ClientError, match="version of the cluster isn't current"):
        account.kafka.update_broker_count(
            ClusterArn=arn, CurrentVersion=stale, TargetNumberOfBrokerNodes=9
        )


@pytest.mark.parametrize(("target", "message"), [(4, "multiple"), (3, "any updates")])
def test_a_broker_count_that_cannot_be_is_refused(account, target, message):
    """Brokers come in full rounds over the zones."""
    arn = account.create()
    with pytest.raises(ClientError, match=message):
        _update(account, arn, "update_broker_count", TargetNumberOfBrokerNodes=target)


def test_one_broker_of_each_zone_can_be_removed_at_a_time(account):
    """Nine brokers do not become three in one call."""
    arn = account.create(NumberOfBrokerNodes=9)
    with pytest.raises(ClientError, match="one broker from each Availability Zone"):
        _update(account, arn, "update_broker_count", TargetNumberOfBrokerNodes=3)


def test_switching_scram_on_opens_its_listener(account):
    """UpdateSecurity reaches the data plane."""
    arn = account.create()
    sasl = {"Iam": {"Enabled": True}, "Scram": {"Enabled": True}}
    cluster = _update(account, arn, "update_security", ClientAuthentication={"Sasl": sasl})
    assert cluster["Provisioned"]["ClientAuthentication"]["Sasl"] == sasl
    assert account.data_planes[0].authentications == {Authentication.IAM, Authentication.SCRAM}


def test_scram_without_tls_is_refused(account):
    """The changed cluster is judged by the same rules as a new one."""
    arn = account.create()
    with pytest.raises(ClientError, match="ClientBroker"):
        _update(
            account,
            arn,
            "update_security",
            EncryptionInfo={"EncryptionInTransit": {"ClientBroker": "TLS_PLAINTEXT"}},
        )


def test_encryption_in_the_cluster_is_settled_at_creation(account):
    """InCluster cannot be turned on or off later."""
    arn = account.create()
    with pytest.raises(ClientError, match="encryption in the cluster"):
        _update(
            account,
            arn,
            "update_security",
            EncryptionInfo={"EncryptionInTransit": {"InCluster": False}},
        )


def test_volumes_grow_by_ten_gib_at_least(account):
    """The wording is MSK's own."""
    arn = account.create()

    def grow(size):
        volume = [{"KafkaBrokerNodeId": "All", "VolumeSizeGB": size}]
        return _update(account, arn, "update_broker_storage", TargetBrokerEBSVolumeInfo=volume)

    with pytest.raises(ClientError, match="you must increase it by at least 10 GiB"):
        grow(105)
    with pytest.raises(ClientError, match="does not include any updates to the EBS volumes"):
        grow(100)
    storage = grow(110)["Provisioned"]["BrokerNodeGroupInfo"]["StorageInfo"]
    assert storage["EbsStorageInfo"]["VolumeSize"] == 110


def test_tiered_storage_is_turned_on_and_never_off(account):
    """UpdateStorage goes from LOCAL to TIERED, one way."""
    arn = account.create()
    cluster = _update(account, arn, "update_storage", StorageMode="TIERED")
    assert cluster["Provisioned"]["StorageMode"] == "TIERED"
    assert account.data_planes[0].tiered_storage
    with pytest.raises(ClientError, match="turn tiered storage off"):
        _update(account, arn, "update_storage", StorageMode="LOCAL")


def test_standard_brokers_never_become_express(account):
    """That takes a new cluster."""
    arn = account.create()
    with pytest.raises(ClientError, match="between Standard and Express"):
        _update(account, arn, "update_broker_type", TargetInstanceType="express.m7g.large")
    cluster = _update(account, arn, "update_broker_type", TargetInstanceType="kafka.m7g.xlarge")
    assert cluster["Provisioned"]["BrokerNodeGroupInfo"]["InstanceType"] == "kafka.m7g.xlarge"


def test_monitoring_and_logs_change_in_place(account):
    """UpdateMonitoring takes levels, exporters and log destinations."""
    arn = account.create()
    logs = {"CloudWatchLogs": {"Enabled": True, "LogGroup": "brokers"}}
    cluster = _update(
        account,
        arn,
        "update_monitoring",
        EnhancedMonitoring="PER_TOPIC_PER_BROKER",
        OpenMonitoring={"Prometheus": {"JmxExporter": {"EnabledInBroker": True}}},
        LoggingInfo={"BrokerLogs": logs},
    )["Provisioned"]
    assert cluster["EnhancedMonitoring"] == "PER_TOPIC_PER_BROKER"
    assert cluster["OpenMonitoring"]["Prometheus"] == {
        "JmxExporter": {"EnabledInBroker": True},
        "NodeExporter": {"EnabledInBroker": False},
    }
    assert cluster["LoggingInfo"]["BrokerLogs"] == logs


def test_a_new_revision_reaches_the_brokers(account):
    """UpdateClusterConfiguration hands the properties to the data plane."""
    arn = account.create()
    configuration = account.kafka.create_configuration(
        Name="orders", ServerProperties=b"num.partitions=6"
    )
    chosen = {"Arn": configuration["Arn"], "Revision": 1}
    cluster = _update(account, arn, "update_cluster_configuration", ConfigurationInfo=chosen)
    assert cluster["Provisioned"]["CurrentBrokerSoftwareInfo"]["ConfigurationRevision"] == 1
    assert account.data_planes[0].changes[-1]["server_properties"] == {"num.partitions": "6"}


def test_versions_only_go_up_and_stay_in_their_mode(account):
    """KRaft clusters have no way back to ZooKeeper, and nothing is downgraded."""
    arn = account.create()
    with pytest.raises(ClientError, match=r"Unsupported target KafkaVersion \[3.8.x.kraft\]"):
        _update(account, arn, "update_cluster_kafka_version", TargetKafkaVersion="3.8.x.kraft")
    cluster = _update(
        account, arn, "update_cluster_kafka_version", TargetKafkaVersion="4.0.x.kraft"
    )
    software = cluster["Provisioned"]["CurrentBrokerSoftwareInfo"]
    assert software["KafkaVersion"] == "4.0.x.kraft"


def test_a_migration_to_kraft_leaves_zookeeper_behind(account):
    """3.9.x becomes 3.9.x.kraft, and its ZooKeeper addresses are gone."""
    arn = account.create(KafkaVersion="3.9.x")
    assert "ZookeeperConnectString" in account.describe(arn)["Provisioned"]
    cluster = _update(
        account, arn, "update_cluster_kafka_version", TargetKafkaVersion="3.9.x.kraft"
    )
    assert "ZookeeperConnectString" not in cluster["Provisioned"]


def test_rebalancing_is_for_express_brokers(account):
    """An Express cluster starts ACTIVE and can be paused."""
    arn = account.create_express()
    assert account.describe(arn)["Provisioned"]["Rebalancing"] == {"Status": "ACTIVE"}
    cluster = _update(account, arn, "update_rebalancing", Rebalancing={"Status": "PAUSED"})
    assert cluster["Provisioned"]["Rebalancing"] == {"Status": "PAUSED"}


def test_a_change_the_brokers_do_not_make_fails_and_leaves_the_cluster(account):
    """The operation is UPDATE_FAILED with its reason, the cluster ACTIVE as before."""
    arn = account.create()
    account.data_planes[0].refusal = "no ports left"
    cluster = _update(account, arn, "update_broker_count", TargetNumberOfBrokerNodes=6)
    assert cluster["Provisioned"]["NumberOfBrokerNodes"] == 3
    (operation,) = account.kafka.list_cluster_operations(ClusterArn=arn)["ClusterOperationInfoList"]
    assert operation["OperationState"] == "UPDATE_FAILED"
    assert operation["ErrorInfo"]["ErrorString"] == "no ports left"


def test_serverless_clusters_are_not_updated(account):
    """They have no brokers anybody could count."""
    arn = account.create_serverless()
    with pytest.raises(ClientError, match="serverless"):
        _update(account, arn, "update_broker_count", TargetNumberOfBrokerNodes=6)


def test_a_broker_can_be_rebooted(account):
    """RebootBroker knows the ids of the brokers there are."""
    arn = account.create()
    account.kafka.reboot_broker(ClusterArn=arn, BrokerIds=["1"])
    account.wait(arn)
    with pytest.raises(ClientError, match="broker ID"):
        account.kafka.reboot_broker(ClusterArn=arn, BrokerIds=["9"])
