"""Wildcards an IAM policy cannot do without, and why."""

import json
from collections.abc import Sequence
from typing import Any, cast

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from constructs import Construct


def object_arns(scope: Construct, bucket: s3.IBucket, pattern: str) -> str:
    """The ARNs of the objects in `bucket` whose keys match `pattern`, as seen from `scope`.

    The export of a bucket in another stack is made at once: only then can the ARN be acknowledged
    by the name it will have in the template.
    """
    home = cdk.Stack.of(bucket)
    is_foreign = home.node.addr != cdk.Stack.of(scope).node.addr
    if is_foreign and isinstance(bucket, s3.Bucket) and not home.nested:
        return f"{home.export_value(bucket.bucket_arn)}/{pattern}"
    return bucket.arn_for_objects(pattern)


def arn_in(stack: cdk.Stack, arn: str) -> str:
    """`arn` as the template of `stack` will write it, for ARNs of which a part is granted.

    Such as `object_arns` of a bucket: that of a resource in another stack is exported at once.
    """
    parts = cdk.Tokenization.reverse_string(arn)
    if parts.length != 1 or not cdk.Reference.is_reference(parts.first_token):
        return arn
    home = cdk.Stack.of(cast("cdk.Reference", parts.first_token).target)
    if home.node.addr == stack.node.addr or home.nested:
        return arn
    return home.export_value(arn)


def acknowledge_wildcards(scope: Construct, resources: Sequence[str], reason: str) -> None:
    """Tell the compliance checks why policies name `resources`, each of them and no other.

    Args:
        scope: The policy whose statements name them, or the role around it.
        resources: ARNs with a ``*``.
        reason: Why nothing narrower would do.
    """
    stack = cdk.Stack.of(scope)
    for resource in resources:
        finding = f"AwsSolutions-IAM5[Resource::{_flat(stack.resolve(resource))}]"
        cdk.Validations.of(scope).acknowledge(cdk.Acknowledgment(id=finding, reason=reason))


def _flat(resolved: Any) -> str:
    """An ARN as cdk-nag writes it: ``<LogicalId.Arn>/*``."""
    match resolved:
        case {"Fn::Join": [str(delimiter), list(parts)]}:
            return delimiter.join(map(_flat, parts))
        case {"Fn::GetAtt": [str(logical_id), str(attribute)]}:
            return f"<{logical_id}.{attribute}>"
        case {"Fn::ImportValue": str(name)}:
            return name
        case {"Ref": str(name)}:
            return f"<{name}>"
        case str():
            return resolved
        case _:
            return json.dumps(resolved, separators=(",", ":"))
