"""The alarms of an assembly."""

from mskctl.report.alarms import alarms
from mskctl.report.assembly import Assembly

QUERY = (
    'SELECT MAX(Disk) FROM SCHEMA("AWS/Kafka", "Cluster Name", "Broker ID") '
    'WHERE "Cluster Name" = \'demo\' GROUP BY "Broker ID" ORDER BY MAX() DESC'
)
TOPIC = {"Ref": "Topic"}


def alarm(**differences) -> dict:
    properties = {"Metrics": [{"Id": "q", "Expression": QUERY}], "Threshold": 80, **differences}
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {"ComparisonOperator": "GreaterThanThreshold", **properties},
    }


def composite(*names: str, **properties) -> dict:
    parts = [part for name in names for part in ('ALARM("', {"Ref": name}, '")')]
    return {
        "Type": "AWS::CloudWatch::CompositeAlarm",
        "Properties": {"AlarmRule": {"Fn::Join": ["", parts]}, **properties},
    }


def told(**resources) -> dict[str, str]:
    return {one.id: one.tells for one in alarms(Assembly({"t": {"Resources": resources}}))}


def test_who_tells_of_an_alarm():
    """Itself, nobody, or once the incident it is part of, also through a part of a long rule."""
    assert told(
        Ticket=alarm(AlarmActions=[TOPIC]),
        Silent=alarm(),
        Symptom=alarm(),
        Deep=alarm(),
        Part=composite("Deep"),
        Storage=composite("Symptom", "Part", AlarmActions=[TOPIC]),
        Explained=composite("Silent"),
    ) == {
        "Ticket": "itself",
        "Silent": "nobody",
        "Symptom": "once, as Storage",
        "Deep": "once, as Storage",
    }


def test_connectors_are_of_msk_too():
    """Other alarms are not."""
    connector = {"Namespace": "AWS/KafkaConnect", "MetricName": "RunningTaskCount"}
    other = {"Namespace": "AWS/EC2", "MetricName": "CPUUtilization"}
    found = alarms(
        Assembly(
            {
                "t": {
                    "Resources": {
                        "C": alarm(Metrics=[], **connector),
                        "E": alarm(Metrics=[], **other),
                    }
                }
            }
        )
    )
    assert [(one.id, one.metrics, one.threshold) for one in found] == [
        ("C", ("RunningTaskCount",), "> 80")
    ]
