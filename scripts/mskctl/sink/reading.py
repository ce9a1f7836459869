"""One object of a sink as an auditor reads it."""

import gzip
import json
from dataclasses import dataclass, field
from typing import Any, NoReturn

from mskctl.sink.handler_modules import handler_module


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
    answer = s3.get_object(Bucket=bucket, Key=key)
    read = Read(answer["Metadata"], [])
    place = dict(part.split("=", 1) for part in key.split("/") if "=" in part)
    try:
        records = _records(answer["Body"].read(), key)
        read.offsets = [record.offset for record in records]
        read.digests = {record.offset: hash(record) for record in records}
        strangers = {(r.topic, r.partition) for r in records}
        strangers -= {(place.get("topic", ""), int(place.get("partition", "-1")))}
        if strangers:
            read.fault = f"holds records of {', '.join(f'{t}-{p}' for t, p in sorted(strangers))}"
    except (ValueError, KeyError, TypeError, OSError, EOFError, RuntimeError) as error:
        read.fault = f"cannot be read: {error}"
    return read


def _records(body: bytes, key: str) -> list[Any]:
    if key.endswith(".ndjson.gz"):
        for number, line in enumerate(gzip.decompress(body).split(b"\n")[:-1], 1):
            try:
                json.loads(line.decode(), parse_constant=_refuse)
            except ValueError as error:
                message = f"line {number} is no JSON; {error}"
                raise ValueError(message) from error
    return list(handler_module("envelope").read_object(body, key))


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
