"""Encryption of records on their way."""

import enum


class ClientBrokerEncryption(enum.Enum):
    """What clients may speak to brokers.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html
    """

    TLS = "TLS"
    """Only TLS. IAM and SCRAM need it."""
    TLS_PLAINTEXT = "TLS_PLAINTEXT"
    """TLS, and also plaintext for clients that do not authenticate."""
    PLAINTEXT = "PLAINTEXT"
    """Only plaintext."""
