"""ACM's permission to renew what a private certificate authority has signed."""

import aws_cdk as cdk
from aws_cdk import aws_acmpca as acmpca
from constructs import Construct


class RenewalPermission(Construct):
    """Lets ACM renew the certificates that a private certificate authority of this account signs.

    Without it a certificate is issued and then expires, as ACM acts as itself when it renews. An
    authority has this permission once: one that was made in the console with "Authorize ACM access
    to renew certificates" has it already, and the account that shares an authority with this one
    gives it there.

    https://docs.aws.amazon.com/privateca/latest/userguide/assign-permissions.html

    Attributes:
        resource: The CloudFormation resource.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        certificate_authority: acmpca.ICertificateAuthority,
    ) -> None:
        """Define the permission.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            certificate_authority: Who signs the certificates.
        """
        super().__init__(scope, id)
        self.resource = acmpca.CfnPermission(
            self,
            "Resource",
            certificate_authority_arn=certificate_authority.certificate_authority_arn,
            principal="acm.amazonaws.com",
            source_account=cdk.Aws.ACCOUNT_ID,
            actions=["IssueCertificate", "GetCertificate", "ListPermissions"],
        )
