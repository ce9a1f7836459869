"""Amazon DynamoDB."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner

_THROUGHPUT = ("BillingMode", "ProvisionedThroughput")


class Table(Provisioner):
    """A table."""

    types = ("AWS::DynamoDB::Table",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the table."""
        keys = (
            "AttributeDefinitions",
            "KeySchema",
            "LocalSecondaryIndexes",
            "GlobalSecondaryIndexes",
            "TableClass",
            *_THROUGHPUT,
        )
        name = properties.get("TableName") or context.name(limit=255)
        wanted = {key: properties[key] for key in keys if key in properties}
        if "SSESpecification" in properties:
            wanted["SSESpecification"] = _encryption(properties)
        if "StreamSpecification" in properties:
            wanted["StreamSpecification"] = {
                "StreamEnabled": True,
                "StreamViewType": properties["StreamSpecification"]["StreamViewType"],
            }
        table = context.client("dynamodb").create_table(
            TableName=name,
            DeletionProtectionEnabled=properties.get("DeletionProtectionEnabled", False),
            Tags=context.tagged(properties),
            **wanted,
        )["TableDescription"]
        context.record(name)
        _configure(name, {}, properties, context)
        return Outcome(
            name, {"Arn": table["TableArn"], "StreamArn": table.get("LatestStreamArn", "")}
        )

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes billing, protection, recovery and time to live."""
        change = {key: new[key] for key in _THROUGHPUT if new.get(key) != old.get(key)}
        protected = new.get("DeletionProtectionEnabled", False)
        if protected != old.get("DeletionProtectionEnabled", False):
            change["DeletionProtectionEnabled"] = protected
        if change:
            context.client("dynamodb").update_table(TableName=current.physical_id, **change)
        _configure(current.physical_id, old, new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the table."""
        context.client("dynamodb").delete_table(TableName=current.physical_id)


def _encryption(properties: Mapping[str, Any]) -> dict[str, Any]:
    own = properties["SSESpecification"]
    wanted = {key: own[key] for key in ("SSEType", "KMSMasterKeyId") if key in own}
    return {"Enabled": own["SSEEnabled"], **wanted}


def _configure(name: str, old: Mapping[str, Any], new: Mapping[str, Any], context: Context) -> None:
    client = context.client("dynamodb")
    recovery, ttl = "PointInTimeRecoverySpecification", "TimeToLiveSpecification"
    if old.get(recovery) != new.get(recovery):
        enabled = new.get(recovery, {}).get("PointInTimeRecoveryEnabled", False)
        client.update_continuous_backups(
            TableName=name,
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": enabled},
        )
    if ttl in new and old.get(ttl) != new[ttl]:
        client.update_time_to_live(TableName=name, TimeToLiveSpecification=new[ttl])


PROVISIONERS = (Table(),)
