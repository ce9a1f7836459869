"""The ways a client can prove who it is, one listener each, as on MSK."""

import enum


class Authentication(enum.Enum):
    """How a listener of a cluster authenticates its clients."""

    IAM = "iam"
    """TLS, then SASL with OAUTHBEARER or AWS_MSK_IAM; IAM policies authorize."""
    SCRAM = "scram"
    """TLS, then SASL/SCRAM-SHA-512 with a secret associated with the cluster."""
    TLS = "tls"
    """Mutual TLS: the client shows a certificate of the cluster's authority."""
    UNAUTHENTICATED_TLS = "unauthenticated-tls"
    """TLS, and nobody asks who the client is."""
    PLAINTEXT = "plaintext"
    """Neither encrypted nor authenticated."""

    @property
    def encrypted(self) -> bool:
        """Whether the listener speaks TLS."""
        return self is not Authentication.PLAINTEXT
