"""A sink that delivered, by its own handler, into moto's S3 and DynamoDB."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from moto import mock_aws

from mskctl.sink.handler_modules import handler_module
from mskctl.sink.sinks import Sink

CLUSTER = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/1f0b-2"


@dataclass
class Delivered:
    """A sink and where it writes to."""

    sink: Sink
    s3: Any
    dynamodb: Any

    def deliver(self, *offsets: int, partition: int = 0, value: bytes = b"{}") -> None:
        """One batch of records."""
        record = handler_module("envelope").Record
        moment = 1_763_856_000_000
        handler_module("delivery").Delivery(
            handler_module("ledger").Ledger(self.dynamodb, "ledger"),
            handler_module("objects").Objects(self.s3, "lake"),
            prefix="raw/",
            ending=".ndjson.gz",
        ).deliver(
            f"{self.sink.chains}{partition}",
            [record("orders", partition, one, moment, b"k", (), value) for one in offsets],
        )

    def object_keys(self) -> list[str]:
        """Of all objects."""
        return [o["Key"] for o in self.s3.list_objects_v2(Bucket="lake").get("Contents", [])]

    def places(self) -> list[dict[str, Any]]:
        """Of all links."""
        items = self.dynamodb.scan(TableName="ledger")["Items"]
        return [{name: item[name] for name in ("chain", "place")} for item in items]


@pytest.fixture
def delivered(monkeypatch: pytest.MonkeyPatch) -> Iterator[Delivered]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        s3, dynamodb = boto3.client("s3"), boto3.client("dynamodb")
        s3.create_bucket(Bucket="lake")
        dynamodb.create_table(
            TableName="ledger",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[
                {"AttributeName": "chain", "KeyType": "HASH"},
                {"AttributeName": "place", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[
                {"AttributeName": "chain", "AttributeType": "S"},
                {"AttributeName": "place", "AttributeType": "S"},
            ],
        )
        sink = Sink(
            function="orders-sink",
            bucket="lake",
            prefix="raw/",
            ledger="ledger",
            consumer_group="sink",
            cluster_arn=CLUSTER,
            topic="orders",
            failure_queue=None,
            environment={
                "BUCKET": "lake",
                "PREFIX": "raw/",
                "LEDGER": "ledger",
                "CONSUMER_GROUP": "sink",
                "COMPRESSION": "gzip",
            },
        )
        yield Delivered(sink, s3, dynamodb)
