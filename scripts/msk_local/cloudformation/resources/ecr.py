"""Amazon Elastic Container Registry."""

import json
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner


class Repository(Provisioner):
    """A repository of container images."""

    types = ("AWS::ECR::Repository",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the repository with its policies."""
        name = properties.get("RepositoryName") or context.name(lower=True)
        made = context.client("ecr").create_repository(
            repositoryName=name,
            imageTagMutability=properties.get("ImageTagMutability", "MUTABLE"),
            tags=context.tagged(properties),
        )["repository"]
        context.record(name)
        _put_policies(name, properties, context)
        return Outcome(name, {"Arn": made["repositoryArn"], "RepositoryUri": made["repositoryUri"]})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Puts mutability and policies anew."""
        context.client("ecr").put_image_tag_mutability(
            repositoryName=current.physical_id,
            imageTagMutability=new.get("ImageTagMutability", "MUTABLE"),
        )
        _put_policies(current.physical_id, new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the repository, with its images only if the template says so."""
        context.client("ecr").delete_repository(
            repositoryName=current.physical_id, force=bool(properties.get("EmptyOnDelete"))
        )


def _put_policies(name: str, properties: Mapping[str, Any], context: Context) -> None:
    ecr = context.client("ecr")
    if text := properties.get("LifecyclePolicy", {}).get("LifecyclePolicyText"):
        ecr.put_lifecycle_policy(repositoryName=name, lifecyclePolicyText=text)
    if policy := properties.get("RepositoryPolicyText"):
        ecr.set_repository_policy(repositoryName=name, policyText=json.dumps(policy))


PROVISIONERS = (Repository(),)
