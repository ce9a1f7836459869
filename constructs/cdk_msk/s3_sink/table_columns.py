"""What the table of a sink looks like to Athena: columns, and what reads them from the objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cdk_msk.s3_sink.record_format import RecordFormat

_ENVELOPE = {
    "topic": "string",
    "partition": "int",
    "offset": "bigint",
    "timestamp": "bigint",
    "key": "string",
    "headers": "array<array<string>>",
    "key_encoding": "string",
    "value_encoding": "string",
    "headers_encoding": "array<string>",
}
"""The fields of a line, as `handler/envelope.py` writes them; `value` comes last."""

_PARQUET = {
    "topic": "string",
    "partition": "int",
    "offset": "bigint",
    "timestamp": "bigint",
    "key": "binary",
    "headers": "array<struct<name:string,value:binary>>",
    "value": "binary",
}


@dataclass(frozen=True, kw_only=True)
class Serde:
    """How Athena reads an object.

    Attributes:
        classification: What other readers of the catalog call it.
        library: The Java class of the deserializer.
        input_format: The Java class that splits objects.
        output_format: The Java class that would write.
        parameters: Of the deserializer.
    """

    classification: str
    library: str
    input_format: str
    output_format: str
    parameters: Mapping[str, str] = field(default_factory=dict)


_JSON = Serde(
    classification="json",
    # Of the two that Athena has, the one that gives an object as the text of a string column.
    # https://docs.aws.amazon.com/athena/latest/ug/openx-json-serde.html
    library="org.openx.data.jsonserde.JsonSerDe",
    input_format="org.apache.hadoop.mapred.TextInputFormat",
    output_format="org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
    # Otherwise fields are looked up in lower case, and may come out so in the text of a value.
    parameters={"case.insensitive": "false"},
)
_COLUMNAR = Serde(
    classification="parquet",
    library="org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
    input_format="org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
    output_format="org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
)


def serde_of(record_format: RecordFormat, *, value_type: str) -> Serde:
    """What reads objects of this format.

    Args:
        record_format: Of the sink.
        value_type: Of the column ``value`` of envelopes.
    """
    if record_format is RecordFormat.PARQUET:
        return _COLUMNAR
    if record_format is RecordFormat.ENVELOPE and value_type == "string":
        return _JSON
    # Columns and members of structs have lower case names; the fields of values may be spelled
    # otherwise, and would be null.
    parameters = {}
    if record_format is RecordFormat.ENVELOPE:
        # An envelope has texts among its values, for what is no JSON; one would end each query.
        # https://docs.aws.amazon.com/athena/latest/ug/openx-json-serde.html
        parameters["use.null.for.invalid.data"] = "true"
    return replace(_JSON, parameters=parameters)


def columns_of(
    record_format: RecordFormat, *, value_type: str, value_columns: Mapping[str, str]
) -> Mapping[str, str]:
    """The columns beside ``date``, with their types in Hive's words.

    Args:
        record_format: Of the sink.
        value_type: Of the column ``value`` of envelopes.
        value_columns: The fields of values.
    """
    if record_format is RecordFormat.VALUES:
        return value_columns
    if record_format is RecordFormat.PARQUET:
        return _PARQUET
    return {**_ENVELOPE, "value": value_type}
