"""Both kinds of logs of a cluster."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs

from cdk_msk import BrokerLogging
from cdk_msk.cluster.cluster_logs import ClusterLogs
from cdk_msk.cluster.cluster_properties import logging_info


def define(stack, broker_logging, authorizer_logging=None):
    return ClusterLogs(
        stack,
        "Logs",
        cluster_name="demo",
        broker_logging=broker_logging,
        authorizer_logging=authorizer_logging,
        encryption_key=kms.Key(stack, "Key"),
        removal_policy=cdk.RemovalPolicy.RETAIN,
    )


def test_the_cluster_is_told_of_destinations_of_its_own(stack, resources):
    """The log group and the bucket that were made are those it sends logs to."""
    defined = define(
        stack,
        BrokerLogging(s3=True, bucket_prefix="brokers/"),
        BrokerLogging(cloudwatch=True, retention=logs.RetentionDays.ONE_YEAR),
    )
    (bucket,) = resources(stack, "AWS::S3::Bucket")
    (group,) = resources(stack, "AWS::Logs::LogGroup")
    info = stack.resolve(logging_info(defined))
    assert info["brokerLogs"]["s3"] == {
        "enabled": True,
        "bucket": {"Ref": bucket},
        "prefix": "brokers/",
    }
    assert info["brokerLogs"]["cloudWatchLogs"] == {"enabled": False}
    assert info["authorizerLogs"]["cloudWatchLogs"] == {"enabled": True, "logGroup": {"Ref": group}}


def test_the_cluster_waits_for_both_kinds(stack):
    """Policies of buckets come before the cluster that writes into them."""
    defined = define(stack, BrokerLogging(s3=True), BrokerLogging(s3=True))
    assert len(defined.ready) == 2


def test_without_authorizer_logs(stack):
    """Nothing is said about them, so that MSK sends none."""
    defined = define(stack, BrokerLogging(cloudwatch=True))
    assert defined.authorizer is None
    assert "authorizerLogs" not in stack.resolve(logging_info(defined))
