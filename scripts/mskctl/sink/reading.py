"""One object of a sink as an auditor reads it."""

import io
import json
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
    """All of the object `key`: every line parsed as strictly as JSON asks, every record read.

    Raises:
        UnreadableSink: This Python lacks zstd or pyarrow.
        BotoCoreError: S3 cannot be reached.
        ClientError: S3 refuses.
    """
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    read = Read({}, [])
    place = dict(part.split("=", 1) for part in key.split("/") if "=" in part)
    try:
        records = _records(s3, bucket, key, read)
        read.offsets = [_offset(record) for record in records]
        read.digests = {record.offset: hash(record) for record in records}
        strangers = {(r.topic, r.partition) for r in records}
        strangers -= {(place.get("topic", ""), int(place.get("partition", "-1")))}
        if strangers:
            read.fault = f"holds records of {', '.join(f'{t}-{p}' for t, p in sorted(strangers))}"
    except (BotoCoreError, ClientError):
        raise
    except Exception as error:
        # Of pyarrow, or of zstd before Python 3.14. All else is the fault of what lies there.
        if isinstance(error, ImportError) or type(error) is RuntimeError:
            message = f"{key}: object must be readable with this Python; {error}"
            raise UnreadableSink(message) from error
        read.fault = f"cannot be read: {str(error) or type(error).__name__}"
    return read


def _records(s3: Any, bucket: str, key: str, read: Read) -> list[Any]:
    once = _Once(s3)
    answer = once.get_object(Bucket=bucket, Key=key)
    read.metadata = answer["Metadata"]
    body = answer["Body"].read()
    if ".ndjson." in key.rpartition("/")[2]:
        for number, line in enumerate(handler_module("envelope").read_lines(body, key), 1):
            try:
                json.loads(line.decode(), parse_constant=_refuse)
            except ValueError as error:
                message = f"line {number} is no JSON; {error}"
                raise ValueError(message) from error
    once.kept = {"Metadata": answer["Metadata"], "Body": io.BytesIO(body)}
    return list(handler_module("objects").Objects(once, bucket).read(key))


def _offset(record: Any) -> int:
    if type(record.offset) is not int or not 0 <= record.offset < 2**63:
        message = f"{str(record.offset)[:40]!r} is no offset"
        raise ValueError(message)
    return int(record.offset)


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
