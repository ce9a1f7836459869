"""Amazon EventBridge."""

import json
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner


class Rule(Provisioner):
    """A rule with its targets; it is kept, and no event comes by itself."""

    types = ("AWS::Events::Rule",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Puts the rule and its targets."""
        return _put(properties.get("Name") or context.name(limit=64), properties, context)

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Puts the rule anew, without the targets that are gone."""
        kept = {target["Id"] for target in new.get("Targets", [])}
        gone = [target["Id"] for target in old.get("Targets", []) if target["Id"] not in kept]
        if gone:
            context.client("events").remove_targets(Rule=current.physical_id, Ids=gone, **_bus(old))
        return _put(current.physical_id, new, context)

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the targets and the rule."""
        events, rule = context.client("events"), current.physical_id
        if ids := [target["Id"] for target in properties.get("Targets", [])]:
            events.remove_targets(Rule=rule, Ids=ids, **_bus(properties))
        events.delete_rule(Name=rule, **_bus(properties))


def _put(name: str, properties: Mapping[str, Any], context: Context) -> Outcome:
    events = context.client("events")
    keys = ("ScheduleExpression", "Description", "State", "RoleArn")
    wanted = {key: properties[key] for key in keys if key in properties}
    if "EventPattern" in properties:
        wanted["EventPattern"] = json.dumps(properties["EventPattern"])
    arn = events.put_rule(Name=name, **wanted, **_bus(properties))["RuleArn"]
    context.record(name)
    if targets := properties.get("Targets"):
        events.put_targets(Rule=name, Targets=targets, **_bus(properties))
    return Outcome(name, {"Arn": arn, "RuleName": name})


def _bus(properties: Mapping[str, Any]) -> dict[str, str]:
    return {key: properties[key] for key in ("EventBusName",) if key in properties}


PROVISIONERS = (Rule(),)
