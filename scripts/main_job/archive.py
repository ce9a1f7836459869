"""Reading back what a sink delivered to S3."""

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import boto3

from main_job.events import Event


@dataclass(frozen=True)
class Archive:
    """What lies below a prefix of a bucket."""

    bucket: str
    objects: list[tuple[str, int]]
    """Keys and sizes in bytes."""
    events: list[Event]
    """Every record of every object; a record that was delivered twice stands here twice."""


def read_archive(session: boto3.Session, bucket: str, prefix: str) -> Archive:
    """Reads every object that the sink wrote below `prefix`."""
    s3 = session.client("s3")
    objects = list(_objects(session, bucket, prefix))
    events = [
        Event(record.key or b"", record.value or b"")
        for key, _ in objects
        for record in _envelope().read_object(
            s3.get_object(Bucket=bucket, Key=key)["Body"].read(), key
        )
    ]
    return Archive(bucket, objects, events)


def _objects(session: boto3.Session, bucket: str, prefix: str) -> Iterator[tuple[str, int]]:
    pages = session.client("s3").get_paginator("list_objects_v2")
    for page in pages.paginate(Bucket=bucket, Prefix=prefix):
        for found in page.get("Contents", []):
            yield found["Key"], found["Size"]


@cache
def _envelope() -> ModuleType:
    """The sink's own reader, a part of a Lambda asset that imports its neighbours by bare name."""
    library = importlib.util.find_spec("cdk_msk")
    if library is None or library.origin is None:
        message = "cdk_msk is not installed; run scripts/bootstrap"
        raise ModuleNotFoundError(message)
    handler = str(Path(library.origin).parent / "s3_sink" / "handler")
    if handler not in sys.path:
        sys.path.append(handler)  # last, so that it stands in nobody's way
    return importlib.import_module("envelope")
