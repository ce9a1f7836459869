"""Emptying buckets that are about to be deleted, in moto's S3."""

import boto3
import pytest
from moto import mock_aws

CONSENT = {"TagSet": [{"Key": "cdk-msk:delete-objects", "Value": "true"}]}


@pytest.fixture
def s3():
    with mock_aws():
        yield boto3.client("s3", region_name="us-east-1")


@pytest.fixture
def bucket(s3):
    """A versioned bucket that consents, with objects, older versions and a delete marker."""
    s3.create_bucket(Bucket="archive")
    s3.put_bucket_versioning(Bucket="archive", VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_tagging(Bucket="archive", Tagging=CONSENT)
    for number in range(5):
        s3.put_object(Bucket="archive", Key=f"{number % 3}", Body=b"x")
    s3.delete_object(Bucket="archive", Key="0")
    return "archive"


@pytest.fixture
def handle(load, context):
    return lambda event: load("emptied_buckets").handle(event, context)


def versions(s3, bucket):
    page = s3.list_object_versions(Bucket=bucket)
    return len(page.get("Versions", [])) + len(page.get("DeleteMarkers", []))


def test_delete_empties_every_version(handle, request_of, loopback, s3, bucket):
    """S3 then deletes the bucket, which it refuses while a version or marker is left."""
    handle(request_of("Delete", {"BucketNames": [bucket]}, bucket))
    assert loopback.answer["Status"] == "SUCCESS", loopback.answer
    s3.delete_bucket(Bucket=bucket)


def test_more_objects_than_a_page_holds(handle, request_of, loopback, s3, bucket):
    """Listing and deleting go on until nothing is left."""
    for number in range(1_050):
        s3.put_object(Bucket=bucket, Key=f"many/{number}", Body=b"")
    handle(request_of("Delete", {"BucketNames": [bucket]}, bucket))
    assert loopback.answer["Status"] == "SUCCESS"
    assert versions(s3, bucket) == 0


@pytest.mark.parametrize("request_type", ["Create", "Update"])
def test_nothing_is_deleted_before_the_bucket_is(
    handle, request_of, loopback, s3, bucket, request_type
):
    """A deployment that keeps the bucket keeps what is in it."""
    before = versions(s3, bucket)
    handle(request_of(request_type, {"BucketNames": [bucket]}, bucket))
    assert loopback.answer["PhysicalResourceId"] == bucket
    assert versions(s3, bucket) == before


def test_a_bucket_without_consent_is_left_alone(handle, request_of, loopback, s3, bucket):
    """Whoever changes the removal policy to RETAIN loses nothing with the resource."""
    s3.delete_bucket_tagging(Bucket=bucket)
    before = versions(s3, bucket)
    handle(request_of("Delete", {"BucketNames": [bucket]}, bucket))
    assert loopback.answer["Status"] == "SUCCESS"
    assert versions(s3, bucket) == before


def test_a_bucket_that_is_gone_is_no_failure(handle, request_of, loopback, s3):
    """Somebody was faster."""
    handle(request_of("Delete", {"BucketNames": ["gone"]}, "gone"))
    assert loopback.answer["Status"] == "SUCCESS"


def test_other_buckets_are_another_resource(handle, request_of, loopback, s3, bucket):
    """A replaced bucket is emptied when CloudFormation deletes the former one."""
    handle(request_of("Update", {"BucketNames": ["next"]}, bucket))
    assert loopback.answer["PhysicalResourceId"] == "next"


def test_an_object_that_cannot_be_deleted_is_a_failure(
    handle, request_of, loopback, s3, bucket, load, monkeypatch
):
    """What S3 refuses is said, with its reason; the stack does not pretend to be gone."""
    refusing = boto3.client("s3", region_name="us-east-1")
    refused = {"Errors": [{"Key": "0", "Code": "AccessDenied", "Message": "no"}]}
    monkeypatch.setattr(refusing, "delete_objects", lambda **_: refused)
    monkeypatch.setattr(load("emptied_buckets").boto3, "client", lambda _: refusing)
    handle(request_of("Delete", {"BucketNames": [bucket]}, bucket))
    assert loopback.answer["Status"] == "FAILED"
    assert "archive/0 cannot be deleted: AccessDenied no" in loopback.answer["Reason"]
