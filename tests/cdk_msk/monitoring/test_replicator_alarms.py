"""Alarms for a replicator."""

import aws_cdk as cdk

from cdk_msk.monitoring import ReplicatorAlarms


def test_both_clusters_of_a_replicator_are_one_alarm():
    """The alias of the cluster that cannot be reached names it; silence of both is a failure."""
    alarms = ReplicatorAlarms(cdk.Stack(), "Alarms", replicator_name="to-dublin")
    ping = alarms.alarms["ReplicatorPing"]

    assert ping.metrics[0].expression == (
        "SELECT MIN(KafkaClusterPingSuccessCount) "
        'FROM SCHEMA("AWS/Kafka", "ReplicatorName", "ClusterAlias") '
        "WHERE \"ReplicatorName\" = 'to-dublin' "
        'GROUP BY "ClusterAlias" ORDER BY MIN() ASC'
    )
    assert ping.treat_missing_data == "breaching"
    assert list(alarms.incidents) == ["Replication"]
    assert "ReplicationLatency" not in alarms.alarms


def test_your_recovery_point_is_watched():
    """MSK counts lateness in milliseconds."""
    alarms = ReplicatorAlarms(
        cdk.Stack(),
        "Alarms",
        replicator_name="to-dublin",
        maximum_latency=cdk.Duration.minutes(1),
        maximum_message_lag=1000,
    ).alarms
    assert alarms["ReplicationLatency"].threshold == 60_000
    assert alarms["ReplicatorMessageLag"].threshold == 1000
