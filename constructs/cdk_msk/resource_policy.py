"""Policies of buckets, queues, topics and secrets stay as long as what they protect."""

import aws_cdk as cdk


def keep_policy(resource: cdk.Resource, removal_policy: cdk.RemovalPolicy) -> None:
    """Apply `removal_policy` to the resource policy of `resource`, once it has one.

    CDK deletes such policies with the stack, whatever becomes of the resource: a retained bucket
    would then take plain connections, and a retained cluster could not read its users' secrets.

    Args:
        resource: A bucket, queue, topic or secret.
        removal_policy: That of `resource`.
    """
    policy = resource.node.try_find_child("Policy")
    if isinstance(policy, cdk.Resource):
        policy.apply_removal_policy(removal_policy)
