"""The bucket of a sink."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template

from cdk_msk.s3_sink.sink_bucket import SinkBucket


@pytest.fixture(scope="module")
def buckets() -> dict[str, dict]:
    stack = cdk.Stack(cdk.App(), "Stack")
    SinkBucket(
        stack,
        "Storage",
        encryption_key=kms.Key(stack, "Key"),
        removal_policy=cdk.RemovalPolicy.RETAIN,
    )
    found = Template.from_stack(stack).find_resources("AWS::S3::Bucket").values()
    return {"logs" if "AES256" in str(b) else "objects": b for b in found}


def test_objects(buckets: dict[str, dict]):
    """Objects are under the customer's key, versioned, private, and reading them is logged."""
    properties = buckets["objects"]["Properties"]
    (encryption,) = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]

    assert encryption["BucketKeyEnabled"] is True
    assert encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert properties["VersioningConfiguration"] == {"Status": "Enabled"}
    assert all(properties["PublicAccessBlockConfiguration"].values())
    assert "AccessLogs" in str(properties["LoggingConfiguration"]["DestinationBucketName"])


def test_objects_never_expire(buckets: dict[str, dict]):
    """Only versions somebody deleted are forgotten: the sink compares with what it delivered."""
    (rule,) = buckets["objects"]["Properties"]["LifecycleConfiguration"]["Rules"]

    assert "ExpirationInDays" not in rule
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}


def test_access_logs(buckets: dict[str, dict]):
    """S3 can write access logs: under its own key, allowed by a policy made before it starts."""
    assert "LoggingConfiguration" not in buckets["logs"]["Properties"]
    assert any("AccessLogsPolicy" in name for name in buckets["objects"]["DependsOn"])


@pytest.mark.parametrize(("policy", "emptied"), [("DESTROY", 1), ("RETAIN", 0)])
def test_only_buckets_that_are_destroyed_are_emptied(policy: str, emptied: int):
    """Retained buckets come with nothing that could delete an object."""
    stack = cdk.Stack(cdk.App(), "Stack")
    SinkBucket(
        stack,
        "Storage",
        encryption_key=kms.Key(stack, "Key"),
        removal_policy=cdk.RemovalPolicy[policy],
    )
    template = Template.from_stack(stack)
    template.resource_count_is("Custom::MskEmptiedBuckets", emptied)
    assert ("cdk-msk:delete-objects" in str(template.to_json())) is bool(emptied)
