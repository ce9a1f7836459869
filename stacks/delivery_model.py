"""What a deployment file says about delivery: sinks and functions."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from stacks.model import Model, Name


class ProvisionedPollers(Model):
    """Pollers that are always ready, paid for by the hour."""

    minimum: Annotated[int, Field(ge=1, le=200)] = 1
    maximum: Annotated[int, Field(ge=1, le=2000)] = 200

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.minimum > self.maximum:
            raise PydanticCustomError("pollers", "must have a maximum not below the minimum")
        return self


class AthenaTable(Model):
    """A table over the objects of a sink, for Athena."""

    database: str | None = None
    """A database that exists. Absent: one is made."""
    name: str | None = None
    """Absent: the topic's name, in the letters Athena takes."""
    value_type: str = "string"
    """Hive type of the value of an envelope, such as struct<total:double>. ``string`` is its text.
    """
    value_columns: Mapping[str, str] = {}
    """With format values: the fields of the values and their Hive types."""


class S3Sink(Model):
    """Delivery of a topic to S3, each record exactly once."""

    name: Name
    topic: str
    format: Literal["envelope", "values", "parquet"] = "envelope"
    """What an object holds: lines of JSON with everything about a record, lines with its value
    alone, or columns."""
    compression: Literal["zstd", "gzip"] = "zstd"
    date: Literal["event", "ingest"] = "event"
    """The day in an object's key: of the records, or of their delivery."""
    optimised: bool = False
    """Whether the function brings faster packages, downloaded when the app is synthesized."""
    smaller_objects: bool | None = None
    """Whether zstd takes twice the time for objects as small as gzip's best. Absent: unless
    optimised."""
    object_size_mib: Annotated[float, Field(gt=0, le=6)] | None = None
    """MiB of keys and values that end an object. Absent: a batch does."""
    infrequent_access_after_days: Annotated[int, Field(ge=30)] | None = None
    """Absent: objects stay where they are."""
    expiration_days: Annotated[int, Field(ge=1)] | None = None
    """When objects are deleted, later than the topic deletes records. Absent: never."""
    table: AthenaTable | None = None
    """Absent: no table."""
    batch_size: Annotated[int, Field(ge=1, le=10_000)] = 1_000
    """Records a call of the function at the most."""
    max_batching_window_seconds: Annotated[int, Field(ge=0, le=300)] = 30
    """How long to gather records before a call."""
    provisioned_pollers: ProvisionedPollers | None = None
    """Absent: as many pollers as Lambda sees fit."""


class Consumer(Model):
    """A Lambda function of yours that is called with the records of a topic."""

    name: Name
    topic: str
    code: str
    """Folder of the function's Python code, relative to the deployment file. The module
    kafka_records, which reads events, is put beside it."""
    handler: str = "index.handler"
    batch_size: Annotated[int, Field(ge=1, le=10_000)] = 100
    max_batching_window_seconds: Annotated[int, Field(ge=0, le=300)] = 1
    provisioned_pollers: ProvisionedPollers | None = None
    """Absent: as many pollers as Lambda sees fit."""
    retry_attempts: Annotated[int, Field(ge=0, le=10_000)] | None = None
    """Needs provisioned pollers. Absent: ten, as there always is a place for failures."""
    max_record_age_seconds: Annotated[int, Field(ge=60, le=604_800)] | None = None
    """Needs provisioned pollers. Absent: records of any age are tried."""
    bisect_batch_on_error: bool = False
    """Needs provisioned pollers."""
    report_batch_item_failures: bool = False
    """Whether the function answers with the records that failed. Needs provisioned pollers."""
    failure_topic: str | None = None
    """A topic that takes records given up. Needs provisioned pollers. Absent: a queue takes notes.
    """
    enabled: bool = True
    """False pauses: the group keeps its place."""
