"""The objects of a sink: each is written once, by one writer, and says where its chain goes on."""

import enum
import uuid
from collections.abc import Iterator
from typing import Any

import formats
from botocore.exceptions import ClientError
from envelope import Record
from ledger import Next
from record_columns import Records


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
        prefix: What keys begin with, empty or ending in a slash; indexes are below it.
        small: Compress as small as gzip at its best, see `envelope.compressor`.
    """

    def __init__(self, s3: Any, bucket: str, *, prefix: str = "", small: bool = False) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._prefix = prefix
        self._small = small

    def write(self, key: str, records: Records, what_follows: Next) -> Written:
        """Write the object `key` unless it exists."""
        index = self._write_index(key, records) if formats.has_index(key) and records else {}
        try:
            self._s3.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=formats.write(records, key, small=self._small),
                ContentType=formats.content_type(key),
                IfNoneMatch="*",
                Metadata={
                    "next-epoch": str(what_follows.epoch),
                    "next-start": str(what_follows.start),
                    "records": str(what_follows.records),
                    **index,
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
        """The records in the object `key`; none if it is gone and S3 says so.

        Whoever may not list a bucket is denied what is not there (403), which is raised. A sink may
        list its bucket (404) only where objects expire: what is in the topic then is in none of
        those that are gone.

        https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
        """
        try:
            found = self._s3.get_object(Bucket=self._bucket, Key=key)
            index = None
            if "index" in found["Metadata"]:
                of_index = self._s3.get_object(Bucket=self._bucket, Key=found["Metadata"]["index"])
                index = of_index["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                return iter(())
            raise
        return iter(formats.read(found["Body"].read(), key, index))

    def _write_index(self, key: str, records: Records) -> dict[str, str]:
        """The metadata that lead from an object to its index, which is written."""
        name = f"{self._prefix}_index/{key.removeprefix(self._prefix)}.{uuid.uuid4().hex[:16]}"
        self._s3.put_object(
            Bucket=self._bucket,
            Key=name,
            Body=formats.write_index(records, key),
            ContentType="application/x-ndjson",
        )
        return {"index": name}
