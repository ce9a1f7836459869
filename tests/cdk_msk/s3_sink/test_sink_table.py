"""Tables over the objects of a sink."""

import datetime as dt
import importlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

import aws_cdk as cdk
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from aws_cdk.assertions import Template

import cdk_msk.s3_sink
from cdk_msk.cluster.provisioned_cluster import ProvisionedCluster
from cdk_msk.s3_sink import RecordFormat, S3Sink, SinkTable, sink_function
from cdk_msk.s3_sink.table_columns import serde_of

HANDLER = Path(cdk_msk.s3_sink.__file__).parent / "handler"


def _sink(stack: cdk.Stack, record_format: RecordFormat = RecordFormat.ENVELOPE) -> S3Sink:
    cluster = ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn="arn:aws:kafka:us-east-1:123456789012:cluster/demo/0a1b2c3d-2",
    )
    return S3Sink(
        stack,
        "Sink",
        cluster=cluster,
        topic="Shop.Orders",
        prefix="lake",
        record_format=record_format,
    )


def _tables(stack: cdk.Stack) -> list[dict]:
    resources = Template.from_stack(stack).to_json()["Resources"].values()
    return [r["Properties"] for r in resources if r["Type"] == "AWS::Glue::Table"]


@pytest.fixture(autouse=True, scope="module")
def no_packages() -> Iterator[None]:
    """What Parquet needs is not fetched: a table knows nothing of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sink_function, "handler_code", lambda *_: HANDLER)
        yield


@pytest.fixture(scope="module")
def tables(no_packages: None) -> dict[str, dict]:
    """One table for each format, in one stack each."""
    found = {}
    for record_format in RecordFormat:
        stack = cdk.Stack(cdk.App(), "Stack")
        values = {"total": "double"} if record_format is RecordFormat.VALUES else None
        sink = _sink(stack, record_format)
        SinkTable(stack, "Table", sink=sink, value_columns=values, first_date=dt.date(2026, 11, 1))
        (found[record_format.value],) = _tables(stack)
    return found


def _columns(table: dict) -> dict[str, str]:
    return {c["Name"]: c["Type"] for c in table["TableInput"]["StorageDescriptor"]["Columns"]}


def test_days_are_projected(tables: dict[str, dict]):
    """Athena works out the folders of the days it is asked for; nobody adds partitions."""
    described = tables["envelope"]["TableInput"]
    properties = described["Parameters"]

    assert properties["projection.enabled"] == "true"
    assert properties["projection.date.range"] == "2026-11-01,NOW+1DAYS"
    assert described["PartitionKeys"] == [{"Name": "date", "Type": "string"}]
    template = properties["storage.location.template"]["Fn::Join"][1]
    assert template[0] == "s3://"
    assert template[-1] == "/lake/topic=Shop.Orders/date=${date}/"


def test_names(tables: dict[str, dict]):
    """The table is named after the topic, in the letters Athena takes, in a database of its own."""
    assert tables["envelope"]["TableInput"]["Name"] == "shop_orders"
    assert set(tables["envelope"]["DatabaseName"]) == {"Ref"}


def test_columns_of_envelopes_are_the_fields_of_lines(
    tables: dict[str, dict], monkeypatch: pytest.MonkeyPatch
):
    """Every field that the handler writes is a column, and no column is never written."""
    monkeypatch.syspath_prepend(str(HANDLER))
    envelope = importlib.import_module("envelope")
    record = envelope.Record("t", 0, 0, 0, b"\xff", (("h", b"\xff"),), b"\xff")
    written = json.loads(envelope.encode(record))

    assert set(_columns(tables["envelope"])) == set(written)


def test_columns_of_values(tables: dict[str, dict]):
    """Values have the columns that were named, looked up whatever their case."""
    serde = tables["values"]["TableInput"]["StorageDescriptor"]["SerdeInfo"]

    assert _columns(tables["values"]) == {"total": "double"}
    assert "case.insensitive" not in serde.get("Parameters", {})


def test_parquet(tables: dict[str, dict]):
    """Keys and values of Parquet are bytes."""
    described = tables["parquet"]["TableInput"]

    assert described["Parameters"]["classification"] == "parquet"
    assert _columns(tables["parquet"])["value"] == "binary"


def test_columns_of_parquet_are_those_of_files(
    tables: dict[str, dict], monkeypatch: pytest.MonkeyPatch
):
    """Each column of a file has the type in Hive's words that the table says, in the same order."""
    monkeypatch.syspath_prepend(str(HANDLER))
    parquet, envelope = importlib.import_module("parquet"), importlib.import_module("envelope")
    record = envelope.Record("t", 1, 2**40, -1, b"\xff", (("h", None),), None)
    records = importlib.import_module("record_columns").Records.of([record])
    schema = pq.read_schema(io.BytesIO(parquet.write(records, "zstd")))

    assert {f.name: _hive(f.type) for f in schema} == _columns(tables["parquet"])
    assert schema.names == list(_columns(tables["parquet"]))


def _hive(column: pa.DataType) -> str:
    if pa.types.is_list(column):
        return f"array<{_hive(column.value_type)}>"
    if pa.types.is_struct(column):
        return f"struct<{','.join(f'{field.name}:{_hive(field.type)}' for field in column)}>"
    return {"int32": "int", "int64": "bigint"}.get(str(column), str(column))


def test_fields_of_values_are_found_in_any_case():
    """Hive has lower case names only: fields of a struct are matched, a text keeps its own."""
    text, struct = (
        serde_of(RecordFormat.ENVELOPE, value_type=value_type).parameters
        for value_type in ("string", "struct<orderid:string>")
    )

    assert text == {"case.insensitive": "false"}
    assert "case.insensitive" not in struct


def test_values_that_are_not_of_the_type():
    """A text among the values of envelopes ends no query; fields of values are what was stated."""
    stored = {
        record_format: serde_of(record_format, value_type=value_type).parameters
        for record_format, value_type in (
            (RecordFormat.ENVELOPE, "struct<a:int>"),
            (RecordFormat.VALUES, "string"),
        )
    }
    assert stored[RecordFormat.ENVELOPE] == {"use.null.for.invalid.data": "true"}
    assert stored[RecordFormat.VALUES] == {}


@pytest.mark.parametrize(
    ("record_format", "arguments", "message"),
    [
        ("envelope", {"table_name": "Orders"}, "table_name must be 1 to 255 lower case"),
        ("envelope", {"database_name": "my-lake"}, "database_name must be 1 to 255 lower case"),
        ("envelope", {"value_columns": {"a": "int"}}, "value_columns must be left out"),
        ("values", {}, "value_columns must name the fields"),
        ("values", {"value_columns": {"Total": "int"}}, "lower case letters"),
        ("values", {"value_columns": {"date": "date"}}, "must not have 'date'"),
        ("parquet", {"value_type": "struct<a:int>"}, "value_type must be left out"),
    ],
)
def test_refused(record_format: str, arguments: dict, message: str):
    """What Athena would not take, or the sink does not write, is an error with the construct's path."""
    stack = cdk.Stack(cdk.App(), "Stack")
    sink = _sink(stack, RecordFormat(record_format))

    with pytest.raises(ValueError, match=r"^Stack/Table: .*" + message):
        SinkTable(stack, "Table", sink=sink, **arguments)
