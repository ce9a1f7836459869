"""Private keys without the encryption ACM put around them."""

import base64

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

KEYS = {
    "rsa": lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
    "ec": lambda: ec.generate_private_key(ec.SECP256R1()),
}


def pem(key, encryption):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption).decode()


@pytest.fixture(scope="module")
def decrypted(load):
    return load("private_key").decrypted


@pytest.mark.parametrize("kind", KEYS)
def test_the_key_comes_back(decrypted, kind):
    """Without its encryption the key is what it was before, byte for byte."""
    key = KEYS[kind]()
    encrypted = pem(key, BestAvailableEncryption(b"secret"))
    assert decrypted(encrypted, b"secret") == pem(key, NoEncryption())


def der(tag, *parts):
    """A value in DER."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + content


def wrapped(encrypted, *, scheme="2a864886f70d01050d", prf="", cipher="60864801650304012a"):
    """An encrypted key with algorithms of one's choice; salt, count and vector are fixed."""
    salt, count, vector = bytes(range(20)), 2048, bytes(range(16))
    derivation = der(
        0x30,
        der(0x06, bytes.fromhex("2a864886f70d01050c")),
        der(
            0x30,
            der(0x04, salt),
            der(0x02, count.to_bytes(2)),
            der(0x30, der(0x06, bytes.fromhex(prf)), der(0x05)) if prf else b"",
        ),
    )
    encryption = der(0x30, der(0x06, bytes.fromhex(cipher)), der(0x04, vector))
    algorithm = der(0x30, der(0x06, bytes.fromhex(scheme)), der(0x30, derivation, encryption))
    body = base64.encodebytes(der(0x30, algorithm, der(0x04, encrypted))).decode()
    frame = "-----{} ENCRYPTED PRIVATE KEY-----\n"
    return frame.format("BEGIN") + body + frame.format("END")


@pytest.mark.parametrize(
    ("prf", "hash_"),
    [
        ("", hashes.SHA1()),
        ("2a864886f70d0207", hashes.SHA1()),
        ("2a864886f70d0208", hashes.SHA224()),
        ("2a864886f70d0209", hashes.SHA256()),
        ("2a864886f70d020a", hashes.SHA384()),
        ("2a864886f70d020b", hashes.SHA512()),
    ],
)
def test_every_hash_of_the_derivation(decrypted, prf, hash_):
    """ACM names no hash, which means SHA-1; the others are what it may change to."""
    key = KEYS["ec"]()
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    secret = PBKDF2HMAC(hash_, 32, bytes(range(20)), 2048).derive(b"secret")
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(secret), modes.CBC(bytes(range(16)))).encryptor()
    encrypted = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    assert decrypted(wrapped(encrypted, prf=prf), b"secret") == pem(key, NoEncryption())


def test_another_passphrase_is_refused(decrypted):
    """The message says why, and nothing of the key."""
    encrypted = pem(KEYS["ec"](), BestAvailableEncryption(b"secret"))
    with pytest.raises(ValueError, match="the passphrase is another one") as refusal:
        decrypted(encrypted, b"guess")
    assert encrypted.splitlines()[1] not in str(refusal.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"scheme": "2a864886f70d010503"}, "unknown scheme, 2a864886f70d010503"),
        ({"cipher": "2a864886f70d0307"}, "unknown cipher, 2a864886f70d0307"),
        ({"prf": "2a864886f70d0206"}, "unknown hash, 2a864886f70d0206"),
    ],
)
def test_unknown_algorithms_are_named(decrypted, change, message):
    """Should ACM come to encrypt in another way, the reason of the failure says which."""
    with pytest.raises(ValueError, match=message):
        decrypted(wrapped(bytes(32), **change), b"secret")


def test_what_is_not_an_encrypted_key_is_refused(decrypted):
    """A key that was never encrypted is none either."""
    with pytest.raises(ValueError, match="not an encrypted one of PKCS 8"):
        decrypted(pem(KEYS["ec"](), NoEncryption()), b"secret")
