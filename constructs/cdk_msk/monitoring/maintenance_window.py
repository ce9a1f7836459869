"""Hours in which nobody is paged."""

from dataclasses import dataclass, field

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

_NAMESPACE = "MSK/Maintenance"
_METRIC = "Maintenance"
_PERIOD = 300
_A_DAY = 86_400


@dataclass(frozen=True, kw_only=True)
class Suppression:
    """Pages do not go out while another alarm is in ALARM.

    What is suppressed changes its state all the same. An incident that outlasts the suppression is
    told when `extension` is over.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html

    Attributes:
        alarm: Name or ARN of the alarm.
        wait: How long a page is held back for the alarm to fire too. It delays every page, except
            one that comes while the alarm is in ALARM.
        extension: How long the cluster has to recover when the alarm is over.
    """

    alarm: str
    wait: cdk.Duration = field(default_factory=lambda: cdk.Duration.seconds(60))
    extension: cdk.Duration = field(default_factory=lambda: cdk.Duration.minutes(10))


class MaintenanceWindow(Construct):
    """A switch that an operator sets before an update and that goes back by itself.

    One data point starts the window, another prolongs it, and nothing has to be remembered when
    the update is done: a switch that somebody forgot would silence the pages of a cluster for good.
    For windows that are known beforehand CloudWatch has `AlarmMuteRule`.

    The command that starts it stands in the description of the alarm.

    Attributes:
        alarm: In ALARM while the window is open.
        suppression: What `ClusterAlarms` takes as `suppressed_by`.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        length: cdk.Duration | None = None,
        extension: cdk.Duration | None = None,
    ) -> None:
        """Define the window.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            name: What the operator calls it: the cluster's name, as a rule.
            length: How long it is open after the last data point, from five minutes to a day, in
                steps of five minutes. Absent: 4 hours.
            extension: How long the cluster has to recover after it. Absent: 10 minutes.

        Raises:
            ValueError: The window is shorter than five minutes, longer than a day or no such step.
        """
        super().__init__(scope, id)
        seconds = int((length or cdk.Duration.hours(4)).to_seconds())
        if not _PERIOD <= seconds <= _A_DAY or seconds % _PERIOD:
            raise ValueError(
                f"{self.node.path}: length must be from 5 minutes to a day, in steps of 5 minutes, "
                f"got {seconds} seconds; prolong a longer window with another data point"
            )
        self.alarm = cloudwatch.CfnAlarm(
            self,
            "Alarm",
            alarm_description=f"Maintenance of {name}: incidents are not paged while this is in "
            f"ALARM, until {seconds // 60} minutes after the last data point. Start or prolong it: "
            f"aws cloudwatch put-metric-data --namespace {_NAMESPACE} --metric-name {_METRIC} "
            f"--dimensions Name={name} --value 1",
            namespace=_NAMESPACE,
            metric_name=_METRIC,
            dimensions=[cloudwatch.CfnAlarm.DimensionProperty(name="Name", value=name)],
            statistic="Maximum",
            period=_PERIOD,
            datapoints_to_alarm=1,
            evaluation_periods=seconds // _PERIOD,
            comparison_operator="GreaterThanThreshold",
            threshold=0,
            treat_missing_data="notBreaching",
        )
        self.suppression = (
            Suppression(alarm=self.alarm.attr_arn)
            if extension is None
            else Suppression(alarm=self.alarm.attr_arn, extension=extension)
        )
