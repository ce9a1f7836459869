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
    with pytest.raises(ValueError, match="for group 'audit', got none"):
        ConsumerLag(group="audit", topic="orders")


@pytest.mark.parametrize("group", ["", "a:b", "prüfung"])
def test_rejects_groups_without_metrics(group: str):
    """MSK publishes no lag for such names, so the alarm would be silent for ever."""
    with pytest.raises(ValueError, match="group must be ASCII without a colon"):
        ConsumerLag(group=group, topic="orders", maximum_offset_lag=1)


def test_a_group_may_be_watched_on_every_topic():
    """Without a topic the group alone is the name; what it learns from needs one metric."""
    assert ConsumerLag(group="audit", maximum_offset_lag=1).name == "audit"
    with pytest.raises(ValueError, match="topic must be given with anomaly_deviations"):
        ConsumerLag(group="audit", anomaly_deviations=2)
    with pytest.raises(ValueError, match="topic must be given for a group with an apostrophe"):
        ConsumerLag(group="audit's", maximum_offset_lag=1)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"anomaly_deviations": 0}, "anomaly_deviations must be above 0, got 0"),
        ({"maximum_offset_lag": 0}, "maximum_offset_lag must be at least 1 record, got 0"),
        (
            {"maximum_time_lag": cdk.Duration.millis(0)},
            "maximum_time_lag must be at least a second",
        ),
        (
            {"maximum_offset_lag": 1, "severity": "call"},
            "severity must be 'page' or 'ticket', got 'call'",
        ),
    ],
)
def test_rejects_what_makes_no_sense(given: dict, message: str):
    """A band of no width and a limit of nothing always fire, and there are two severities."""
    with pytest.raises(ValueError, match=message):
        ConsumerLag(group="audit", topic="orders", **given)


def test_a_limit_may_be_known_when_deployed_only():
    """A parameter of the template is no number yet."""
    stack = cdk.Stack()
    limit = cdk.CfnParameter(stack, "Limit", type="Number").value_as_number
    assert ConsumerLag(group="audit", maximum_offset_lag=limit).maximum_offset_lag == limit
