"""Composite alarms: one page goes out for an incident, not one for each of its symptoms."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from cdk_msk.monitoring.maintenance_window import Suppression
from cdk_msk.monitoring.notifications import Notifications
from msk_model.facts.alarms import incident

MOST_CHILDREN: Final = 38
"""Alarms in one rule: CloudWatch takes 100, and 10,240 characters, of which a name may be 255 and
its ``ALARM("") OR`` thirteen."""

_CAUSE_WAIT_SECONDS = 120
_CAUSE_EXTENSION_SECONDS = 600


@dataclass
class Symptoms:
    """The alarms that page for one incident.

    Attributes:
        incident: The id of its kind.
        alarms: The alarms.
    """

    incident: str
    alarms: list[cloudwatch.CfnAlarm] = field(default_factory=list)


def define_incidents(
    scope: Construct,
    symptoms: Mapping[str, Symptoms],
    *,
    describe: Callable[[str, str, str, str], str],
    notifications: Notifications,
    suppressed_by: Suppression | None,
) -> dict[str, cloudwatch.CfnCompositeAlarm]:
    """Make a composite alarm for each incident, what explains others first.

    Args:
        scope: Parent of the alarms.
        symptoms: The alarms by the id of their incident.
        describe: What it means, what to do, id and source to one description.
        notifications: Who is paged.
        suppressed_by: While its alarm is in ALARM, nobody is paged. None: always.

    Returns:
        Composite alarms by the ids of `symptoms`.
    """
    made: dict[str, cloudwatch.CfnCompositeAlarm] = {}
    causes: dict[tuple[str, ...], Suppression] = {}
    for name, one in sorted(symptoms.items(), key=lambda item: _is_explained(item[1])):
        facts = incident(one.incident)
        explained_by = tuple(cause for cause in facts.suppressed_by if cause in made)
        suppression = suppressed_by
        if explained_by:
            if explained_by not in causes:
                alarms = [made[cause].attr_arn for cause in explained_by]
                causes[explained_by] = _cause(scope, alarms, suppressed_by)
            suppression = causes[explained_by]
        made[name] = cloudwatch.CfnCompositeAlarm(
            scope,
            name,
            alarm_description=describe(facts.why, facts.remedy, facts.id, facts.source),
            alarm_rule=any_of(list(_names(scope, name, one.alarms))),
            alarm_actions=notifications.done("page", scope),
            ok_actions=notifications.told("page"),
            actions_suppressor=suppression.alarm if suppression else None,
            actions_suppressor_wait_period=suppression.wait.to_seconds() if suppression else None,
            actions_suppressor_extension_period=suppression.extension.to_seconds()
            if suppression
            else None,
        )
    return {name: made[name] for name in symptoms}


def any_of(alarms: Sequence[str]) -> str:
    """The rule that one of `alarms`, names or ARNs, is in ALARM."""
    return " OR ".join(f'ALARM("{alarm}")' for alarm in alarms)


def _is_explained(symptoms: Symptoms) -> bool:
    return bool(incident(symptoms.incident).suppressed_by)


def _names(scope: Construct, id: str, alarms: Sequence[cloudwatch.CfnAlarm]) -> Iterator[str]:
    """The alarms' names, or names of composites of as many as a rule takes."""
    if len(alarms) <= MOST_CHILDREN:
        yield from (alarm.ref for alarm in alarms)
        return
    for number, first in enumerate(range(0, len(alarms), MOST_CHILDREN), start=1):
        part = alarms[first : first + MOST_CHILDREN]
        yield cloudwatch.CfnCompositeAlarm(
            scope,
            f"{id}-Part{number}",
            alarm_description=f"Part {number} of {id}, which tells of it.",
            alarm_rule=any_of([alarm.ref for alarm in part]),
        ).ref


def _cause(scope: Construct, alarms: list[str], suppressed_by: Suppression | None) -> Suppression:
    """What explains an incident: others, or an update."""
    wait = cdk.Duration.seconds(_CAUSE_WAIT_SECONDS)
    extension = cdk.Duration.seconds(_CAUSE_EXTENSION_SECONDS)
    if suppressed_by is None and len(alarms) == 1:
        return Suppression(alarm=alarms[0], wait=wait, extension=extension)
    causes = [*alarms, *([suppressed_by.alarm] if suppressed_by else [])]
    alarm = cloudwatch.CfnCompositeAlarm(
        scope,
        "Explained",
        alarm_description="Incidents that follow from a greater one or from maintenance are not "
        "paged while this is in ALARM. It tells nobody itself.",
        alarm_rule=any_of(causes),
    )
    if suppressed_by:
        extension = suppressed_by.extension
    return Suppression(alarm=alarm.attr_arn, wait=wait, extension=extension)
