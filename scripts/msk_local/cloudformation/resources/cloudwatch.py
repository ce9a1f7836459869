"""Amazon CloudWatch."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from moto.backends import get_backend

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.provisioner import Context, Outcome, PutProvisioner


class Alarm(PutProvisioner):
    """An alarm on a metric."""

    types = ("AWS::CloudWatch::Alarm",)

    def put(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Puts an alarm under its name or a new one."""
        return _put_alarm(
            properties.get("AlarmName") or context.name(limit=255), properties, context
        )

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
    wanted = {key: value for key, value in properties.items() if key not in {"AlarmName", "Tags"}}
    tags = context.tagged(properties)
    context.client("cloudwatch").put_metric_alarm(
        AlarmName=name, **wanted, **({"Tags": tags} if tags else {})
    )
    return Outcome(name, {"Arn": context.arn("cloudwatch", f"alarm:{name}")})


class CompositeAlarm(PutProvisioner):
    """An alarm on other alarms; moto keeps it but offers no operation to put it."""

    types = ("AWS::CloudWatch::CompositeAlarm",)

    def put(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Puts an alarm under its name or a new one."""
        return _put_composite(
            properties.get("AlarmName") or context.name(limit=255), properties, context
        )

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Puts the alarm anew."""
        return _put_composite(current.physical_id, new, context)

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the alarm."""
        context.client("cloudwatch").delete_alarms(AlarmNames=[current.physical_id])


def _put_composite(name: str, properties: Mapping[str, Any], context: Context) -> Outcome:
    endpoint = context.endpoint
    backend = get_backend("cloudwatch")[endpoint.account][endpoint.region]
    _require_alarms(properties, {alarm.name for alarm in backend.describe_alarms()})
    alarm = backend.put_metric_alarm(
        name=name,
        rule=properties["AlarmRule"],
        description=properties.get("AlarmDescription", ""),
        alarm_actions=properties.get("AlarmActions", []),
        ok_actions=properties.get("OKActions", []),
        insufficient_data_actions=properties.get("InsufficientDataActions", []),
        actions_enabled=properties.get("ActionsEnabled", True),
        tags=context.tagged(properties),
        **_NO_METRIC,
    )
    vars(alarm).update(  # moto does not know them, and answers what is there
        actions_suppressor=properties.get("ActionsSuppressor"),
        actions_suppressor_wait_period=properties.get(_WAIT),
        actions_suppressor_extension_period=properties.get(_EXTENSION),
    )
    return Outcome(name, {"Arn": context.arn("cloudwatch", f"alarm:{name}")})


def _require_alarms(properties: Mapping[str, Any], there: Collection[str]) -> None:
    """Refuse, as CloudWatch does, what is made of alarms that are not there."""
    rule = str(properties["AlarmRule"])
    if len(rule) > _LONGEST_RULE:
        raise ResourceError(f"AlarmRule must have at most {_LONGEST_RULE} characters")
    suppressor = properties.get("ActionsSuppressor")
    named = [*_NAMED.findall(rule), *([suppressor] if suppressor else [])]
    unknown = [one for one in named if one.rpartition(":alarm:")[2] not in there]
    if unknown:
        raise ResourceError(f"Alarms {', '.join(unknown)} of a composite alarm do not exist")
    if suppressor and not {_WAIT, _EXTENSION} <= properties.keys():
        raise ResourceError(f"{_WAIT} and {_EXTENSION} are required with ActionsSuppressor")


_WAIT = "ActionsSuppressorWaitPeriod"
_EXTENSION = "ActionsSuppressorExtensionPeriod"
_LONGEST_RULE = 10_240
_NAMED = re.compile(r'(?:ALARM|OK|INSUFFICIENT_DATA)\("?([^")]+)"?\)')
_NO_METRIC: Mapping[str, Any] = {
    "namespace": None,
    "metric_name": None,
    "comparison_operator": None,
    "evaluation_periods": None,
    "period": None,
    "threshold": None,
    "statistic": None,
    "dimensions": [],
}


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


PROVISIONERS = (Alarm(), CompositeAlarm(), Dashboard())
