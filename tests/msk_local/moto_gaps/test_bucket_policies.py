import json

import pytest
from botocore.exceptions import ClientError

from msk_local.server import Endpoint, LocalServer

DENY_PLAIN = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    ],
}


@pytest.fixture
def s3():
    """S3 with one bucket."""
    server = LocalServer({})
    server.start()
    client = Endpoint(server.url).client("s3")
    client.create_bucket(Bucket="bucket")
    yield client
    server.stop()


def test_a_policy_is_returned_as_it_was_put(s3):
    """GetBucketPolicy returns the whole policy, denials included."""
    s3.put_bucket_policy(Bucket="bucket", Policy=json.dumps(DENY_PLAIN))
    assert json.loads(s3.get_bucket_policy(Bucket="bucket")["Policy"]) == DENY_PLAIN


def test_a_conditional_denial_denies_nobody(s3):
    """A bucket that insists on TLS can be written through the local cloud's HTTP."""
    s3.put_bucket_policy(Bucket="bucket", Policy=json.dumps(DENY_PLAIN))
    s3.put_object(Bucket="bucket", Key="key", Body=b"x")
    assert s3.get_object(Bucket="bucket", Key="key")["Body"].read() == b"x"


def test_a_deleted_policy_is_gone(s3):
    """After DeleteBucketPolicy there is none."""
    s3.put_bucket_policy(Bucket="bucket", Policy=json.dumps(DENY_PLAIN))
    s3.delete_bucket_policy(Bucket="bucket")
    with pytest.raises(ClientError, match="NoSuchBucketPolicy"):
        s3.get_bucket_policy(Bucket="bucket")


def test_a_new_bucket_does_not_inherit_the_policy_of_a_deleted_one(s3):
    """Deleting a bucket deletes its policy."""
    s3.put_bucket_policy(Bucket="bucket", Policy=json.dumps(DENY_PLAIN))
    s3.delete_bucket(Bucket="bucket")
    s3.create_bucket(Bucket="bucket")
    with pytest.raises(ClientError, match="NoSuchBucketPolicy"):
        s3.get_bucket_policy(Bucket="bucket")


def test_a_policy_that_allows_log_delivery_lets_access_logs_in(s3):
    """Moto sees the permissions it asks for before it accepts a bucket for access logs."""
    s3.create_bucket(Bucket="logs")
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::logs/*",
    }
    s3.put_bucket_policy(Bucket="logs", Policy=json.dumps({"Statement": allow}))
    target = {"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": ""}}
    s3.put_bucket_logging(Bucket="bucket", BucketLoggingStatus=target)


def test_a_policy_that_is_not_json_is_malformed(s3):
    """Broken JSON is refused."""
    with pytest.raises(ClientError, match="MalformedPolicy"):
        s3.put_bucket_policy(Bucket="bucket", Policy="{")


def test_the_policy_of_a_missing_bucket_is_refused(s3):
    """There is no policy without a bucket."""
    with pytest.raises(ClientError, match="NoSuchBucket"):
        s3.put_bucket_policy(Bucket="missing", Policy=json.dumps(DENY_PLAIN))
