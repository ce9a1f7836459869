"""Deletes what is in buckets that are about to be deleted, if they say so themselves."""

from collections.abc import Iterator, Mapping
from typing import Any

import boto3
from botocore.exceptions import ClientError

from .cloudformation import Context, Created, Properties, serve

CONSENT = "cdk-msk:delete-objects"
"""The tag of a bucket whose objects may go."""


def handle(event: Mapping[str, Any], context: Context) -> None:
    """Answer a request of CloudFormation."""
    serve(event, context, apply=_remember, remove=empty)


def _remember(properties: Properties) -> Created:
    """Nothing to do before the buckets go; other buckets are another resource."""
    return Created("/".join(properties["BucketNames"]), {})


def empty(properties: Properties) -> None:
    """Delete every version of every object, bucket by bucket.

    A bucket without the tag is left alone: when its removal policy changes to RETAIN, the tag goes
    with the same deployment that removes this resource.
    """
    s3 = boto3.client("s3")
    names = [name for name in properties["BucketNames"] if _consents(s3, name)]
    for name in names:
        s3.put_bucket_logging(Bucket=name, BucketLoggingStatus={})  # emptying would be logged
    for name in names:
        for versions in _pages(s3, name):
            _delete(s3, name, versions)


def _consents(s3: Any, name: str) -> bool:
    try:
        tags = s3.get_bucket_tagging(Bucket=name)["TagSet"]
    except ClientError as error:
        if error.response["Error"]["Code"] in {"NoSuchBucket", "NoSuchTagSet"}:
            return False
        raise
    return {"Key": CONSENT, "Value": "true"} in tags


def _pages(s3: Any, name: str) -> Iterator[list[dict[str, str]]]:
    """Versions and delete markers, a thousand at the most, until there are none."""
    while True:
        page = s3.list_object_versions(Bucket=name)
        found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        if not found:
            return
        yield [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in found]


def _delete(s3: Any, name: str, versions: list[dict[str, str]]) -> None:
    answer = s3.delete_objects(Bucket=name, Delete={"Objects": versions, "Quiet": True})
    if errors := answer.get("Errors"):
        first = errors[0]
        msg = f"{name}/{first['Key']} cannot be deleted: {first['Code']} {first['Message']}"
        raise RuntimeError(msg)
