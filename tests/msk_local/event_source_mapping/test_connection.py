"""What a mapping takes from the secret of a client certificate."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from msk_local.event_source_mapping.connection import _certificate
from msk_local.event_source_mapping.problem import ProblemError

KEY = ec.generate_private_key(ec.SECP256R1())


def pem(encryption):
    return KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption).decode()


PLAIN = pem(NoEncryption())


def test_certificate_and_key_become_options_of_the_client():
    """The password goes along where there is one."""
    options = _certificate({"certificate": "chain", "privateKey": PLAIN})
    assert options == {"ssl.certificate.pem": "chain", "ssl.key.pem": PLAIN}
    secret = {"certificate": "chain", "privateKey": PLAIN, "privateKeyPassword": "word"}
    assert _certificate(secret)["ssl.key.password"] == "word"


@pytest.mark.parametrize(
    "secret",
    [
        {},
        {"certificate": "chain"},
        {"privateKey": PLAIN},
        {
            "certificate": "chain",
            "privateKey": pem(BestAvailableEncryption(b"word")),
            "privateKeyPassword": "word",
        },
    ],
    ids=["empty", "no key", "no certificate", "PBES2"],
)
def test_what_lambda_cannot_use_is_a_problem(secret):
    """A part is missing, or the key is encrypted by PBES2, which Lambda does not read."""
    with pytest.raises(ProblemError, match="credentials are invalid"):
        _certificate(secret)
