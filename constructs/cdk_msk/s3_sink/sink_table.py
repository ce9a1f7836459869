"""A table over the objects of a sink, for Athena and whatever else reads the Glue Data Catalog."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping

import aws_cdk as cdk
from aws_cdk import aws_glue as glue
from constructs import Construct

from cdk_msk.checks import known
from cdk_msk.s3_sink.record_format import RecordFormat
from cdk_msk.s3_sink.s3_sink import S3Sink
from cdk_msk.s3_sink.table_columns import columns_of, serde_of
from msk_model import Unknown

_NAME = re.compile(r"[a-z0-9_]{1,255}")
_DAY = "yyyy-MM-dd"


class SinkTable(Construct):
    """The records of a sink as a table that can be queried from the first object on.

    Days are found by partition projection: nobody runs a crawler or adds partitions. A query that
    names a range of ``date`` reads those days and nothing else. Records whose timestamps are on no
    calendar lie under ``date=unknown`` and are not in the table.

    https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html

    Attributes:
        database_name: The database of the table.
        table_name: The table.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        sink: S3Sink,
        database_name: str | None = None,
        table_name: str | None = None,
        value_type: str = "string",
        value_columns: Mapping[str, str] | None = None,
        first_date: dt.date = dt.date(2020, 1, 1),
    ) -> None:
        """Define the table.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            sink: Whose objects it reads.
            database_name: A database that exists. Absent: one of its own, with a made-up name.
            table_name: Lower case letters, digits and underscores. Absent: made of the topic's.
            value_type: Of a sink of envelopes: the Hive type of the column ``value``, such as
                ``struct<total:double,currency:string>``; values of another are null. ``string`` is
                the JSON text, to be read with ``json_extract``.
            value_columns: Of a sink of values: their fields by name, with Hive types; needed there.
            first_date: The earliest day that queries look for.

        Raises:
            ValueError: A name Athena does not take, or columns that do not fit the sink's format.
        """
        super().__init__(scope, id)
        name = table_name or re.sub(r"[^a-z0-9_]", "_", sink.topic_name.lower())
        faults = [
            *_malformed("table_name", name),
            *_malformed("database_name", database_name),
            *_misfits(sink.record_format, value_type, value_columns),
        ]
        if faults:
            raise ValueError("\n".join(f"{self.node.path}: {fault}" for fault in faults))
        self.table_name = name
        self.database_name = database_name or self._database()
        location = f"s3://{sink.bucket.bucket_name}/{sink.prefix}topic={sink.topic_name}/"
        stored = serde_of(sink.record_format, value_type=value_type)
        glue.CfnTable(
            self,
            "Resource",
            catalog_id=cdk.Aws.ACCOUNT_ID,
            database_name=self.database_name,
            table_input={
                "name": name,
                "description": f"Records of the topic {sink.topic_name}",
                "tableType": "EXTERNAL_TABLE",
                "parameters": {
                    "EXTERNAL": "TRUE",
                    "classification": stored.classification,
                    "projection.enabled": "true",
                    "projection.date.type": "date",
                    "projection.date.format": _DAY,
                    # A producer's clock may be ahead of Athena's.
                    "projection.date.range": f"{first_date.isoformat()},NOW+1DAYS",
                    "projection.date.interval": "1",
                    "projection.date.interval.unit": "DAYS",
                    "storage.location.template": f"{location}date=${{date}}/",
                },
                "partitionKeys": [{"name": "date", "type": "string"}],
                "storageDescriptor": {
                    "location": location,
                    "inputFormat": stored.input_format,
                    "outputFormat": stored.output_format,
                    "serdeInfo": {
                        "serializationLibrary": stored.library,
                        "parameters": dict(stored.parameters),
                    },
                    "columns": [
                        {"name": column, "type": hive_type}
                        for column, hive_type in columns_of(
                            sink.record_format,
                            value_type=value_type,
                            value_columns=value_columns or {},
                        ).items()
                    ],
                },
            },
        )

    def _database(self) -> str:
        # CloudFormation makes no name for a database, and there is one catalog for all stacks.
        unique = cdk.Names.unique_resource_name(self, max_length=200, separator="_").lower()
        database = glue.CfnDatabase(
            self,
            "Database",
            catalog_id=cdk.Aws.ACCOUNT_ID,
            database_input=glue.CfnDatabase.DatabaseInputProperty(
                name=unique, description=f"Tables of {cdk.Stack.of(self).stack_name}"
            ),
        )
        return database.ref


def _malformed(argument: str, value: str | None) -> Iterator[str]:
    """https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html."""
    name = known(value)
    if name is None or isinstance(name, Unknown) or _NAME.fullmatch(name):
        return
    yield (
        f"{argument} must be 1 to 255 lower case letters, digits and underscores, got {name!r}; "
        "Athena takes no other without quotes"
    )


def _misfits(
    record_format: RecordFormat, value_type: str, value_columns: Mapping[str, str] | None
) -> Iterator[str]:
    if record_format is RecordFormat.VALUES and not value_columns:
        yield (
            "value_columns must name the fields of the values, got none; a sink of values has no "
            "columns of its own"
        )
    if record_format is not RecordFormat.VALUES and value_columns:
        yield (
            f"value_columns must be left out, got {sorted(value_columns)} with a sink of "
            f"{record_format.value}; give the fields in value_type"
        )
    if record_format is not RecordFormat.ENVELOPE and value_type != "string":
        yield (
            f"value_type must be left out, got {value_type!r} with a sink of "
            f"{record_format.value}; it is the type of the value in an envelope"
        )
    for column in value_columns or ():
        if not _NAME.fullmatch(column):
            yield (
                f"value_columns must be lower case letters, digits and underscores, got {column!r}"
            )
        if column == "date":
            yield "value_columns must not have 'date', which is the table's own; rename the field"
