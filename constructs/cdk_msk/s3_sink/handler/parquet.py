"""Records as columns; needs pyarrow.

Key, value and the values of headers are the bytes that the producer sent; a timestamp is the number
of milliseconds that it is in Kafka, which every reader takes, however far off the calendar it is.
"""

import io
from collections.abc import Iterable

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from envelope import Record
from record_columns import Records

_HEADERS = pa.list_(pa.struct([("name", pa.string()), ("value", pa.binary())]))
SCHEMA = pa.schema(
    [
        pa.field("topic", pa.string(), nullable=False),
        pa.field("partition", pa.int32(), nullable=False),
        pa.field("offset", pa.int64(), nullable=False),
        pa.field("timestamp", pa.int64(), nullable=False),
        ("key", pa.binary()),
        pa.field("headers", _HEADERS, nullable=False),
        ("value", pa.binary()),
    ]
)


def write(records: Records, codec: str) -> bytes:
    """A Parquet file with a row for each of `records`, in order."""
    columns = {
        "topic": records.topics,
        "partition": records.partitions,
        "offset": records.offsets,
        "timestamp": records.timestamps,
        "key": records.keys,
        "headers": [
            [{"name": name, "value": value} for name, value in of_record]
            for of_record in records.headers
        ],
        "value": records.values,
    }
    arrays = [pa.array(columns[field.name], field.type) for field in SCHEMA]
    target = io.BytesIO()
    pq.write_table(
        pa.Table.from_arrays(arrays, schema=SCHEMA),
        target,
        compression=codec,
        # Dictionaries of values that never repeat are built in vain.
        use_dictionary=["topic", "partition", "key", "headers.list.element.name"],
    )
    return target.getvalue()


def read(body: bytes) -> Iterable[Record]:
    """The records in a Parquet file, in order."""
    for row in pq.read_table(io.BytesIO(body)).to_pylist():
        headers = tuple((header["name"], header["value"]) for header in row.pop("headers"))
        yield Record(**row, headers=headers)
