"""How objects are compressed."""

import enum


class Compression(enum.Enum):
    """A codec; the keys of objects end in ``.ndjson.zst`` or ``.ndjson.gz``."""

    ZSTD = "zstd"
    """Smaller than gzip's best at a tenth of its time; Athena, Spark and DuckDB read it."""
    GZIP = "gzip"
    """What everything reads."""
