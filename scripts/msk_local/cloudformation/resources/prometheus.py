"""Amazon Managed Service for Prometheus: workspaces and rules."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner

_VENDED_LOGS: Final = ":log-group:/aws/vendedlogs/"
_MAX_RETENTION_DAYS: Final = 1095


class Workspace(Provisioner):
    """A workspace; the service behind it keeps its name and tags, and no metrics."""

    types = ("AWS::APS::Workspace",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the workspace."""
        _check_workspace(properties)
        made = context.client("amp").create_workspace(
            alias=properties.get("Alias", ""), tags=context.tag_map(properties)
        )
        endpoint = context.client("amp").describe_workspace(workspaceId=made["workspaceId"])
        return Outcome(
            made["arn"],
            {
                "Arn": made["arn"],
                "WorkspaceId": made["workspaceId"],
                "PrometheusEndpoint": endpoint["workspace"]["prometheusEndpoint"],
            },
        )

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes the name and tags; the other settings have no effect here."""
        _check_workspace(new)
        context.client("amp").update_workspace_alias(
            workspaceId=workspace_id(current.physical_id), alias=new.get("Alias", "")
        )
        retag(current.physical_id, old, new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the workspace with its rules."""
        context.client("amp").delete_workspace(workspaceId=workspace_id(current.physical_id))


class RuleGroupsNamespace(Provisioner):
    """A file of rules; nobody works them out."""

    types = ("AWS::APS::RuleGroupsNamespace",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the namespace."""
        _check_rules(properties["Data"])
        arn = context.client("amp").create_rule_groups_namespace(
            workspaceId=workspace_id(properties["Workspace"]),
            name=properties["Name"],
            data=properties["Data"].encode(),
            tags=context.tag_map(properties),
        )["arn"]
        return Outcome(arn, {"Arn": arn})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Puts other rules and tags."""
        _check_rules(new["Data"])
        context.client("amp").put_rule_groups_namespace(
            workspaceId=workspace_id(new["Workspace"]),
            name=new["Name"],
            data=new["Data"].encode(),
        )
        retag(current.physical_id, old, new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the namespace; with its workspace it is gone already."""
        amp = context.client("amp")
        try:
            amp.delete_rule_groups_namespace(
                workspaceId=workspace_id(properties["Workspace"]), name=properties["Name"]
            )
        except amp.exceptions.ResourceNotFoundException:
            return


def workspace_id(arn: str) -> str:
    """The id of the workspace of an ARN."""
    return arn.rpartition("/")[2]


def retag(arn: str, old: Mapping[str, Any], new: Mapping[str, Any], context: Context) -> None:
    """Give `arn` the tags of `new` instead of those of `old`."""
    amp, before, after = context.client("amp"), context.tag_map(old), context.tag_map(new)
    if gone := sorted(set(before) - set(after)):
        amp.untag_resource(resourceArn=arn, tagKeys=gone)
    if after and after != before:
        amp.tag_resource(resourceArn=arn, tags=after)


def _check_workspace(properties: Mapping[str, Any]) -> None:
    log_group = properties.get("LoggingConfiguration", {}).get("LogGroupArn")
    if log_group and not (_VENDED_LOGS in log_group and log_group.endswith(":*")):
        raise ResourceError(
            f"LogGroupArn must be that of a group under /aws/vendedlogs/ and end in :*, "
            f"got {log_group}"
        )
    days = properties.get("WorkspaceConfiguration", {}).get("RetentionPeriodInDays", 1)
    if days > _MAX_RETENTION_DAYS:
        raise ResourceError(
            f"RetentionPeriodInDays must be at most {_MAX_RETENTION_DAYS}, got {days}"
        )
    definition = properties.get("AlertManagerDefinition")
    if definition and not isinstance(_yaml(definition).get("alertmanager_config"), str):
        raise ResourceError("AlertManagerDefinition must have alertmanager_config, a text of YAML")


def _check_rules(data: str) -> None:
    """Refuse what is no rule file; whether PromQL is valid is not looked at."""
    faults = list(_rule_faults(_yaml(data)))
    if faults:
        raise ResourceError(f"Data must be a file of rules: {'; '.join(faults)}")


def _rule_faults(document: Mapping[str, Any]) -> Iterator[str]:
    groups = document.get("groups")
    if not isinstance(groups, list):
        yield "there are no groups"
        return
    names = [group.get("name") for group in groups]
    yield from (f"group {name!r} is there twice" for name in {*names} if names.count(name) > 1)
    for group in groups:
        for rule in group.get("rules") or ():
            kinds = [kind for kind in ("record", "alert") if rule.get(kind)]
            if len(kinds) != 1 or not isinstance(rule.get("expr"), str):
                yield f"group {group.get('name')!r} has a rule without one name and one expr"


def _yaml(text: str) -> Mapping[str, Any]:
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ResourceError(f"the text must be YAML; {error}") from error
    if not isinstance(document, Mapping):
        raise ResourceError("the text must be a YAML mapping")
    return document


PROVISIONERS = (Workspace(), RuleGroupsNamespace())
