"""AWS Glue's data catalog."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner


class Database(Provisioner):
    """A database of the data catalog."""

    types = ("AWS::Glue::Database",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the database."""
        described = dict(properties["DatabaseInput"])
        name = properties.get("DatabaseName") or described.get("Name") or context.name(lower=True)
        described["Name"] = name
        context.client("glue").create_database(DatabaseInput=described)
        return Outcome(name)

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Describes the database anew."""
        described = {**new["DatabaseInput"], "Name": current.physical_id}
        context.client("glue").update_database(Name=current.physical_id, DatabaseInput=described)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the database."""
        context.client("glue").delete_database(Name=current.physical_id)


class Table(Provisioner):
    """A table of the data catalog."""

    types = ("AWS::Glue::Table",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the table."""
        described = dict(properties["TableInput"])
        described.setdefault("Name", context.name(lower=True))
        context.client("glue").create_table(
            DatabaseName=properties["DatabaseName"], TableInput=described
        )
        return Outcome(described["Name"])

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Describes the table anew."""
        context.client("glue").update_table(
            DatabaseName=new["DatabaseName"],
            TableInput={**new["TableInput"], "Name": current.physical_id},
        )
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the table."""
        context.client("glue").delete_table(
            DatabaseName=properties["DatabaseName"], Name=current.physical_id
        )


PROVISIONERS = (Database(), Table())
