"""How clients prove who they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import aws_acmpca as acmpca


@dataclass(frozen=True, kw_only=True)
class ClientAuthentication:
    """The authentications a cluster accepts; several may be on together.

    IAM, SCRAM and TLS need `ClientBrokerEncryption.TLS` and encryption between brokers. All four
    can be switched on and off on a running cluster.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-update-security.html
    https://docs.aws.amazon.com/msk/latest/developerguide/msk-authentication.html

    Attributes:
        iam: IAM principals, authorized by IAM policies; see the ``grant_*`` methods of a cluster.
        scram: User names and passwords in Secrets Manager (SASL/SCRAM-SHA-512); see `ScramUser`.
        tls: Client certificates (mTLS), on port 9094; see `ClientCertificate`.
        certificate_authorities: Who signs the client certificates: private certificate
            authorities of this or another account, each once. Needed with `tls` on a cluster of
            your own. MSK documents no largest number, and asks no revocation lists: what one of
            them has signed is trusted until it expires or the authority leaves this list.
        unauthenticated: Anybody who can reach a broker.

    Raises:
        ValueError: Certificate authorities are named without `tls`, or one is named twice.
    """

    iam: bool = False
    scram: bool = False
    tls: bool = False
    certificate_authorities: Sequence[acmpca.ICertificateAuthority] = ()
    unauthenticated: bool = False

    def __post_init__(self) -> None:
        if self.certificate_authorities and not self.tls:
            msg = (
                "client_authentication must have tls=True to use certificate_authorities, "
                "got tls=False; switch it on or leave the certificate authorities out"
            )
            raise ValueError(msg)
        arns = [one.certificate_authority_arn for one in self.certificate_authorities]
        if twice := sorted({arn for arn in arns if arns.count(arn) > 1}):
            msg = (
                "certificate_authorities must name each certificate authority once, "
                f"got {', '.join(twice)} twice; leave one of the two out"
            )
            raise ValueError(msg)
