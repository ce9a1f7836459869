"""AWS Certificate Manager."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner


class Certificate(Provisioner):
    """A certificate of a private authority; nobody here could validate a public one."""

    types = ("AWS::CertificateManager::Certificate",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Has the certificate issued."""
        if "CertificateAuthorityArn" not in properties:
            raise ResourceError(
                "the local cloud issues certificates of private authorities alone; "
                "name a CertificateAuthorityArn"
            )
        keys = (
            "DomainName",
            "CertificateAuthorityArn",
            "SubjectAlternativeNames",
            "KeyAlgorithm",
        )
        tags = context.tagged(properties)
        arn = context.client("acm").request_certificate(
            **{key: properties[key] for key in keys if key in properties},
            **({"Tags": tags} if tags else {}),
        )["CertificateArn"]
        return Outcome(arn, {"Id": arn, "CertificateArn": arn})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes tags."""
        acm, arn = context.client("acm"), current.physical_id
        before, after = context.tag_map(old), context.tag_map(new)
        if gone := sorted(set(before) - set(after)):
            acm.remove_tags_from_certificate(
                CertificateArn=arn, Tags=[{"Key": key} for key in gone]
            )
        if after:
            acm.add_tags_to_certificate(CertificateArn=arn, Tags=context.tagged(new))
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the certificate."""
        context.client("acm").delete_certificate(CertificateArn=current.physical_id)


PROVISIONERS = (Certificate(),)
