"""Amazon MSK: configurations."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner


class Configuration(Provisioner):
    """A configuration; new server properties make a new revision of it."""

    types = ("AWS::MSK::Configuration",)
    attributes_may_change = True

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the configuration with its first revision."""
        versions = properties.get("KafkaVersionsList")
        arn = context.client("kafka").create_configuration(
            Name=properties["Name"],
            ServerProperties=properties["ServerProperties"].encode(),
            **_described(properties),
            **({"KafkaVersions": versions} if versions else {}),
        )["Arn"]
        return _outcome(arn, context)

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Makes another revision."""
        context.client("kafka").update_configuration(
            Arn=current.physical_id,
            ServerProperties=new["ServerProperties"].encode(),
            **_described(new),
        )
        return _outcome(current.physical_id, context)

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the configuration with all its revisions."""
        context.client("kafka").delete_configuration(Arn=current.physical_id)


def _described(properties: Mapping[str, Any]) -> dict[str, str]:
    return {"Description": properties["Description"]} if "Description" in properties else {}


def _outcome(arn: str, context: Context) -> Outcome:
    latest = context.client("kafka").describe_configuration(Arn=arn)["LatestRevision"]
    return Outcome(
        arn,
        {
            "Arn": arn,
            "LatestRevision.Revision": latest["Revision"],
            "LatestRevision.CreationTime": str(latest.get("CreationTime", "")),
            "LatestRevision.Description": latest.get("Description", ""),
        },
    )


PROVISIONERS = (Configuration(),)
