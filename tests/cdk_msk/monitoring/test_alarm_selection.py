"""Which alarms a cluster gets."""

import pytest

from cdk_msk.monitoring.alarm_selection import selected_alarms, selected_on
from msk_model import ClusterShape, ClusterType

STANDARD = {
    "cluster_type": ClusterType.PROVISIONED,
    "broker_size": "kafka.m7g.large",
    "monitoring_level": "PER_BROKER",
    "iam": True,
}


def select(thresholds=None, exclude=(), **shape) -> dict[str, float | None]:
    chosen = selected_alarms(
        "Stack/Alarms",
        ClusterShape(**{**STANDARD, **shape}),
        thresholds=thresholds or {},
        exclude=exclude,
    )
    return {one.id: threshold for one, threshold in chosen}


def test_standard_brokers_get_what_aws_recommends():
    """Thresholds are AWS's own; what depends on the broker size is worked out."""
    chosen = select()

    assert chosen["CpuUsage"] == 60
    assert chosen["KafkaDataLogsDiskUsed"] == 80
    assert chosen["PartitionCount"] == 1000
    assert chosen["VolumeThroughput"] == 200
    assert chosen["OfflinePartitionsCount"] == 1
    assert "CPUCreditBalance" not in chosen
    assert "RemoteCopyErrorsPerSec" not in chosen, "no tiered storage"
    assert "BwInAllowanceExceeded" not in chosen, "not made by default"
    assert "SumOffsetLag" not in chosen, "per group, elsewhere"


def test_express_brokers_get_only_what_they_publish():
    """An alarm on a metric that never comes would be silent for ever."""
    chosen = select(broker_size="express.m7g.large")

    assert "ProduceThrottleTime" in chosen
    assert not {"OfflinePartitionsCount", "KafkaDataLogsDiskUsed", "HeapMemoryAfterGC"} & set(
        chosen
    )


def test_the_default_level_has_fewer_alarms():
    """Metrics of single brokers' threads and volumes come with PER_BROKER."""
    missing = set(select()) - set(select(monitoring_level="DEFAULT"))

    assert {"VolumeThroughput", "RequestHandlerAvgIdlePercent"} <= missing
    assert "CpuUsage" not in missing


def test_a_serverless_cluster_is_watched_for_its_quotas():
    """AWS recommends alarms on lag only; what it throttles is known all the same."""
    assert select(cluster_type=ClusterType.SERVERLESS) == {
        "ServerlessBytesIn": 160_000_000,
        "ServerlessBytesOut": 320_000_000,
    }


def test_tiered_storage_brings_its_own():
    """What is copied to and read from it, and how much waits when somebody says how much may."""
    chosen = select({"RemoteCopyLagBytes": 1e9}, storage_mode="TIERED")

    assert {"RemoteCopyErrorsPerSec", "RemoteFetchErrorsPerSec"} <= set(chosen)
    assert chosen["RemoteCopyLagBytes"] == 1e9


def test_your_values_win_and_wake_what_sleeps():
    """A threshold replaces AWS's, and names an alarm that is not made by default."""
    chosen = select({"CpuUsage": 70, "PpsAllowanceExceeded": 10})

    assert chosen["CpuUsage"] == 70
    assert chosen["PpsAllowanceExceeded"] == 10


def test_unwanted_alarms_are_left_out():
    """What is excluded is gone and nothing else."""
    assert set(select()) - set(select(exclude=["CpuUsage"])) == {"CpuUsage"}


def test_a_threshold_may_depend_on_what_is_unknown():
    """A broker size nobody stated leaves its alarms without a threshold."""
    from_elsewhere = ClusterShape(cluster_type=ClusterType.PROVISIONED)
    chosen = {
        one.id: threshold
        for one, threshold in selected_alarms("P", from_elsewhere, thresholds={}, exclude=())
    }
    assert chosen["PartitionCount"] is None
    assert chosen["CpuUsage"] == 60


@pytest.mark.parametrize(
    ("thresholds", "shape", "message"),
    [
        (
            {"CpuUsages": 1},
            {},
            "thresholds must name alarms, got 'CpuUsages'; did you mean 'CpuUsage'?",
        ),
        (
            {"SumOffsetLag": 1},
            {},
            (
                "thresholds must name alarms of the cluster or its brokers, got 'SumOffsetLag'; "
                "give it per group in consumer_lag"
            ),
        ),
        (
            {"VolumeThroughput": 1},
            {"monitoring_level": "DEFAULT"},
            (
                "thresholds must name alarms of Standard brokers at monitoring level DEFAULT, "
                "got 'VolumeThroughput'; it needs Standard brokers at monitoring level PER_BROKER"
            ),
        ),
        (
            {"HeapMemoryAfterGC": 1},
            {"broker_size": "express.m7g.large"},
            (
                "thresholds must name alarms of Express brokers at monitoring level PER_BROKER, "
                "got 'HeapMemoryAfterGC'; it needs Standard brokers"
            ),
        ),
        (
            {"CPUCreditBalance": 1},
            {},
            (
                "thresholds must name alarms of Standard brokers at monitoring level PER_BROKER, "
                "got 'CPUCreditBalance'; it needs Standard brokers of size kafka.t3.small"
            ),
        ),
        (
            {"ConnectionCreationRate": 1},
            {"iam": False},
            (
                "thresholds must name alarms of Standard brokers at monitoring level PER_BROKER, "
                "got 'ConnectionCreationRate'; it needs Standard brokers or Express brokers "
                "at monitoring level PER_BROKER with IAM authentication"
            ),
        ),
        (
            {"CpuUsage": 1},
            {"cluster_type": ClusterType.SERVERLESS},
            (
                "thresholds must name alarms of a serverless cluster, got 'CpuUsage'; "
                "it needs Standard brokers or Express brokers"
            ),
        ),
    ],
)
def test_rejects_alarms_the_cluster_cannot_have(thresholds: dict, shape: dict, message: str):
    """The error says what kind of cluster, level or authentication would bring the alarm."""
    with pytest.raises(ValueError, match="must name alarms") as raised:
        select(thresholds, **shape)
    assert str(raised.value) == f"Stack/Alarms: {message}"


def test_alarms_of_other_things_are_made_elsewhere():
    """The error says which construct makes it."""
    with pytest.raises(ValueError, match="got 'ConnectorCpu'; ConnectorAlarms makes it"):
        select({"ConnectorCpu": 70})


def test_alarms_of_a_connector_are_chosen_alike():
    """Thresholds are replaced, exclusions left out, other ids refused; without one, no alarm."""

    def chosen(**given) -> dict[str, float]:
        arguments = {"thresholds": {}, "exclude": (), **given}
        return {one.id: t for one, t in selected_on("Stack/Alarms", ["connector"], **arguments)}

    usual = chosen()
    assert usual["ConnectorCpu"] == 80
    assert chosen(thresholds={"ConnectorCpu": 70}) == {**usual, "ConnectorCpu": 70}
    assert set(usual) - set(chosen(exclude=["ConnectorCpu"])) == {"ConnectorCpu"}
    with pytest.raises(ValueError, match="got 'CpuUsag'; did you mean 'CpuUsage'"):
        chosen(exclude=["CpuUsag"])


def test_rejects_an_unknown_id_in_exclude():
    """A misspelt exclusion would leave the alarm on."""
    with pytest.raises(ValueError, match="exclude must name alarms, got 'Cpu'"):
        select(exclude=["Cpu"])
