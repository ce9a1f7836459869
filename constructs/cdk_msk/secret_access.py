"""Reading secrets under a customer managed key."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager

from cdk_msk.checks import known
from cdk_msk.key_itself import key_itself
from msk_model import Unknown


def grant_reading(
    grantee: iam.IGrantable, secret: secretsmanager.ISecret, encryption_key: kms.IKey
) -> iam.Grant:
    """Let `grantee`, of this account, read `secret` and decrypt it.

    The permission stands in the grantee's own policy. ``secret.grant_read`` would write the
    grantee into the policy of the key as well, and a grantee of a later stack could then not be
    deployed: each stack would wait for the other.

    Raises:
        ValueError: The grantee is known to be of another account, where its own policy is not
            enough; CDK would drop the statements without a word.
    """
    _require_own_account(grantee, secret)
    region = cdk.Stack.of(secret).region
    may_read = iam.Grant.add_to_principal(
        grantee=grantee,
        actions=["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
        resource_arns=[secret.secret_arn],
    )
    may_decrypt = iam.Grant.add_to_principal(
        grantee=grantee,
        actions=["kms:Decrypt"],
        resource_arns=[key_itself(encryption_key).key_arn],
        conditions={"StringEquals": {"kms:ViaService": f"secretsmanager.{region}.amazonaws.com"}},
    )
    return may_read.combine(may_decrypt)


def _require_own_account(grantee: iam.IGrantable, secret: secretsmanager.ISecret) -> None:
    account, own = grantee.grant_principal.principal_account, cdk.Stack.of(secret).account
    if isinstance(known(account), Unknown) or isinstance(known(own), Unknown):
        return
    if account not in {None, own}:
        raise ValueError(
            f"{secret.node.path}: grantee must be of the secret's account {own}, got one of "
            f"{account}; let a role of {own} read it, which the other one assumes"
        )
