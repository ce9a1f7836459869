"""The band of expected values."""

import pytest

from msk_model.alarm_simulation import Metrics, simulate
from msk_model.alarm_simulation.band import upper_band

NAME = ("AWS/Kafka", "Lag", frozenset({("Topic", "orders")}))
BAND = "ANOMALY_DETECTION_BAND(lag, 2)"


def published(*values: float) -> Metrics:
    metrics = Metrics()
    metrics.put("Lag", {"Topic": "orders"}, values)
    return metrics


def test_it_is_learnt_from_what_was_before():
    """Mean and two standard deviations; too little is not enough to learn from."""
    metrics = published(10, 14, 10, 14, 1000)
    assert upper_band(BAND, metrics, NAME, "Average", end=4, period=60) == pytest.approx(16)
    assert upper_band(BAND, metrics, NAME, "Average", end=2, period=60) is None


def test_rejects_other_expressions():
    """A band of several metrics is not understood."""
    with pytest.raises(ValueError, match="band must be of a metric and deviations"):
        upper_band("ANOMALY_DETECTION_BAND(a + b)", published(), NAME, "Sum", end=1, period=60)


def test_what_is_unusual_fires():
    """A lag that would be below any objective, and is ten times what it was."""
    metric = {
        "Namespace": "AWS/Kafka",
        "MetricName": "Lag",
        "Dimensions": [{"Name": "Topic", "Value": "orders"}],
    }
    properties = {
        "ComparisonOperator": "GreaterThanUpperThreshold",
        "ThresholdMetricId": "band",
        "EvaluationPeriods": 3,
        "TreatMissingData": "notBreaching",
        "Metrics": [
            {"Id": "lag", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Average"}},
            {"Id": "band", "Expression": BAND},
        ],
    }
    template = {"Resources": {"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": properties}}}
    usual, unusual = [10.0, 12.0] * 30, [100.0] * 5
    happened = simulate(template, published(*usual, *unusual), minutes=65)

    assert happened.fired == {"A": (63,)}
