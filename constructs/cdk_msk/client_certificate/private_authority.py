"""A private certificate authority for the clients of clusters."""

import aws_cdk as cdk
from aws_cdk import aws_acmpca as acmpca
from constructs import Construct

from cdk_msk.client_certificate.renewal_permission import RenewalPermission

_KEY = "RSA_2048"
_SIGNATURE = "SHA256WITHRSA"


class PrivateAuthority(Construct):
    """A root authority of AWS Private CA that signs the certificates of Kafka clients.

    It signs its own certificate, is active once deployed, and lets ACM renew what it has signed.
    Organisations that have a hierarchy of authorities name one of theirs instead; this one is for
    those that have none. AWS Private CA is paid by the month, several hundred US dollars for each
    authority.

    An authority that is deleted can be restored for 30 days; clusters trust what it has signed
    until its certificate leaves their list.

    https://docs.aws.amazon.com/privateca/latest/userguide/PcaTerms.html

    Attributes:
        authority: What `ClientAuthentication` and `ClientCertificate` take; whatever uses it waits
            until it is active.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        common_name: str,
        validity_years: int = 10,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ) -> None:
        """Define the authority.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            common_name: The name in its certificate, 1 to 64 characters.
            validity_years: How long its certificate is valid, in years; certificates of clients
                never outlive it.
            removal_policy: What becomes of it when the stack goes.

        Raises:
            ValueError: The name is empty or too long, or the years are not at least two: ACM issues
                certificates for 13 months.
        """
        super().__init__(scope, id)
        self._require(common_name, validity_years)
        resource = acmpca.CfnCertificateAuthority(
            self,
            "Resource",
            type="ROOT",
            key_algorithm=_KEY,
            signing_algorithm=_SIGNATURE,
            subject=acmpca.CfnCertificateAuthority.SubjectProperty(common_name=common_name),
        )
        own = acmpca.CfnCertificate(
            self,
            "Certificate",
            certificate_authority_arn=resource.attr_arn,
            certificate_signing_request=resource.attr_certificate_signing_request,
            signing_algorithm=_SIGNATURE,
            template_arn=f"arn:{cdk.Aws.PARTITION}:acm-pca:::template/RootCACertificate/V1",
            validity=acmpca.CfnCertificate.ValidityProperty(type="YEARS", value=validity_years),
        )
        activation = acmpca.CfnCertificateAuthorityActivation(
            self,
            "Activation",
            certificate_authority_arn=resource.attr_arn,
            certificate=own.attr_certificate,
        )
        # Its own reference, so that whoever names the authority is deployed after it is active.
        self.authority = acmpca.CertificateAuthority.from_certificate_authority_arn(
            self, "Active", activation.ref
        )
        permission = RenewalPermission(self, "Renewals", certificate_authority=self.authority)
        for part in (resource, own, activation, permission.resource):
            part.apply_removal_policy(removal_policy)

    def _require(self, common_name: str, validity_years: int) -> None:
        if not 1 <= len(common_name) <= 64:
            raise ValueError(
                f"{self.node.path}: common_name must have 1 to 64 characters, got {common_name!r}; "
                "shorten it"
            )
        if validity_years < 2:
            raise ValueError(
                f"{self.node.path}: validity_years must be at least 2, got {validity_years}; "
                "certificates of clients are valid for 13 months and may not outlive it"
            )
