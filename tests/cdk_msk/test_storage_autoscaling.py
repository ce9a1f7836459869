"""Volumes that grow."""

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from cdk_msk import StorageAutoscaling
from cdk_msk.storage_autoscaling import BrokerStorageScaling


@pytest.fixture(scope="module")
def resources():
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = cdk.CfnResource(stack, "Cluster", type="AWS::MSK::Cluster")
    BrokerStorageScaling(
        stack,
        "Scaling",
        cluster_arn=cluster.get_att("Arn").to_string(),
        autoscaling=StorageAutoscaling(
            maximum=cdk.Size.tebibytes(2), target_utilization_percent=55
        ),
    )
    return {
        one["Type"]: one["Properties"]
        for one in Template.from_stack(stack).to_json()["Resources"].values()
        if "Properties" in one
    }


def test_target(resources):
    """The target is the volume of each broker, up to the maximum in GiB."""
    assert resources["AWS::ApplicationAutoScaling::ScalableTarget"] == {
        "ServiceNamespace": "kafka",
        "ScalableDimension": "kafka:broker-storage:VolumeSize",
        "ResourceId": {"Fn::GetAtt": ["Cluster", "Arn"]},
        "MinCapacity": 1,
        "MaxCapacity": 2048,
    }


def test_policy(resources):
    """Volumes grow with their use and never shrink."""
    policy = resources["AWS::ApplicationAutoScaling::ScalingPolicy"]
    assert policy["TargetTrackingScalingPolicyConfiguration"] == {
        "DisableScaleIn": True,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "KafkaBrokerStorageUtilization"},
        "TargetValue": 55,
    }


def test_goes_before_the_cluster(resources):
    """Both refer to the cluster, directly or not, so CloudFormation deletes them first."""
    target = resources["AWS::ApplicationAutoScaling::ScalableTarget"]
    policy = resources["AWS::ApplicationAutoScaling::ScalingPolicy"]
    assert target["ResourceId"]["Fn::GetAtt"][0] == "Cluster"
    assert policy["ScalingTargetId"]["Ref"].startswith("ScalingTarget")
