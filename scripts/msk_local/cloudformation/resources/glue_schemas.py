"""AWS Glue's schema registries."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner


class Registry(Provisioner):
    """A registry of schemas."""

    types = ("AWS::Glue::Registry",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the registry."""
        optional = {key: properties[key] for key in ("Description",) if key in properties}
        made = context.client("glue").create_registry(
            RegistryName=properties["Name"], Tags=context.tag_map(properties), **optional
        )
        arn = made["RegistryArn"]
        return Outcome(arn, {"Arn": arn})

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the registry with its schemas."""
        context.client("glue").delete_registry(RegistryId={"RegistryArn": current.physical_id})


class Schema(Provisioner):
    """A schema in its first version."""

    types = ("AWS::Glue::Schema",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the schema."""
        registry = properties.get("Registry", {})
        named = {
            key: registry[name]
            for key, name in (("RegistryArn", "Arn"), ("RegistryName", "Name"))
            if name in registry
        }
        keys = ("Compatibility", "DataFormat", "Description", "SchemaDefinition")
        made = context.client("glue").create_schema(
            SchemaName=properties["Name"],
            Tags=context.tag_map(properties),
            **({"RegistryId": named} if named else {}),
            **{key: properties[key] for key in keys if key in properties},
        )
        arn = made["SchemaArn"]
        version = made["SchemaVersionId"]
        return Outcome(arn, {"Arn": arn, "InitialSchemaVersionId": version})

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the schema with its versions."""
        context.client("glue").delete_schema(SchemaId={"SchemaArn": current.physical_id})


PROVISIONERS = (Registry(), Schema())
