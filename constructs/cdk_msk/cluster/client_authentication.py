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

    Attributes:
        iam: IAM principals, authorized by IAM policies; see the ``grant_*`` methods of a cluster.
        scram: User names and passwords in Secrets Manager (SASL/SCRAM-SHA-512); see `ScramUser`.
        tls: Client certificates (mTLS).
        certificate_authorities: Who signs the client certificates: private certificate
            authorities of this or another account. Needed with `tls` on a cluster of your own.
        unauthenticated: Anybody who can reach a broker.

    Raises:
        ValueError: Certificate authorities are named without `tls`.
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
