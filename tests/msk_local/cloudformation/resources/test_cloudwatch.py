"""Composite alarms and bands, as CloudWatch takes them."""

import pytest

METRIC = {"Namespace": "n", "MetricName": "m", "Dimensions": []}
STAT = {"Id": "m", "MetricStat": {"Metric": METRIC, "Period": 60, "Stat": "Average"}}
ALARM = {
    "Type": "AWS::CloudWatch::Alarm",
    "Properties": {
        "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": 5,
        "DatapointsToAlarm": 3,
        "Threshold": 1,
        "Metrics": [{**STAT, "ReturnData": True}],
        "TreatMissingData": "ignore",
    },
}
RULE = {"Fn::Join": ["", ['ALARM("', {"Ref": "Alarm"}, '")']]}


def composite(**properties) -> dict:
    return {
        "Type": "AWS::CloudWatch::CompositeAlarm",
        "Properties": {"AlarmRule": RULE, **properties},
    }


def test_an_incident_is_suppressed_by_another(stacks):
    """Names, ARNs and the two periods arrive."""
    suppressed = composite(
        ActionsSuppressor={"Fn::GetAtt": ["Cause", "Arn"]},
        ActionsSuppressorWaitPeriod=120,
        ActionsSuppressorExtensionPeriod=600,
    )
    resources = {"Incident": suppressed, "Cause": composite(), "Alarm": ALARM}
    name = stacks.create(resources)
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    ids = stacks.physical_ids(name)
    described = stacks.endpoint.client("cloudwatch").describe_alarms(
        AlarmNames=[ids["Incident"]], AlarmTypes=["CompositeAlarm"]
    )
    (alarm,) = described["CompositeAlarms"]

    assert alarm["ActionsSuppressor"].endswith(f":alarm:{ids['Cause']}")
    assert alarm["ActionsSuppressorWaitPeriod"] == 120
    assert alarm["ActionsSuppressorExtensionPeriod"] == 600
    assert stacks.delete(name) == "DELETE_COMPLETE"


def test_a_band_is_a_threshold(stacks):
    """It is named by the id of the query that returns it."""
    band = {"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(m, 2)", "ReturnData": True}
    properties = {
        "ComparisonOperator": "GreaterThanUpperThreshold",
        "EvaluationPeriods": 3,
        "ThresholdMetricId": "band",
        "Metrics": [{**STAT, "ReturnData": True}, band],
    }
    name = stacks.create({"Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": properties}})
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    assert stacks.delete(name) == "DELETE_COMPLETE"


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ({"AlarmRule": "ALARM(nowhere)"}, "Alarms nowhere of a composite alarm do not exist"),
        ({"ActionsSuppressor": {"Ref": "Alarm"}}, "are required with ActionsSuppressor"),
        ({"AlarmRule": "TRUE OR " * 1500 + "TRUE"}, "AlarmRule must have at most 10240 characters"),
    ],
)
def test_what_cloudwatch_refuses_is_refused(stacks, properties, reason):
    """The stack rolls back and says why."""
    name = stacks.create({"Alarm": ALARM, "Incident": composite(**properties)})
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    assert reason in stacks.reasons(name)
