"""Volumes of Standard brokers that grow with their content."""

from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_applicationautoscaling as scaling
from constructs import Construct


@dataclass(frozen=True, kw_only=True)
class StorageAutoscaling:
    """How the volumes of Standard brokers grow; they never shrink.

    Each step is 10 GiB or a tenth of the volume, whichever is more, at most once every six hours.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-autoexpand.html

    Attributes:
        maximum: The largest volume of each broker, in whole GiB.
        target_utilization_percent: Used share of the fullest volume above which it grows: 10 to
            80; AWS advises 50 to 60.
    """

    maximum: cdk.Size
    target_utilization_percent: int = 60

    @property
    def maximum_gib(self) -> float:
        """`maximum` in GiB; with a fraction when it is not a whole number of them."""
        return self.maximum.to_gibibytes(rounding=cdk.SizeRoundingBehavior.NONE)


class BrokerStorageScaling(Construct):
    """The scaling target and policy behind `StorageAutoscaling`.

    Both refer to the cluster, so CloudFormation deletes them first: a policy that outlives its
    cluster leaves an orphaned CloudWatch alarm behind.
    """

    def __init__(
        self, scope: Construct, id: str, *, cluster_arn: str, autoscaling: StorageAutoscaling
    ) -> None:
        super().__init__(scope, id)
        target = scaling.CfnScalableTarget(
            self,
            "Target",
            service_namespace="kafka",
            scalable_dimension="kafka:broker-storage:VolumeSize",
            resource_id=cluster_arn,
            # MSK ignores the minimum, but Application Auto Scaling wants one.
            min_capacity=1,
            max_capacity=autoscaling.maximum_gib,
        )
        scaling.CfnScalingPolicy(
            self,
            "Policy",
            policy_name="BrokerStorageUtilization",
            policy_type="TargetTrackingScaling",
            scaling_target_id=target.ref,
            target_tracking_scaling_policy_configuration=(
                scaling.CfnScalingPolicy.TargetTrackingScalingPolicyConfigurationProperty(
                    predefined_metric_specification=(
                        scaling.CfnScalingPolicy.PredefinedMetricSpecificationProperty(
                            predefined_metric_type="KafkaBrokerStorageUtilization"
                        )
                    ),
                    target_value=autoscaling.target_utilization_percent,
                    disable_scale_in=True,
                )
            ),
        )
