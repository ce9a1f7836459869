"""Buckets that go with what is in them."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template

from cdk_msk.custom_resource.emptied_buckets import EmptiedBuckets


@pytest.fixture(scope="module")
def resources() -> dict[str, dict]:
    stack = cdk.Stack(cdk.App(), "Stack")
    buckets = [s3.Bucket(stack, name) for name in ("Objects", "Logs")]
    EmptiedBuckets(stack, "Emptied", buckets=buckets)
    return Template.from_stack(stack).to_json()["Resources"]


def of_type(resources: dict[str, dict], kind: str) -> list[dict]:
    return [one["Properties"] for one in resources.values() if one["Type"] == kind]


def test_each_bucket_consents_by_the_tag_the_handler_asks_for(resources):
    """Without the tag the handler deletes nothing."""
    for bucket in of_type(resources, "AWS::S3::Bucket"):
        assert {"Key": "cdk-msk:delete-objects", "Value": "true"} in bucket["Tags"]


def test_may_delete_in_these_buckets_only(resources):
    """No statement names a bucket that is not one of them."""
    (policy,) = of_type(resources, "AWS::IAM::Policy")
    named = [
        statement["Resource"]
        for statement in policy["PolicyDocument"]["Statement"]
        if any("s3:" in action for action in statement["Action"])
    ]
    assert len(named) == 2
    for resource in named:
        assert "'*'" not in str(resource)
        assert len(resource) == 2
