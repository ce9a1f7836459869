"""Amazon CloudWatch."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, PutProvisioner


class Alarm(PutProvisioner):
    """A metric alarm or one that combines others."""

    types = ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")

    def put(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Puts an alarm under its name or a new one."""
        name = properties.get("AlarmName") or context.name(limit=255)
        return _put_alarm(name, properties, context)

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Puts the alarm anew."""
        return _put_alarm(current.physical_id, new, context)

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the alarm."""
        context.client("cloudwatch").delete_alarms(AlarmNames=[current.physical_id])


def _put_alarm(name: str, properties: Mapping[str, Any], context: Context) -> Outcome:
    cloudwatch = context.client("cloudwatch")
    wanted = {key: value for key, value in properties.items() if key not in {"AlarmName", "Tags"}}
    tags = context.tagged(properties)
    tagged = {"Tags": tags} if tags else {}
    if context.resource_type == "AWS::CloudWatch::CompositeAlarm":
        cloudwatch.put_composite_alarm(AlarmName=name, **wanted, **tagged)
    else:
        cloudwatch.put_metric_alarm(AlarmName=name, **wanted, **tagged)
    return Outcome(name, {"Arn": context.arn("cloudwatch", f"alarm:{name}")})


class Dashboard(PutProvisioner):
    """A dashboard."""

    types = ("AWS::CloudWatch::Dashboard",)

    def put(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Puts a dashboard under its name or a new one."""
        return _put_dashboard(
            properties.get("DashboardName") or context.name(), properties, context
        )

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Puts the dashboard anew."""
        return _put_dashboard(current.physical_id, new, context)

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the dashboard."""
        context.client("cloudwatch").delete_dashboards(DashboardNames=[current.physical_id])


def _put_dashboard(name: str, properties: Mapping[str, Any], context: Context) -> Outcome:
    context.client("cloudwatch").put_dashboard(
        DashboardName=name, DashboardBody=properties["DashboardBody"]
    )
    return Outcome(name)


PROVISIONERS = (Alarm(), Dashboard())
