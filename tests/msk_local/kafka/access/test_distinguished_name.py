"""Principals of clients with certificates."""

import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from msk_local.kafka.access.distinguished_name import principal_of


def certificate(*parts):
    """A certificate whose subject has these parts, from the first to the last; tuples in one."""
    names = [
        x509.RelativeDistinguishedName([x509.NameAttribute(oid, value) for oid, value in part])
        for part in parts
    ]
    key = ec.generate_private_key(ec.SECP256R1())
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(names))
        .issuer_name(x509.Name([]))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return signed.public_bytes(serialization.Encoding.DER)


def test_a_common_name_is_the_principal():
    """The certificates ACM makes have a common name and nothing else."""
    orders = certificate([(NameOID.COMMON_NAME, "orders.example.com")])
    assert principal_of(orders) == "User:CN=orders.example.com"


def test_the_last_part_comes_first_and_without_spaces():
    """Java prints names from the most to the least specific part."""
    subject = certificate(
        [(NameOID.COUNTRY_NAME, "DE")],
        [(NameOID.STATE_OR_PROVINCE_NAME, "Berlin")],
        [(NameOID.LOCALITY_NAME, "Berlin")],
        [(NameOID.ORGANIZATION_NAME, "Example")],
        [(NameOID.ORGANIZATIONAL_UNIT_NAME, "Sales")],
        [(NameOID.COMMON_NAME, "orders")],
    )
    assert principal_of(subject) == "User:CN=orders,OU=Sales,O=Example,L=Berlin,ST=Berlin,C=DE"


def test_parts_of_one_rank_are_joined():
    """A part with several values keeps their order."""
    subject = certificate([(NameOID.COMMON_NAME, "orders"), (NameOID.USER_ID, "7")])
    assert principal_of(subject) in {"User:CN=orders+UID=7", "User:UID=7+CN=orders"}


@pytest.mark.parametrize("length", [5, 130, 300])
def test_what_has_no_keyword_is_a_number(length):
    """RFC 2253 knows no keyword for an email address, so it stands there in DER."""
    address = "a" * (length - 3) + "@b."
    subject = certificate([(NameOID.EMAIL_ADDRESS, address)])
    lengths = {5: "05", 130: "8182", 300: "82012c"}
    expected = f"User:1.2.840.113549.1.9.1=#16{lengths[length]}{address.encode().hex()}"
    assert principal_of(subject) == expected


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("Orders, Inc.", "Orders\\, Inc."),
        ('a+b=c"d\\e<f>g;h#i', 'a\\+b\\=c\\"d\\\\e\\<f\\>g\\;h\\#i'),
        (" padded ", "\\ padded\\ "),
        ("Jürgen", "Jürgen"),
    ],
)
def test_special_characters_are_escaped(value, printed):
    """What separates the parts of a name is marked where it belongs to a value."""
    assert principal_of(certificate([(NameOID.COMMON_NAME, value)])) == f"User:CN={printed}"
