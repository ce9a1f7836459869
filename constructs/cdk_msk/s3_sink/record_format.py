"""What an object of a sink holds."""

import enum


class RecordFormat(enum.Enum):
    """What becomes of a record; every format keeps all records, and their order in a partition."""

    ENVELOPE = "envelope"
    """A line of JSON with topic, partition, offset, timestamp, key, headers and value."""
    VALUES = "values"
    """A line with the value alone. Values that are no JSON become dead letters."""
    PARQUET = "parquet"
    """The fields of an envelope as columns; key, headers and value as the bytes they are."""
