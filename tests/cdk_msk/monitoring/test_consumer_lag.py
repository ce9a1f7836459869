"""Limits on the lag of consumer groups."""

import aws_cdk as cdk
import pytest

from cdk_msk.monitoring import ConsumerLag


def test_each_limit_belongs_to_one_alarm():
    """Records and time are watched apart; time is counted in seconds."""
    lag = ConsumerLag(
        group="audit",
        topic="orders",
        maximum_offset_lag=1000,
        maximum_time_lag=cdk.Duration.minutes(5),
    )
    assert lag.threshold("SumOffsetLag") == 1000
    assert lag.threshold("EstimatedMaxTimeLag") == 300
    assert lag.threshold("CpuUsage") is None


def test_rejects_no_limit():
    """A group without a limit is a group nobody watches."""
    with pytest.raises(ValueError, match="for group 'audit', got neither"):
        ConsumerLag(group="audit", topic="orders")


@pytest.mark.parametrize("group", ["a:b", "prüfung"])
def test_rejects_groups_without_metrics(group: str):
    """MSK publishes no lag for such names, so the alarm would be silent for ever."""
    with pytest.raises(ValueError, match="group must be ASCII without a colon"):
        ConsumerLag(group=group, topic="orders", maximum_offset_lag=1)
