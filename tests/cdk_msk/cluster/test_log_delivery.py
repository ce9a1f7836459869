"""Destinations of logs, made ready."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3

from cdk_msk import BrokerLogging
from cdk_msk.cluster.log_delivery import LogDelivery


def deliver(scope, logging, key=None):
    return LogDelivery(
        scope,
        "Logs",
        logging=logging,
        log_group_name="/aws/vendedlogs/msk/demo",
        encryption_key=key or kms.Key(scope, "Key"),
        removal_policy=cdk.RemovalPolicy.RETAIN,
    )


def test_a_log_group_below_vendedlogs(stack, resources):
    """Elsewhere MSK would have to extend the account's resource policy, which is full one day."""
    deliver(stack, BrokerLogging(cloudwatch=True))
    (group,) = resources(stack, "AWS::Logs::LogGroup").values()
    assert group["Properties"]["LogGroupName"] == "/aws/vendedlogs/msk/demo"
    assert group["Properties"]["RetentionInDays"] == 90


def test_the_key_lets_in_this_log_group_only(stack, resources):
    """CloudWatch Logs may use the key for the cluster's log group, and for no other."""
    deliver(stack, BrokerLogging(cloudwatch=True))
    (key,) = resources(stack, "AWS::KMS::Key").values()
    (statement,) = [one for one in key["Properties"]["KeyPolicy"]["Statement"] if "Sid" in one]
    (arn,) = statement["Condition"]["ArnEquals"].values()
    assert arn["Fn::Join"][1][-1] == ":log-group:/aws/vendedlogs/msk/demo"


def test_a_foreign_key_is_left_alone(stack, resources):
    """A log group cannot use a key whose policy this app cannot extend."""
    key = kms.Key.from_key_arn(stack, "Foreign", "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d")
    deliver(stack, BrokerLogging(cloudwatch=True), key)
    (group,) = resources(stack, "AWS::Logs::LogGroup").values()
    assert "KmsKeyId" not in group["Properties"]


def test_a_given_log_group_is_used(stack, resources):
    """No second log group is made."""
    given = logs.LogGroup(stack, "Given")
    assert deliver(stack, BrokerLogging(log_group=given)).log_group is given
    assert len(resources(stack, "AWS::Logs::LogGroup")) == 1


def test_a_bucket_lets_the_logs_in(stack, resources):
    """Log delivery may write below the prefix, for this account only, and use the bucket's key."""
    key = kms.Key(stack, "BucketKey")
    bucket = s3.Bucket(stack, "Bucket", encryption_key=key, encryption=s3.BucketEncryption.KMS)
    delivery = deliver(stack, BrokerLogging(bucket=bucket, bucket_prefix="brokers/"))
    (policy,) = resources(stack, "AWS::S3::BucketPolicy").values()
    write, _ = policy["Properties"]["PolicyDocument"]["Statement"]
    assert write["Principal"] == {"Service": "delivery.logs.amazonaws.com"}
    assert write["Resource"]["Fn::Join"][1][-1] == "/brokers/*"
    assert write["Condition"]["StringEquals"] == {
        "aws:SourceAccount": {"Ref": "AWS::AccountId"},
        "s3:x-amz-acl": "bucket-owner-full-control",
    }
    assert len(delivery.ready) == 1
    (actions,) = (
        statement["Action"]
        for key in resources(stack, "AWS::KMS::Key").values()
        for statement in key["Properties"]["KeyPolicy"]["Statement"]
        if statement["Principal"] == {"Service": "delivery.logs.amazonaws.com"}
    )
    assert {"kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"} <= set(actions)


def test_a_stream_of_this_app_gets_its_tag(stack, resources, warnings):
    """MSK refuses a stream without the tag."""
    stream = firehose.DeliveryStream(
        stack, "Stream", destination=firehose.S3Bucket(s3.Bucket(stack, "Bucket"))
    )
    deliver(stack, BrokerLogging(delivery_stream=stream))
    (one,) = resources(stack, "AWS::KinesisFirehose::DeliveryStream").values()
    assert {"Key": "LogDeliveryEnabled", "Value": "true"} in one["Properties"]["Tags"]
    assert warnings(stack) == []


def test_a_stream_of_another_app_is_warned_of(stack, warnings):
    """Whether it has the tag can only be seen where it is defined."""
    stream = firehose.DeliveryStream.from_delivery_stream_name(stack, "Stream", "logs")
    deliver(stack, BrokerLogging(delivery_stream=stream))
    assert any("LogDeliveryEnabled" in warning for warning in warnings(stack))


def test_a_prefix_needs_a_bucket():
    """A prefix alone is a mistake."""
    with pytest.raises(ValueError, match="bucket_prefix must come with a bucket, got 'x' alone"):
        BrokerLogging(bucket_prefix="x")


def test_a_log_group_keeps_what_it_is_told_to_under_the_key_it_is_given(stack, resources):
    """Retention and key can be other than the cluster's."""
    key = kms.Key(stack, "Mine")
    logging = BrokerLogging(
        cloudwatch=True, retention=logs.RetentionDays.ONE_WEEK, encryption_key=key
    )
    deliver(stack, logging)
    (group,) = resources(stack, "AWS::Logs::LogGroup").values()
    assert group["Properties"]["RetentionInDays"] == 7
    assert group["Properties"]["KmsKeyId"] == stack.resolve(key.key_arn)


def test_a_log_group_outside_of_vendedlogs_is_warned_of(stack, warnings):
    """Its room in the account's resource policy may be missing on the day of the deployment."""
    vended = logs.LogGroup.from_log_group_name(stack, "Vended", "/aws/vendedlogs/msk/demo")
    deliver(stack, BrokerLogging(log_group=vended))
    assert warnings(stack) == []
    other = logs.LogGroup.from_log_group_name(stack, "Other", "kafka")
    LogDelivery(
        stack,
        "Other Logs",
        logging=BrokerLogging(log_group=other),
        log_group_name="",
        encryption_key=kms.Key(stack, "OtherKey"),
        removal_policy=cdk.RemovalPolicy.RETAIN,
    )
    (warning,) = warnings(stack)
    assert "log_group should begin with /aws/vendedlogs/, got 'kafka'" in warning


def test_a_bucket_of_the_clusters_own(stack, resources):
    """It is private, encrypted with the cluster's key, and empties itself."""
    delivery = deliver(stack, BrokerLogging(s3=True, bucket_prefix="b/"))
    ((bucket_id, bucket),) = resources(stack, "AWS::S3::Bucket").items()
    properties = bucket["Properties"]
    (rule,) = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    assert properties["LifecycleConfiguration"]["Rules"][0]["ExpirationInDays"] == 90
    assert bucket["DeletionPolicy"] == "Retain"
    (policy,) = resources(stack, "AWS::S3::BucketPolicy").values()
    assert policy["DeletionPolicy"] == "Retain"
    assert policy["Properties"]["Bucket"] == {"Ref": bucket_id}
    assert stack.resolve(delivery.bucket.bucket_name) == {"Ref": bucket_id}
    (statement,) = [
        one
        for key in resources(stack, "AWS::KMS::Key").values()
        for one in key["Properties"]["KeyPolicy"]["Statement"]
        if one["Principal"] == {"Service": "delivery.logs.amazonaws.com"}
    ]
    assert statement["Condition"]["StringEquals"] == {
        "aws:SourceAccount": {"Ref": "AWS::AccountId"}
    }
    assert statement["Condition"]["ArnLike"]["aws:SourceArn"]["Fn::Join"][1][-1] == ":*"


def test_a_bucket_for_ever_under_a_foreign_key(stack, resources):
    """Nothing expires, and S3's own key encrypts where this app cannot let logs use another."""
    key = kms.Key.from_key_arn(stack, "Foreign", "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d")
    deliver(stack, BrokerLogging(s3=True, retention=logs.RetentionDays.INFINITE), key)
    (bucket,) = resources(stack, "AWS::S3::Bucket").values()
    (rule,) = bucket["Properties"]["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert "ExpirationInDays" not in bucket["Properties"]["LifecycleConfiguration"]["Rules"][0]


def test_a_bucket_that_is_destroyed_is_emptied(stack):
    """The cluster waits for what empties it, and is therefore deleted before the bucket is."""
    delivery = LogDelivery(
        stack,
        "Logs",
        logging=BrokerLogging(s3=True),
        log_group_name="",
        encryption_key=kms.Key(stack, "Key"),
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    assert len(delivery.ready) == 2
    assert stack.node.find_child("Logs").node.find_child("Bucket").node.try_find_child("Emptied")


def test_a_bucket_of_another_app_is_warned_of(stack, warnings):
    """Whether it lets the logs in, and through its key, can only be seen where it is defined."""
    key = kms.Key.from_key_arn(stack, "Foreign", "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d")
    bucket = s3.Bucket.from_bucket_attributes(
        stack, "Bucket", bucket_name="logs", encryption_key=key
    )
    delivery = deliver(stack, BrokerLogging(bucket=bucket))
    assert delivery.ready == []
    assert [
        any(text in warning for warning in warnings(stack))
        for text in ("bucket must let delivery.logs", "the key of bucket must let delivery.logs")
    ] == [True, True]


def test_a_stream_that_reads_another_stream_takes_no_logs(stack):
    """Firehose refuses records that are put into such a stream."""
    stream = firehose.DeliveryStream(
        stack,
        "Stream",
        destination=firehose.S3Bucket(s3.Bucket(stack, "Bucket")),
        source=firehose.KinesisStreamSource(kinesis.Stream(stack, "Source")),
    )
    with pytest.raises(ValueError, match="delivery_stream must take records directly"):
        deliver(stack, BrokerLogging(delivery_stream=stream))


@pytest.mark.parametrize("prefix", ["", "/brokers"])
def test_a_prefix_is_the_start_of_a_key(prefix):
    """A slash in front would make a folder without a name."""
    with pytest.raises(ValueError, match="write it without a slash in front"):
        BrokerLogging(s3=True, bucket_prefix=prefix)
