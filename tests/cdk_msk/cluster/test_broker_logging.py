"""Destinations of logs."""

from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3

from cdk_msk import BrokerLogging


def test_destinations(stack):
    """Each destination counts, and a log group stands for CloudWatch Logs."""
    bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "logs")
    log_group = logs.LogGroup.from_log_group_name(stack, "Group", "logs")
    assert BrokerLogging().destinations == frozenset()
    assert BrokerLogging(cloudwatch=True).destinations == {"cloudwatch"}
    assert BrokerLogging(log_group=log_group, bucket=bucket).destinations == {"cloudwatch", "s3"}
