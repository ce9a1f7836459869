"""Destinations of logs, made ready."""

import aws_cdk as cdk
import pytest
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
