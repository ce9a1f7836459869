"""Keys as IAM knows them."""

from aws_cdk import aws_kms as kms


def key_itself(key: kms.IKey) -> kms.IKey:
    """The key behind an alias of the app, which passes for one; IAM allows nothing by its ARN.

    https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
    """
    return key.alias_target_key if isinstance(key, kms.Alias) else key
