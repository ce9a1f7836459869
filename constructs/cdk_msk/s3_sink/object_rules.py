"""What S3 refuses of a sink's objects, and what would lose the proof that a record is delivered."""

import re
from collections.abc import Iterator

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3

from cdk_msk.checks import known
from cdk_msk.topic import Topic

_DAY_MS = 86_400_000
_BATCH_BYTES = 6 * 1024 * 1024
_PREFIX = re.compile(r"[A-Za-z0-9!_.'()=/-]{0,500}")
"""What S3 calls safe, without the asterisk, which IAM takes for any text. Keys have 1024 bytes, of
which topic, day and the like need less than half."""


def object_faults(
    topic: str | Topic,
    bucket: s3.IBucket | None,
    object_size: cdk.Size | None,
    infrequent_access_after: cdk.Duration | None,
    expiration: cdk.Duration | None,
) -> Iterator[str]:
    """What is wrong, as ``<argument> must <rule>, got <value>``; arguments as of `S3Sink`."""
    yield from _size_faults(object_size)
    moved, gone = _days(infrequent_access_after), _days(expiration)
    for name, days in (("infrequent_access_after", moved), ("expiration", gone)):
        if days is None:
            continue
        if bucket is not None:
            yield (
                f"{name} must be left out, got {days:g} days with a bucket that is given; "
                "its owner gives it lifecycle rules"
            )
        if days < 1 or days % 1:
            yield f"{name} must be whole days, got {days:g} days"
    if moved is not None and moved < 30:
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
        yield f"infrequent_access_after must be at least 30 days, got {moved:g} days"
    if moved is not None and gone is not None and gone <= moved:
        yield (
            f"expiration must come after infrequent_access_after, got {gone:g} days and "
            f"{moved:g} days"
        )
    kept = _retention_days(topic)
    if gone is not None and kept is not None and gone <= kept:
        yield (
            f"expiration must be longer than the topic keeps records, got {gone:g} days and "
            f"{kept:g} days of retention.ms; records that come again are compared with the "
            "objects they were delivered in"
        )


def prefix_faults(prefix: str | None) -> Iterator[str]:
    """What is wrong with a folder, likewise.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
    """
    text = known(prefix or "")
    if not isinstance(text, str):
        return
    if not _PREFIX.fullmatch(text):
        shown = text if len(text) <= 60 else f"{text[:60]}…"
        yield f"prefix must be up to 500 letters, digits and !_.'()=/-, got {shown!r}"
    if {".", ".."} & set(text.split("/")):
        yield f"prefix must not have . or .. for a folder, got {text[:60]!r}; S3 takes no paths"


def _size_faults(object_size: cdk.Size | None) -> Iterator[str]:
    if object_size is None or object_size.is_unresolved():
        return
    size = object_size.to_bytes()
    if size < 1024:
        yield f"object_size must be at least 1024 bytes, got {size:.0f}"
    if size > _BATCH_BYTES:
        yield (
            f"object_size must be at most {_BATCH_BYTES} bytes, got {size:.0f}; Lambda delivers no "
            "more in a batch, and an object is made of one"
        )


def _days(duration: cdk.Duration | None) -> float | None:
    if duration is None or duration.is_unresolved():
        return None
    return duration.to_milliseconds() / _DAY_MS


def _retention_days(topic: str | Topic) -> float | None:
    """What the app says of it; None when that is nothing."""
    if isinstance(topic, str):
        return None
    text = known(topic.configs.get("retention.ms", ""))
    if not isinstance(text, str) or not text.lstrip("-").isdigit():
        return None
    return float("inf") if int(text) < 0 else int(text) / _DAY_MS
