"""Names of resources that cannot be renamed in place."""

import aws_cdk as cdk
from constructs import Construct


def stable_name(construct: Construct, *, max_length: int) -> str:
    """A name made of the stack's name and the ids on the way to `construct`.

    It is the same on each deployment, whatever else changes, and no two stacks or constructs of an
    account and region share one. A name that would be too long is cut, and ends in a hash.
    """
    return cdk.Names.unique_resource_name(construct, max_length=max_length, separator="-")
