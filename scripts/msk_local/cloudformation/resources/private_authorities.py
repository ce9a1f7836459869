"""AWS Private Certificate Authority."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner

_CONFIGURATION = ("KeyAlgorithm", "SigningAlgorithm", "Subject", "CsrExtensions")
_OPTIONAL = ("RevocationConfiguration", "KeyStorageSecurityStandard", "UsageMode")


class CertificateAuthority(Provisioner):
    """An authority, which asks for its own certificate."""

    types = ("AWS::ACMPCA::CertificateAuthority",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the authority; it signs nothing until it is activated."""
        pca = context.client("acm-pca")
        tags = context.tagged(properties)
        arn = pca.create_certificate_authority(
            CertificateAuthorityConfiguration={
                key: properties[key] for key in _CONFIGURATION if key in properties
            },
            CertificateAuthorityType=properties["Type"],
            **{key: properties[key] for key in _OPTIONAL if key in properties},
            **({"Tags": tags} if tags else {}),
        )["CertificateAuthorityArn"]
        context.record(arn)
        request = pca.get_certificate_authority_csr(CertificateAuthorityArn=arn)["Csr"]
        return Outcome(arn, {"Arn": arn, "CertificateSigningRequest": request})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes what is told about revoked certificates, and tags."""
        pca, arn = context.client("acm-pca"), {"CertificateAuthorityArn": current.physical_id}
        if "RevocationConfiguration" in new:
            pca.update_certificate_authority(
                **arn, RevocationConfiguration=new["RevocationConfiguration"]
            )
        before, after = context.tag_map(old), context.tag_map(new)
        if gone := sorted(set(before) - set(after)):
            pca.untag_certificate_authority(
                **arn, Tags=[{"Key": key, "Value": before[key]} for key in gone]
            )
        if after:
            pca.tag_certificate_authority(**arn, Tags=context.tagged(new))
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Switches the authority off and deletes it."""
        pca, arn = context.client("acm-pca"), current.physical_id
        pca.update_certificate_authority(CertificateAuthorityArn=arn, Status="DISABLED")
        pca.delete_certificate_authority(CertificateAuthorityArn=arn)


class Certificate(Provisioner):
    """A certificate that an authority signs; every change makes another one."""

    types = ("AWS::ACMPCA::Certificate",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Has the request signed."""
        pca = context.client("acm-pca")
        authority = properties["CertificateAuthorityArn"]
        keys = ("SigningAlgorithm", "TemplateArn", "Validity", "ValidityNotBefore")
        arn = pca.issue_certificate(
            CertificateAuthorityArn=authority,
            Csr=properties["CertificateSigningRequest"].encode(),
            **{key: properties[key] for key in keys if key in properties},
        )["CertificateArn"]
        issued = pca.get_certificate(CertificateAuthorityArn=authority, CertificateArn=arn)
        return Outcome(arn, {"Arn": arn, "Certificate": issued["Certificate"]})

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Forgets the certificate: whoever has it keeps it."""


class Activation(Provisioner):
    """An authority's own certificate, from which on it signs others."""

    types = ("AWS::ACMPCA::CertificateAuthorityActivation",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Gives the authority its certificate."""
        arn = properties["CertificateAuthorityArn"]
        certificate = properties["Certificate"].strip()
        chain = properties.get("CertificateChain", "").strip()
        context.client("acm-pca").import_certificate_authority_certificate(
            CertificateAuthorityArn=arn,
            Certificate=certificate.encode(),
            **({"CertificateChain": chain.encode()} if chain else {}),
        )
        _set_status(arn, properties, context)
        complete = "\n".join(part for part in (certificate, chain) if part)
        return Outcome(arn, {"CompleteCertificateChain": complete})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Gives it another certificate, or switches it on or off."""
        return self.create(new, context)

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Switches the authority off."""
        _set_status(current.physical_id, {"Status": "DISABLED"}, context)


def _set_status(arn: str, properties: Mapping[str, Any], context: Context) -> None:
    context.client("acm-pca").update_certificate_authority(
        CertificateAuthorityArn=arn, Status=properties.get("Status", "ACTIVE")
    )


class Permission(Provisioner):
    """What ACM may do with an authority; every change replaces it."""

    types = ("AWS::ACMPCA::Permission",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Gives the permission."""
        keys = ("CertificateAuthorityArn", "Principal", "SourceAccount", "Actions")
        context.client("acm-pca").create_permission(
            **{key: properties[key] for key in keys if key in properties}
        )
        return Outcome(f"{properties['CertificateAuthorityArn']}|{properties['Principal']}")

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Takes the permission away."""
        keys = ("CertificateAuthorityArn", "Principal", "SourceAccount")
        context.client("acm-pca").delete_permission(
            **{key: properties[key] for key in keys if key in properties}
        )


PROVISIONERS = (CertificateAuthority(), Certificate(), Activation(), Permission())
