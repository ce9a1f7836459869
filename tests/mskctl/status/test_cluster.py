"""What MSK says of a cluster."""

from datetime import timedelta

import pytest

from mskctl.status.cluster import describe, operations, shape_of, with_autoscaling
from mskctl.status.session import open_session


@pytest.fixture
def session(aws, kit):
    return open_session(kit.ARN, region=None, profile=None)


def test_autoscaling_is_target_and_policy(session, aws, kit):
    """A target without a policy never grows anything."""
    shape = shape_of(describe(session))
    aws.answers["DescribeScalableTargets"] = {"ScalableTargets": [{"MaxCapacity": 2000}]}
    assert with_autoscaling(session, shape).autoscaling_max_gib is None
    policy = {"TargetTrackingScalingPolicyConfiguration": {"TargetValue": 55.0}}
    aws.answers["DescribeScalingPolicies"] = {"ScalingPolicies": [{}, policy]}
    found = with_autoscaling(session, shape)
    assert (found.autoscaling_max_gib, found.autoscaling_target_percent) == (2000, 55)
    (asked, *_) = aws.asked("DescribeScalableTargets")
    assert asked["ResourceIds"] == [kit.ARN]


def test_operations_are_newest_first(session, aws, kit):
    """With why one failed, where that can be read."""
    old = {
        "OperationType": "REBOOT_BROKER",
        "OperationState": "UPDATE_COMPLETE",
        "StartTime": kit.AT,
    }
    failed = {
        "OperationArn": "arn:op",
        "OperationType": "UPDATE_STORAGE",
        "OperationState": "UPDATE_FAILED",
        "StartTime": kit.AT + timedelta(hours=1),
        "EndTime": kit.AT + timedelta(hours=2),
    }
    aws.answers["ListClusterOperationsV2"] = {"ClusterOperationInfoList": [old, failed, {}]}
    aws.answers["DescribeClusterOperationV2"] = {
        "ClusterOperationInfo": {"ErrorInfo": {"ErrorString": "no capacity"}}
    }
    found = operations(session)
    assert [one.type for one in found] == ["UPDATE_STORAGE", "REBOOT_BROKER", "unknown"]
    assert (found[0].failed, found[0].error) == (True, "no capacity")
    aws.answers["DescribeClusterOperationV2"] = "AccessDenied"
    assert operations(session)[0].error is None
    assert session.unread[0].source == "why an operation failed"
