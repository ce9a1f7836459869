"""Application Auto Scaling."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, PutProvisioner

_SERVICE = "application-autoscaling"
_IDENTITY = ("ServiceNamespace", "ResourceId", "ScalableDimension")


class ScalableTarget(PutProvisioner):
    """Something whose capacity may be scaled."""

    types = ("AWS::ApplicationAutoScaling::ScalableTarget",)

    def put(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Registers the target."""
        keys = (*_IDENTITY, "MinCapacity", "MaxCapacity", "RoleARN", "SuspendedState")
        context.client(_SERVICE).register_scalable_target(
            **{key: properties[key] for key in keys if key in properties}
        )
        name = "|".join(properties[key] for key in ("ResourceId", "ScalableDimension"))
        target_id = f"{name}|{properties['ServiceNamespace']}"
        return Outcome(target_id, {"Id": target_id})

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deregisters the target."""
        context.client(_SERVICE).deregister_scalable_target(
            **{key: properties[key] for key in _IDENTITY}
        )


class ScalingPolicy(PutProvisioner):
    """How a target is scaled."""

    types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)

    def put(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Puts the policy."""
        optional = {
            key: properties[key]
            for key in (
                "TargetTrackingScalingPolicyConfiguration",
                "StepScalingPolicyConfiguration",
            )
            if key in properties
        }
        arn = context.client(_SERVICE).put_scaling_policy(
            PolicyName=properties["PolicyName"],
            PolicyType=properties["PolicyType"],
            **_target(properties),
            **optional,
        )["PolicyARN"]
        return Outcome(arn, {"Arn": arn})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Puts the policy anew; it keeps its identity, though moto gives it another ARN."""
        self.put(new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the policy."""
        context.client(_SERVICE).delete_scaling_policy(
            PolicyName=properties["PolicyName"], **_target(properties)
        )


def _target(properties: Mapping[str, Any]) -> dict[str, str]:
    """What a policy is about, named directly or by the id of its target."""
    if "ScalingTargetId" in properties:
        resource, dimension, namespace = properties["ScalingTargetId"].rsplit("|", 2)
        return dict(zip(_IDENTITY, (namespace, resource, dimension), strict=True))
    return {key: properties[key] for key in _IDENTITY}


PROVISIONERS = (ScalableTarget(), ScalingPolicy())
