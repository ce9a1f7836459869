"""One object of a sink as an auditor reads it."""

import io
import json
import zlib
from dataclasses import dataclass, field
from typing import Any, NoReturn

from mskctl.sink.handler_modules import handler_module
from mskctl.sink.sinks import UnreadableSink


@dataclass
class Read:
    """What an object holds.

    Attributes:
        metadata: What it says about itself, as `next-epoch`, `next-start` and `records`.
        offsets: Of its records, in their order. Absent: only the metadata was read.
        digests: By offset, a number that differs where records differ.
        fault: Why it cannot be read as what it should be. Absent: it can.
    """

    metadata: dict[str, str]
    offsets: list[int] | None = None
    digests: dict[int, int] = field(default_factory=dict)
    fault: str | None = None


def read_metadata(s3: Any, bucket: str, key: str) -> Read:
    """What the object `key` says about itself."""
    return Read(s3.head_object(Bucket=bucket, Key=key)["Metadata"])


def read_records(s3: Any, bucket: str, key: str) -> Read:
    """All of the object `key`: every line parsed as strictly as JSON asks, every record read."""
    read = Read({}, [])
    place = dict(part.split("=", 1) for part in key.split("/") if "=" in part)
    try:
        records = _records(s3, bucket, key, read)
        read.offsets = [record.offset for record in records]
        read.digests = {record.offset: hash(record) for record in records}
        strangers = {(r.topic, r.partition) for r in records}
        strangers -= {(place.get("topic", ""), int(place.get("partition", "-1")))}
        if strangers:
            read.fault = f"holds records of {', '.join(f'{t}-{p}' for t, p in sorted(strangers))}"
    except (ImportError, RuntimeError) as error:  # of pyarrow, of zstd before Python 3.14
        raise UnreadableSink(f"{key}: object must be readable with this Python; {error}") from error
    except (ValueError, KeyError, TypeError, OSError, EOFError, zlib.error) as error:
        read.fault = f"cannot be read: {error}"
    return read


def _records(s3: Any, bucket: str, key: str, read: Read) -> list[Any]:
    once = _Once(s3)
    answer = once.get_object(Bucket=bucket, Key=key)
    read.metadata = answer["Metadata"]
    body = answer["Body"].read()
    if ".ndjson." in key:
        for number, line in enumerate(handler_module("envelope").read_lines(body, key), 1):
            try:
                json.loads(line.decode(), parse_constant=_refuse)
            except ValueError as error:
                message = f"line {number} is no JSON; {error}"
                raise ValueError(message) from error
    once.kept = {"Metadata": answer["Metadata"], "Body": io.BytesIO(body)}
    return list(handler_module("objects").Objects(once, bucket).read(key))


class _Once:
    """S3 for the handler's reader, which need not fetch again what is here."""

    def __init__(self, s3: Any) -> None:
        self._s3 = s3
        self.kept: dict[str, Any] | None = None

    def get_object(self, **call: Any) -> Any:
        """What was kept, the first time; then whatever else an object refers to."""
        kept, self.kept = self.kept, None
        return kept or self._s3.get_object(**call)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
