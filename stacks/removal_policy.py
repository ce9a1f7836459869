"""The word of a deployment file for what happens to data."""

import aws_cdk as cdk

from stacks.deployment import Deployment


def removal_policy_of(deployment: Deployment) -> cdk.RemovalPolicy:
    """CDK's removal policy for ``retain`` or ``destroy``.

    ``retain`` takes back what a first deployment that failed has made: it would stand in the way of
    the second.
    """
    if deployment.removal_policy == "retain":
        return cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
    return cdk.RemovalPolicy.DESTROY
