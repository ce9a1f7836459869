"""The names of certificates as Kafka writes them."""

from typing import Final

from cryptography import x509
from cryptography.x509.oid import NameOID

_KEYWORDS: Final = {
    NameOID.COMMON_NAME: "CN",
    NameOID.COUNTRY_NAME: "C",
    NameOID.DOMAIN_COMPONENT: "DC",
    NameOID.LOCALITY_NAME: "L",
    NameOID.ORGANIZATION_NAME: "O",
    NameOID.ORGANIZATIONAL_UNIT_NAME: "OU",
    NameOID.STATE_OR_PROVINCE_NAME: "ST",
    NameOID.STREET_ADDRESS: "STREET",
    NameOID.USER_ID: "UID",
}
_ESCAPED: Final = frozenset(',=+<>#;"\\')


def principal_of(certificate: bytes) -> str:
    """The principal of a client with this certificate, where no mapping rules are set.

    Kafka takes what Java's ``X500Principal.getName()`` prints: the last part of the subject first,
    commas without spaces, and what has no keyword in RFC 2253 by number.

    Args:
        certificate: In DER.
    """
    subject = x509.load_der_x509_certificate(certificate).subject
    return "User:" + ",".join(_relative(part) for part in reversed(subject.rdns))


def _relative(part: x509.RelativeDistinguishedName) -> str:
    return "+".join(_attribute(one) for one in part)


def _attribute(one: x509.NameAttribute[str | bytes]) -> str:
    keyword = _KEYWORDS.get(one.oid)
    if keyword is not None and isinstance(one.value, str):
        return f"{keyword}={_escaped(one.value)}"
    return f"{one.oid.dotted_string}=#{_encoded_value(one).hex()}"


def _escaped(value: str) -> str:
    escaped = "".join(f"\\{c}" if c in _ESCAPED else c for c in value)
    if escaped.startswith(" "):
        escaped = f"\\{escaped}"
    if escaped.endswith(" ") and len(value) > 1:
        escaped = f"{escaped[:-1]}\\ "
    return escaped


def _encoded_value(one: x509.NameAttribute[str | bytes]) -> bytes:
    """The value in DER: what ends a name that consists of it alone."""
    whole = x509.Name([one]).public_bytes()
    content = one.value if isinstance(one.value, bytes) else one.value.encode()
    length = len(content)
    header = 2 if length < 0x80 else 3 if length < 0x100 else 4
    return whole[-(header + length) :]
