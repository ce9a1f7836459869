"""Amazon S3."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner, PutProvisioner


class Bucket(Provisioner):
    """A bucket; one that holds objects cannot be deleted, as on AWS."""

    types = ("AWS::S3::Bucket",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the bucket and configures it."""
        name = properties.get("BucketName") or context.name(limit=63, lower=True)
        region = context.endpoint.region
        where = (
            {}
            if region == "us-east-1"
            else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        )
        locked = {"ObjectLockEnabledForBucket": True} if "ObjectLockEnabled" in properties else {}
        context.client("s3").create_bucket(Bucket=name, **where, **locked)
        context.record(name)
        _configure(name, {}, properties, context)
        domain = "amazonaws.com"
        return Outcome(
            name,
            {
                "Arn": f"arn:aws:s3:::{name}",
                "DomainName": f"{name}.s3.{domain}",
                "DualStackDomainName": f"{name}.s3.dualstack.{region}.{domain}",
                "RegionalDomainName": f"{name}.s3.{region}.{domain}",
                "WebsiteURL": f"http://{name}.s3-website-{region}.{domain}",
            },
        )

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Configures the bucket anew."""
        _configure(current.physical_id, old, new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the bucket."""
        context.client("s3").delete_bucket(Bucket=current.physical_id)


def _configure(name: str, old: Mapping[str, Any], new: Mapping[str, Any], context: Context) -> None:
    s3, bucket = context.client("s3"), {"Bucket": name}
    if tags := context.tagged(new):
        s3.put_bucket_tagging(**bucket, Tagging={"TagSet": tags})
    elif context.tagged(old):
        s3.delete_bucket_tagging(**bucket)
    if "VersioningConfiguration" in {**old, **new}:
        status = new.get("VersioningConfiguration", {}).get("Status", "Suspended")
        s3.put_bucket_versioning(**bucket, VersioningConfiguration={"Status": status})
    for key, (argument, put, delete, translated) in _CONFIGURATIONS.items():
        if key in new:
            getattr(s3, put)(**bucket, **{argument: translated(new[key])})
        elif key in old:
            getattr(s3, delete)(**bucket)
    if logging := new.get("LoggingConfiguration"):
        target = {
            "TargetBucket": logging.get("DestinationBucketName", name),
            "TargetPrefix": logging.get("LogFilePrefix", ""),
        }
        s3.put_bucket_logging(**bucket, BucketLoggingStatus={"LoggingEnabled": target})


def _as_it_is(value: Any) -> Any:
    return value


def _encryption(configuration: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "Rules": [
            {
                "ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"],
                "BucketKeyEnabled": rule.get("BucketKeyEnabled", False),
            }
            for rule in configuration["ServerSideEncryptionConfiguration"]
            if "ServerSideEncryptionByDefault" in rule
        ]
    }


def _lifecycle(configuration: Mapping[str, Any]) -> dict[str, Any]:
    return {"Rules": [_lifecycle_rule(rule) for rule in configuration["Rules"]]}


def _lifecycle_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """A rule in the words of S3's API, which differ from CloudFormation's."""
    own = dict(rule)
    result: dict[str, Any] = {"Status": own["Status"], "Filter": {"Prefix": own.get("Prefix", "")}}
    if "Id" in own:
        result["ID"] = own["Id"]
    if "ExpirationInDays" in own:
        result["Expiration"] = {"Days": own["ExpirationInDays"]}
    elif own.get("ExpiredObjectDeleteMarker"):
        result["Expiration"] = {"ExpiredObjectDeleteMarker": True}
    if "NoncurrentVersionExpiration" in own:
        result["NoncurrentVersionExpiration"] = own["NoncurrentVersionExpiration"]
    elif "NoncurrentVersionExpirationInDays" in own:
        days = own["NoncurrentVersionExpirationInDays"]
        result["NoncurrentVersionExpiration"] = {"NoncurrentDays": days}
    if "AbortIncompleteMultipartUpload" in own:
        result["AbortIncompleteMultipartUpload"] = own["AbortIncompleteMultipartUpload"]
    if "Transitions" in own:
        result["Transitions"] = [
            {"Days": one["TransitionInDays"], "StorageClass": one["StorageClass"]}
            for one in own["Transitions"]
        ]
    return result


_CONFIGURATIONS: Mapping[str, tuple[str, str, str, Callable[[Any], Any]]] = {
    "BucketEncryption": (
        "ServerSideEncryptionConfiguration",
        "put_bucket_encryption",
        "delete_bucket_encryption",
        _encryption,
    ),
    "PublicAccessBlockConfiguration": (
        "PublicAccessBlockConfiguration",
        "put_public_access_block",
        "delete_public_access_block",
        _as_it_is,
    ),
    "LifecycleConfiguration": (
        "LifecycleConfiguration",
        "put_bucket_lifecycle_configuration",
        "delete_bucket_lifecycle",
        _lifecycle,
    ),
    "OwnershipControls": (
        "OwnershipControls",
        "put_bucket_ownership_controls",
        "delete_bucket_ownership_controls",
        _as_it_is,
    ),
}
"""CloudFormation's property: the API's argument, how it is put, deleted and translated."""


class BucketPolicy(PutProvisioner):
    """The resource policy of a bucket."""

    types = ("AWS::S3::BucketPolicy",)

    def put(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Puts the policy."""
        bucket = properties["Bucket"]
        policy = json.dumps(properties["PolicyDocument"])
        context.client("s3").put_bucket_policy(Bucket=bucket, Policy=policy)
        return Outcome(bucket)

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Removes the policy."""
        context.client("s3").delete_bucket_policy(Bucket=current.physical_id)


PROVISIONERS = (Bucket(), BucketPolicy())
