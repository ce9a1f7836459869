"""Private keys as ACM exports them: PKCS 8, encrypted by a passphrase (PBES2 of RFC 8018)."""

import base64
import hashlib
import textwrap

from .aes import decrypt_cbc

_ENCRYPTED = "ENCRYPTED PRIVATE KEY"
_PLAIN = "PRIVATE KEY"
_PBES2 = bytes.fromhex("2a864886f70d01050d")
_PBKDF2 = bytes.fromhex("2a864886f70d01050c")
_SHA1 = bytes.fromhex("2a864886f70d0207")
_HASHES = {
    _SHA1: "sha1",
    bytes.fromhex("2a864886f70d0208"): "sha224",
    bytes.fromhex("2a864886f70d0209"): "sha256",
    bytes.fromhex("2a864886f70d020a"): "sha384",
    bytes.fromhex("2a864886f70d020b"): "sha512",
}
_KEY_LENGTHS = {  # AES in CBC mode
    bytes.fromhex("60864801650304 0102"): 16,
    bytes.fromhex("60864801650304 0116"): 24,
    bytes.fromhex("60864801650304 012a"): 32,
}
_SEQUENCE = 0x30


def decrypted(pem: str, passphrase: bytes) -> str:
    """A private key in PEM without its encryption.

    Args:
        pem: PKCS 8, encrypted.
        passphrase: What it was encrypted with.

    Raises:
        ValueError: The key is encrypted in another way, or with another passphrase. The message
            holds nothing of the key.
    """
    ((_, whole),) = _values(_unwrap(pem))
    (_, algorithm), (_, encrypted) = _values(whole)
    (_, scheme), (_, parameters) = _values(algorithm)
    if scheme != _PBES2:
        raise _unknown("scheme", scheme)
    (_, derivation), (_, cipher) = _values(parameters)
    (_, cipher_name), (_, vector) = _values(cipher)
    if cipher_name not in _KEY_LENGTHS:
        raise _unknown("cipher", cipher_name)
    secret = _derive(derivation, passphrase, _KEY_LENGTHS[cipher_name])
    try:
        key = decrypt_cbc(secret, vector, encrypted)
        ((tag, _),) = _values(key)
    except (ValueError, IndexError):
        tag = None
    if tag != _SEQUENCE:
        raise ValueError("the private key does not decrypt: the passphrase is another one")
    lines = textwrap.wrap(base64.b64encode(key).decode(), 64)
    return "\n".join([f"-----BEGIN {_PLAIN}-----", *lines, f"-----END {_PLAIN}-----", ""])


def _derive(derivation: bytes, passphrase: bytes, length: int) -> bytes:
    (_, name), (_, parameters) = _values(derivation)
    if name != _PBKDF2:
        raise _unknown("key derivation", name)
    (_, salt), (_, count), *others = _values(parameters)
    pseudorandom = [value for tag, value in others if tag == _SEQUENCE]
    function = _values(pseudorandom[0])[0][1] if pseudorandom else _SHA1
    if function not in _HASHES:
        raise _unknown("hash", function)
    return hashlib.pbkdf2_hmac(_HASHES[function], passphrase, salt, int.from_bytes(count), length)


def _unwrap(pem: str) -> bytes:
    _, begin, rest = pem.partition(f"-----BEGIN {_ENCRYPTED}-----")
    body, end, _ = rest.partition(f"-----END {_ENCRYPTED}-----")
    if not (begin and end):
        raise ValueError("the private key is not an encrypted one of PKCS 8 in PEM")
    return base64.b64decode(body)


def _values(der: bytes) -> list[tuple[int, bytes]]:
    """Tag and content of each value that stands in `der`, one after the other.

    Raises:
        ValueError: A value is cut off.
    """
    found = []
    while der:
        tag, length, start = der[0], der[1], 2
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(der[2:start])
        if len(der) < start + length:
            raise ValueError("a value is cut off")
        found.append((tag, der[start : start + length]))
        der = der[start + length :]
    return found


def _unknown(what: str, identifier: bytes) -> ValueError:
    return ValueError(f"the private key is encrypted with an unknown {what}, {identifier.hex()}")
