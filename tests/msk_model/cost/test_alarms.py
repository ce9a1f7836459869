"""What alarms and dashboards cost."""

import pytest

from msk_model.cost.alarms import brokers_watched, monitoring_costs
from msk_model.facts.prices import list_prices

BY_BROKER = 'SELECT AVG(X) FROM SCHEMA("AWS/Kafka", "Cluster Name", "Broker ID") WHERE "Cluster Name" = \'demo\' GROUP BY "Broker ID" ORDER BY AVG() DESC'
BY_TOPIC = BY_BROKER.replace('"Broker ID"', '"Topic"')
BY_ALIAS = BY_BROKER.replace('"Broker ID"', '"ClusterAlias"')


def stat(name: str, period: int = 60) -> dict:
    return {"Id": name, "MetricStat": {"Metric": {"MetricName": name}, "Period": period}}


def expression(text: object) -> dict:
    return {"Id": "e", "Expression": text}


def alarms(*properties: object) -> dict[str, dict]:
    return {
        f"A{number}": {"Type": "AWS::CloudWatch::Alarm", "Properties": each}
        for number, each in enumerate(properties)
    }


def cost(resources: dict):
    estimate = monitoring_costs(resources, list_prices(), {"demo": 60})
    return None if estimate is None else [one.monthly_usd for one in estimate.lines]


@pytest.mark.parametrize(
    ("properties", "monthly"),
    [
        ({"MetricName": "X", "Period": 60}, 0.10),
        ({"MetricName": "X", "Period": 10}, 0.30),
        ({"Metrics": [stat("a"), stat("b"), expression("a + b")]}, 0.20),
        ({"Metrics": [stat("a", 10)]}, 0.30),
        ({"Metrics": [stat("a"), expression("ANOMALY_DETECTION_BAND(a, 2)")]}, 0.30),
        ({"Metrics": [expression(BY_BROKER)]}, 6.00),
        ({"Metrics": [expression(BY_ALIAS)]}, 0.20),
        ({"Metrics": [expression(BY_TOPIC)]}, None),
        ({"Metrics": [expression(BY_BROKER.replace("demo", "other"))]}, None),
        ({"Metrics": [expression({"Fn::Sub": "SELECT"})]}, None),
        ({"Metrics": {"Fn::If": ["A", [], []]}}, 0.10),
    ],
)
def test_an_alarm_is_billed_by_the_metrics_it_looks_at(properties: dict, monthly: float | None):
    """Each of a calculation, three for a band, one for each broker; topics are not known."""
    (line,) = cost(alarms(properties))
    assert line == (None if monthly is None else pytest.approx(monthly))


def test_everything_is_added_up_by_kind():
    """What is known and what is not stand apart."""
    resources = {
        **alarms({"MetricName": "X", "Period": 60}, {"Metrics": [expression(BY_TOPIC)]}),
        "C": {"Type": "AWS::CloudWatch::CompositeAlarm"},
        "D": {"Type": "AWS::CloudWatch::Dashboard"},
        "E": {"Type": "AWS::CloudWatch::Dashboard"},
        "F": {"Type": "AWS::SNS::Topic"},
        "G": None,
    }
    estimate = monitoring_costs(resources, list_prices(), {})

    assert [one.monthly_usd for one in estimate.lines] == pytest.approx([0.10, None, 0.50, 6.00])
    assert [one.dimension for one in estimate.lines] == [
        "alarms",
        "alarms",
        "composite alarms",
        "dashboards",
    ]
    assert estimate.lines[1].note == "1 alarms on as many metrics as there are when they look"


def test_without_monitoring_there_is_no_line():
    """Nor a resource that costs nothing."""
    assert cost({"T": {"Type": "AWS::SNS::Topic"}}) is None


def test_brokers_are_counted_where_they_are_looked_at_one_by_one():
    """A cluster that stands elsewhere is as large as the alarms on its brokers say."""

    def of(broker: object) -> dict:
        names = {"Cluster Name": "demo", "Broker ID": broker}
        dimensions = [{"Name": name, "Value": value} for name, value in names.items()]
        return {"Id": "m", "MetricStat": {"Metric": {"Dimensions": dimensions}, "Period": 60}}

    resources = alarms(
        {"Metrics": [of("1"), of("2"), expression("m + m")]},
        {"Metrics": [of("2"), of("3"), of({"Ref": "Broker"})]},
        {"MetricName": "X"},
    )
    assert brokers_watched({**resources, "N": None}) == {"demo": 3}
