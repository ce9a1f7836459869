"""Hours in which nobody is paged."""

import aws_cdk as cdk
import pytest

from cdk_msk.monitoring import MaintenanceWindow


def test_one_data_point_opens_it_and_time_closes_it():
    """One of as many periods as the window is long; the description is the command."""
    window = MaintenanceWindow(
        cdk.Stack(),
        "Window",
        name="demo",
        length=cdk.Duration.hours(2),
        extension=cdk.Duration.minutes(30),
    )
    alarm = window.alarm

    assert (alarm.datapoints_to_alarm, alarm.evaluation_periods, alarm.period) == (1, 24, 300)
    assert alarm.treat_missing_data == "notBreaching"
    assert "aws cloudwatch put-metric-data --namespace MSK/Maintenance" in alarm.alarm_description
    assert window.suppression.extension.to_minutes() == 30
    assert MaintenanceWindow(cdk.Stack(), "W", name="demo").suppression.extension.to_minutes() == 10


@pytest.mark.parametrize("minutes", [4, 7, 1441])
def test_rejects_what_no_alarm_looks_back_on(minutes: int):
    """An alarm with periods of five minutes sees one day, period by period."""
    with pytest.raises(ValueError, match="length must be from 5 minutes to a day"):
        MaintenanceWindow(cdk.Stack(), "Window", name="demo", length=cdk.Duration.minutes(minutes))
