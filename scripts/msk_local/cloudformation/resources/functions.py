"""AWS Lambda: functions, and what is attached to them."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner

_CONFIGURATION = (
    "Role",
    "Handler",
    "Description",
    "Timeout",
    "MemorySize",
    "VpcConfig",
    "Environment",
    "Runtime",
    "DeadLetterConfig",
    "KMSKeyArn",
    "TracingConfig",
    "Layers",
    "FileSystemConfigs",
    "ImageConfig",
    "EphemeralStorage",
    "SnapStart",
    "LoggingConfig",
)


class Function(Provisioner):
    """A function."""

    types = ("AWS::Lambda::Function",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the function."""
        name = properties.get("FunctionName") or context.name(limit=64)
        optional = {k: properties[k] for k in ("Architectures", "PackageType") if k in properties}
        context.client("lambda").create_function(
            FunctionName=name,
            Code=_code(properties),
            Tags=context.tag_map(properties),
            **_configuration(properties),
            **optional,
        )
        context.record(name)
        _reserve(name, {}, properties, context)
        return Outcome(name, {"Arn": context.arn("lambda", f"function:{name}")})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes code, configuration and tags."""
        client, name = context.client("lambda"), current.physical_id
        if old["Code"] != new["Code"]:
            client.update_function_code(FunctionName=name, **_code(new))
        before, after = _configuration(old), _configuration(new)
        if before != after:
            empty: dict[str, Any] = {"Description": "", "Environment": {"Variables": {}}}
            removed = {k: v for k, v in empty.items() if k in before and k not in after}
            client.update_function_configuration(FunctionName=name, **removed, **after)
        _reserve(name, old, new, context)
        arn = current.attributes["Arn"]
        if gone := sorted(set(context.tag_map(old)) - set(context.tag_map(new))):
            client.untag_resource(Resource=arn, TagKeys=gone)
        if context.tag_map(new):
            client.tag_resource(Resource=arn, Tags=context.tag_map(new))
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the function with all its versions."""
        context.client("lambda").delete_function(FunctionName=current.physical_id)


def _configuration(properties: Mapping[str, Any]) -> dict[str, Any]:
    wanted = {key: properties[key] for key in _CONFIGURATION if key in properties}
    if "VpcConfig" in wanted:
        keys = ("SubnetIds", "SecurityGroupIds")
        wanted["VpcConfig"] = {key: wanted["VpcConfig"].get(key, []) for key in keys}
    return wanted


def _code(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The code; what is written into the template becomes ``index.py`` or ``index.js``."""
    code = properties["Code"]
    if "ZipFile" not in code:
        keys = ("S3Bucket", "S3Key", "S3ObjectVersion", "ImageUri")
        return {key: code[key] for key in keys if key in code}
    suffix = "py" if str(properties.get("Runtime", "")).startswith("python") else "js"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(f"index.{suffix}", code["ZipFile"])
    return {"ZipFile": archive.getvalue()}


def _reserve(name: str, old: Mapping[str, Any], new: Mapping[str, Any], context: Context) -> None:
    client, key = context.client("lambda"), "ReservedConcurrentExecutions"
    if key in new:
        client.put_function_concurrency(FunctionName=name, **{key: new[key]})
    elif key in old:
        client.delete_function_concurrency(FunctionName=name)


class Permission(Provisioner):
    """A statement of a function's resource policy; every change replaces it."""

    types = ("AWS::Lambda::Permission",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Adds the statement."""
        keys = ("Action", "Principal", "SourceArn", "SourceAccount", "EventSourceToken")
        statement = context.name(limit=100)
        context.client("lambda").add_permission(
            FunctionName=properties["FunctionName"],
            StatementId=statement,
            **{key: properties[key] for key in keys if key in properties},
        )
        return Outcome(statement, {"Id": statement})

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Removes the statement."""
        context.client("lambda").remove_permission(
            FunctionName=properties["FunctionName"], StatementId=current.physical_id
        )


class Version(Provisioner):
    """A published version of a function."""

    types = ("AWS::Lambda::Version",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Publishes the version."""
        published = context.client("lambda").publish_version(
            FunctionName=properties["FunctionName"], Description=properties.get("Description", "")
        )
        arn, number = published["FunctionArn"], published["Version"]
        if not arn.endswith(f":{number}"):
            arn = f"{arn}:{number}"
        return Outcome(arn, {"Version": number, "FunctionArn": arn})

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the version."""
        context.client("lambda").delete_function(
            FunctionName=properties["FunctionName"],
            Qualifier=str(current.attributes["Version"]),
        )


class Alias(Provisioner):
    """A name for a version of a function."""

    types = ("AWS::Lambda::Alias",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the alias."""
        made = context.client("lambda").create_alias(**_alias(properties))
        return Outcome(made["AliasArn"], {"AliasArn": made["AliasArn"]})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Points the alias to another version."""
        context.client("lambda").update_alias(**_alias(new))
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the alias."""
        context.client("lambda").delete_alias(
            FunctionName=properties["FunctionName"], Name=properties["Name"]
        )


def _alias(properties: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("FunctionName", "Name", "FunctionVersion", "Description")
    return {key: properties[key] for key in keys if key in properties}


class EventInvokeConfig(Provisioner):
    """How a failed asynchronous invocation is treated."""

    types = ("AWS::Lambda::EventInvokeConfig",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Puts the configuration."""
        _put_invoke_config(properties, context)
        return Outcome(f"{properties['FunctionName']}|{properties['Qualifier']}")

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Puts the configuration anew."""
        _put_invoke_config(new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the configuration."""
        context.client("lambda").delete_function_event_invoke_config(
            FunctionName=properties["FunctionName"]
        )


def _put_invoke_config(properties: Mapping[str, Any], context: Context) -> None:
    keys = ("MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig")
    context.client("lambda").put_function_event_invoke_config(
        FunctionName=properties["FunctionName"],
        **{key: properties[key] for key in keys if key in properties},
    )


PROVISIONERS = (Function(), Permission(), Version(), Alias(), EventInvokeConfig())
