"""The objects of a sink: each is written once, by one writer, and says where its chain goes on."""

import enum
from collections.abc import Iterator, Sequence
from typing import Any

from botocore.exceptions import ClientError
from envelope import Record, read_object
from ledger import Next
from lines import write_object


class Written(enum.Enum):
    """What became of an attempt to write an object."""

    YES = "yes"
    TAKEN = "taken"
    """An object of that key exists, perhaps our own from an attempt that got no answer."""
    CONFLICT = "conflict"
    """Somebody else is about to write it; whether they will is not known yet."""


class Objects:
    """The objects in a bucket.

    Args:
        s3: A boto3 client.
        bucket: Name of the bucket.
    """

    def __init__(self, s3: Any, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def write(self, key: str, records: Sequence[Record], what_follows: Next) -> Written:
        """Write the object `key` unless it exists."""
        try:
            self._s3.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=write_object(records, key),
                ContentType="application/x-ndjson",
                IfNoneMatch="*",
                Metadata={
                    "next-epoch": str(what_follows.epoch),
                    "next-start": str(what_follows.start),
                    "records": str(what_follows.records),
                },
            )
        except ClientError as error:
            # https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
            refusals = {412: Written.TAKEN, 409: Written.CONFLICT}
            refusal = refusals.get(error.response["ResponseMetadata"]["HTTPStatusCode"])
            if refusal is None:
                raise
            return refusal
        return Written.YES

    def what_follows(self, key: str) -> Next:
        """Where the chain goes on after the object `key`, in the words of whoever wrote it."""
        metadata = self._s3.head_object(Bucket=self._bucket, Key=key)["Metadata"]
        return Next(
            int(metadata["next-epoch"]), int(metadata["next-start"]), int(metadata["records"])
        )

    def read(self, key: str) -> Iterator[Record]:
        """The records in the object `key`."""
        body = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        return read_object(body, key)
