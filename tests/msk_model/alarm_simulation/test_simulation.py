"""Alarms minute by minute."""

import pytest

from msk_model.alarm_simulation import Metrics, simulate

TOPIC = {"Ref": "Topic"}


def alarm(**differences) -> dict:
    properties = {
        "Namespace": "AWS/Kafka",
        "MetricName": "Lag",
        "Dimensions": [{"Name": "Topic", "Value": "orders"}],
        "Statistic": "Maximum",
        "Period": 60,
        "EvaluationPeriods": 2,
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": 10,
        "TreatMissingData": "notBreaching",
        **differences,
    }
    return {"Type": "AWS::CloudWatch::Alarm", "Properties": properties}


def composite(rule: object, **properties) -> dict:
    return {
        "Type": "AWS::CloudWatch::CompositeAlarm",
        "Properties": {
            "AlarmRule": rule,
            "AlarmActions": [TOPIC],
            "OKActions": [TOPIC],
            **properties,
        },
    }


def lag(*runs: tuple[int, float | None]) -> Metrics:
    metrics = Metrics()
    values = [value for minutes, value in runs for _ in range(minutes)]
    metrics.put("Lag", {"Topic": "orders"}, values)
    return metrics


def told(resources: dict, metrics: Metrics, minutes: int) -> list[tuple[int, str, str]]:
    happened = simulate({"Resources": resources}, metrics, minutes=minutes)
    return [(one.minute, one.alarm, one.state) for one in happened.notifications]


def test_an_alarm_tells_when_it_changes():
    """When it fires, when it is over, and when data are missing, each once."""
    actions = {
        "AlarmActions": [TOPIC],
        "OKActions": [TOPIC],
        "InsufficientDataActions": [TOPIC],
        "TreatMissingData": "missing",
    }
    metrics = lag((5, 0), (5, 20), (5, 0), (10, None))
    assert told({"A": alarm(**actions)}, metrics, 25) == [
        (1, "A", "OK"),
        (7, "A", "ALARM"),
        (11, "A", "OK"),
        (19, "A", "INSUFFICIENT_DATA"),
    ]


def test_a_composite_tells_once_for_several():
    """However many of its alarms fire, and whenever they do."""
    resources = {
        "C": composite({"Fn::Join": ["", ['ALARM("', {"Ref": "A"}, '") OR ALARM("B")']]}),
        "A": alarm(),
        "B": alarm(Threshold=30),
    }
    assert told(resources, lag((3, 0), (3, 20), (3, 40), (5, 0)), 14) == [
        (5, "C", "ALARM"),
        (10, "C", "OK"),
    ]


def suppressed(wait: int = 0, extension: int = 120) -> dict:
    return {
        "C": composite(
            "ALARM(A)",
            ActionsSuppressor={"Fn::GetAtt": ["S", "Arn"]},
            ActionsSuppressorWaitPeriod=wait,
            ActionsSuppressorExtensionPeriod=extension,
        ),
        "A": alarm(EvaluationPeriods=1),
        "S": alarm(MetricName="Window", EvaluationPeriods=1, Threshold=0),
    }


def window(metrics: Metrics, first: int, minutes: int) -> Metrics:
    metrics.put("Window", {"Topic": "orders"}, [*[1] * minutes, *[0] * 9], first=first)
    return metrics


def test_nothing_is_told_within_a_window():
    """Neither that it began nor that it was over."""
    assert told(suppressed(), window(lag((5, 0), (5, 20), (5, 0)), 0, 15), 15) == []


def test_what_outlasts_the_window_is_told_after_the_extension():
    """Two minutes after the window in which it began."""
    metrics = window(lag((5, 0), (20, 20)), 0, 10)
    assert told(suppressed(), metrics, 20) == [(13, "C", "ALARM")]


def test_what_recovers_within_the_extension_is_not_told():
    """The cluster has that long."""
    assert told(suppressed(), window(lag((5, 0), (6, 20), (5, 0)), 0, 10), 16) == []


def test_a_page_waits_for_what_may_explain_it():
    """The suppressor has a minute to fire; without it the page goes out late."""
    early = lag((5, 0), (10, 20), (5, 0))
    assert told(suppressed(wait=120), window(early, 6, 14), 20) == []
    assert told(suppressed(wait=120), lag((5, 0), (10, 20), (5, 0)), 20) == [
        (8, "C", "ALARM"),
        (16, "C", "OK"),
    ]


def test_a_series_that_falls_silent_leaves_its_alarm():
    """It cannot be without data, as CloudWatch has it: the others say whether all is well."""
    query = (
        'SELECT MAX(Disk) FROM SCHEMA("AWS/Kafka", "Cluster Name", "Broker ID") '
        'WHERE "Cluster Name" = \'demo\' GROUP BY "Broker ID" ORDER BY MAX() DESC'
    )
    metrics = Metrics()
    for broker, values in (("1", [90] * 5 + [None] * 25), ("2", [50] * 30)):
        metrics.put("Disk", {"Cluster Name": "demo", "Broker ID": broker}, values)
    watched = alarm(
        Threshold=80,
        Metrics=[{"Id": "q", "Expression": query, "Period": 60, "ReturnData": True}],
        TreatMissingData="missing",
        AlarmActions=[TOPIC],
        OKActions=[TOPIC],
        InsufficientDataActions=[TOPIC],
    )
    states = [state for _, _, state in told({"A": watched}, metrics, 30)]
    assert states == ["OK", "ALARM", "OK"]


def test_contributors_are_named():
    """Which broker of a query it was."""
    query = (
        'SELECT MAX(Disk) FROM SCHEMA("AWS/Kafka", "Cluster Name", "Broker ID") '
        'WHERE "Cluster Name" = \'demo\' GROUP BY "Broker ID" ORDER BY MAX() DESC'
    )
    metrics = Metrics()
    for broker, value in (("1", 50), ("2", 90)):
        metrics.put("Disk", {"Cluster Name": "demo", "Broker ID": broker}, [value] * 5)
    watched = alarm(
        Threshold=80, Metrics=[{"Id": "q", "Expression": query, "Period": 60, "ReturnData": True}]
    )
    happened = simulate({"Resources": {"A": watched}}, metrics, minutes=5)

    assert happened.contributors == {"A": {"2"}}
    assert happened.fired == {"A": (2,)}


@pytest.mark.parametrize(
    ("resources", "message"),
    [
        (
            {"A": composite("ALARM(B)"), "B": composite("ALARM(A)")},
            "must not be made of each other",
        ),
        ({"A": composite({"Fn::Sub": "ALARM(B)"})}, "text must be known or name a resource"),
        (
            {"A": alarm(Metrics=[{"Id": "q", "Expression": "SELECT 1", "Period": 60}])},
            "query must be one over a schema",
        ),
    ],
)
def test_rejects_what_only_aws_could_evaluate(resources: dict, message: str):
    """Better no answer than a wrong one."""
    with pytest.raises(ValueError, match=message):
        simulate({"Resources": resources}, Metrics(), minutes=2)
