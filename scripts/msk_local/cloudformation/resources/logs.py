"""Amazon CloudWatch Logs."""

import json
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner, PutProvisioner


class LogGroup(Provisioner):
    """A log group."""

    types = ("AWS::Logs::LogGroup",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the group and sets its retention."""
        name = properties.get("LogGroupName") or context.name(limit=512)
        logs = context.client("logs")
        key = {"kmsKeyId": properties["KmsKeyId"]} if properties.get("KmsKeyId") else {}
        tags = context.tag_map(properties)
        logs.create_log_group(logGroupName=name, **key, **({"tags": tags} if tags else {}))
        context.record(name)
        _set_retention(name, {}, properties, context)
        return Outcome(name, {"Arn": context.arn("logs", f"log-group:{name}:*")})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes retention, key and tags."""
        logs, name = context.client("logs"), current.physical_id
        _set_retention(name, old, new, context)
        if new.get("KmsKeyId") and new.get("KmsKeyId") != old.get("KmsKeyId"):
            logs.associate_kms_key(logGroupName=name, kmsKeyId=new["KmsKeyId"])
        before, after = context.tag_map(old), context.tag_map(new)
        arn = context.arn("logs", f"log-group:{name}")
        if gone := sorted(set(before) - set(after)):
            logs.untag_resource(resourceArn=arn, tagKeys=gone)
        if after:
            logs.tag_resource(resourceArn=arn, tags=after)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the group with everything in it."""
        context.client("logs").delete_log_group(logGroupName=current.physical_id)


def _set_retention(
    name: str, old: Mapping[str, Any], new: Mapping[str, Any], context: Context
) -> None:
    logs, days = context.client("logs"), new.get("RetentionInDays")
    if days:
        logs.put_retention_policy(logGroupName=name, retentionInDays=days)
    elif old.get("RetentionInDays"):
        logs.delete_retention_policy(logGroupName=name)


class LogStream(Provisioner):
    """A stream of a log group."""

    types = ("AWS::Logs::LogStream",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the stream."""
        name = properties.get("LogStreamName") or context.name(limit=512)
        context.client("logs").create_log_stream(
            logGroupName=properties["LogGroupName"], logStreamName=name
        )
        return Outcome(name)

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the stream with everything in it."""
        context.client("logs").delete_log_stream(
            logGroupName=properties["LogGroupName"], logStreamName=current.physical_id
        )


class MetricFilter(PutProvisioner):
    """A filter that turns log lines into a metric."""

    types = ("AWS::Logs::MetricFilter",)

    def put(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Puts the filter."""
        name = properties.get("FilterName") or f"{context.stack_name}-{context.logical_id}"
        context.client("logs").put_metric_filter(
            logGroupName=properties["LogGroupName"],
            filterName=name,
            filterPattern=properties["FilterPattern"],
            metricTransformations=[
                {
                    key[0].lower() + key[1:]: value
                    for key, value in one.items()
                    if key != "Dimensions"
                }
                for one in properties["MetricTransformations"]
            ],
        )
        return Outcome(name)

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the filter."""
        context.client("logs").delete_metric_filter(
            logGroupName=properties["LogGroupName"], filterName=current.physical_id
        )


class QueryDefinition(Provisioner):
    """A saved query."""

    types = ("AWS::Logs::QueryDefinition",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Saves the query under a new id."""
        return _save_query({}, properties, context)

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Saves it again."""
        return _save_query({"queryDefinitionId": current.physical_id}, new, context)

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Forgets the query."""
        context.client("logs").delete_query_definition(queryDefinitionId=current.physical_id)


def _save_query(
    identity: Mapping[str, str], properties: Mapping[str, Any], context: Context
) -> Outcome:
    chosen = {
        "queryLanguage": properties.get("QueryLanguage"),
        "logGroupNames": properties.get("LogGroupNames"),
    }
    query_id = context.client("logs").put_query_definition(
        name=properties["Name"],
        queryString=properties["QueryString"],
        **identity,
        **{key: value for key, value in chosen.items() if value},
    )["queryDefinitionId"]
    return Outcome(query_id, {"QueryDefinitionId": query_id})


class ResourcePolicy(PutProvisioner):
    """Who may write to the account's log groups."""

    types = ("AWS::Logs::ResourcePolicy",)

    def put(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Puts the policy."""
        document = properties["PolicyDocument"]
        context.client("logs").put_resource_policy(
            policyName=properties["PolicyName"],
            policyDocument=document if isinstance(document, str) else json.dumps(document),
        )
        return Outcome(properties["PolicyName"])

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the policy."""
        context.client("logs").delete_resource_policy(policyName=current.physical_id)


PROVISIONERS = (LogGroup(), LogStream(), MetricFilter(), QueryDefinition(), ResourcePolicy())
