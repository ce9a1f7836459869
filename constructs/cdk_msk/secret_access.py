"""Reading secrets under a customer managed key."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager


def grant_reading(
    grantee: iam.IGrantable, secret: secretsmanager.ISecret, encryption_key: kms.IKey
) -> iam.Grant:
    """Let `grantee`, of this account, read `secret` and decrypt it.

    The permission stands in the grantee's own policy. ``secret.grant_read`` would write the
    grantee into the policy of the key as well, and a grantee of a later stack could then not be
    deployed: each stack would wait for the other.
    """
    region = cdk.Stack.of(secret).region
    may_read = iam.Grant.add_to_principal(
        grantee=grantee,
        actions=["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
        resource_arns=[secret.secret_arn],
    )
    may_decrypt = iam.Grant.add_to_principal(
        grantee=grantee,
        actions=["kms:Decrypt"],
        resource_arns=[encryption_key.key_arn],
        conditions={"StringEquals": {"kms:ViaService": f"secretsmanager.{region}.amazonaws.com"}},
    )
    return may_read.combine(may_decrypt)
