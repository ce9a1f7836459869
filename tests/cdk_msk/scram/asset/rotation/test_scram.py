"""The client's half of SCRAM, against the exchanges that the RFCs print."""

import pytest

# https://www.rfc-editor.org/rfc/rfc5802#section-5
SHA_1 = {
    "digest": "sha1",
    "nonce": "fyko+d2lbbFgONRv9qkxdawL",
    "first": b"n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
    "server_first": b"r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
    "final": b"c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
    "server_final": b"v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
}
# https://www.rfc-editor.org/rfc/rfc7677#section-3
SHA_256 = {
    "digest": "sha256",
    "nonce": "rOprNGfwEbeRWgbNEkqO",
    "first": b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
    "server_first": b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
    b"s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
    "final": b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
    b"p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
    "server_final": b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
}


@pytest.fixture(scope="module")
def scram(load):
    return load("scram")


@pytest.fixture(scope="module")
def credentials(load):
    return load("credentials").Credentials


@pytest.fixture
def exchange(scram, credentials):
    """The exchange of RFC 7677, not begun yet."""
    user = credentials("user", "pencil")
    return scram.Exchange(user, digest="sha256", nonce=SHA_256["nonce"])


@pytest.mark.parametrize("printed", [SHA_1, SHA_256], ids=["RFC 5802", "RFC 7677"])
def test_says_what_the_rfc_prints(scram, credentials, printed):
    """User ``user`` with password ``pencil``, byte for byte."""
    user = credentials("user", "pencil")
    exchange = scram.Exchange(user, digest=printed["digest"], nonce=printed["nonce"])
    assert exchange.first() == printed["first"]
    assert exchange.final(printed["server_first"]) == printed["final"]
    exchange.verify(printed["server_final"])


@pytest.mark.parametrize("answer", [b"v=AAAA", b"e=invalid-proof", b"v="])
def test_a_server_that_does_not_know_the_password_is_none(scram, exchange, answer):
    """The server proves itself too; an impostor cannot."""
    exchange.final(SHA_256["server_first"])
    with pytest.raises(scram.ScramError, match="does not prove itself"):
        exchange.verify(answer)


def test_an_answer_to_somebody_else_is_refused(scram, exchange):
    """The nonce ties the messages of one exchange together."""
    with pytest.raises(scram.ScramError, match="nonce"):
        exchange.final(b"r=other,s=QQ==,i=4096")


def test_each_exchange_is_another(scram, credentials):
    """Nonces are random, and plain: a comma would end them."""
    user = credentials("user", "pencil")
    firsts = {scram.Exchange(user).first() for _ in range(100)}
    assert len(firsts) == 100
    assert {first.count(b",") for first in firsts} == {3}


def test_characters_with_a_meaning_are_escaped(scram, credentials):
    """A name may hold an equals sign."""
    first = scram.Exchange(credentials("a=b,c", "x"), nonce="n").first()
    assert first == b"n,,n=a=3Db=2Cc,r=n"
