"""The word of a deployment file for what happens to data."""

import aws_cdk as cdk

from stacks.deployment import Deployment


def removal_policy_of(deployment: Deployment) -> cdk.RemovalPolicy:
    """CDK's removal policy for ``retain`` or ``destroy``."""
    return cdk.RemovalPolicy[deployment.removal_policy.upper()]
