"""The server's side of SCRAM against a client written from the RFC."""

import base64
import hashlib
import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.kafka.access.failure import AuthenticationError
from msk_local.kafka.access.scram import ScramConversation


class Client:
    """A client of SCRAM-SHA-512 (RFC 5802)."""

    def __init__(self, username, password):
        self.password = password
        escaped = username.replace("=", "=3D").replace(",", "=2C")
        self.bare = f"n={escaped},r=client-nonce"

    def first(self):
        return f"n,,{self.bare}".encode()

    def final(self, server_first, *, nonce=None):
        fields = dict(part.split("=", 1) for part in server_first.decode().split(","))
        salt, rounds = base64.b64decode(fields["s"]), int(fields["i"])
        salted = hashlib.pbkdf2_hmac("sha512", self.password.encode(), salt, rounds)
        without_proof = f"c=biws,r={nonce or fields['r']}"
        message = f"{self.bare},{server_first.decode()},{without_proof}".encode()
        key = hmac.digest(salted, b"Client Key", "sha512")
        signature = hmac.digest(hashlib.sha512(key).digest(), message, "sha512")
        proof = bytes(a ^ b for a, b in zip(key, signature, strict=True))
        server_key = hmac.digest(salted, b"Server Key", "sha512")
        self.expected = b"v=" + base64.b64encode(hmac.digest(server_key, message, "sha512"))
        return f"{without_proof},p={base64.b64encode(proof).decode()}".encode()


names = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)


@given(username=names, password=names)
@settings(deadline=None, max_examples=15)
def test_both_sides_prove_that_they_know_the_password(username, password):
    """Any name and password work, and the server's proof is the one the client expects."""
    conversation = ScramConversation({username: password}.get)
    client = Client(username, password)
    final = client.final(conversation.begin(client.first()))
    assert conversation.finish(final) == client.expected
    assert conversation.username == username


@pytest.mark.parametrize(("username", "password"), [("alice", "wrong"), ("nobody", "right")])
def test_refuses_wrong_passwords_and_unknown_names_in_the_same_words(username, password):
    """The refusal does not tell which of the two was wrong."""
    conversation = ScramConversation({"alice": "right"}.get)
    client = Client(username, password)
    final = client.final(conversation.begin(client.first()))
    with pytest.raises(AuthenticationError, match="invalid credentials"):
        conversation.finish(final)


def test_refuses_a_proof_from_another_conversation():
    """A recorded final message is worth nothing in the next conversation."""
    recorded, client = ScramConversation({"a": "b"}.get), Client("a", "b")
    final = client.final(recorded.begin(client.first()))
    conversation = ScramConversation({"a": "b"}.get)
    conversation.begin(client.first())
    with pytest.raises(AuthenticationError, match="another conversation"):
        conversation.finish(final)


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\xff",
        b"n,,n=,r=x",
        b"n,,n=a,r=",
        b"p=tls-unique,,n=a,r=x",
        b"n,,n=a,r=x,tokenauth=true",
        b"n,,n=a=b,r=x",
        b"n,a=other,n=a,r=x",
    ],
)
def test_refuses_first_messages_that_kafka_refuses(message):
    """Channel binding, delegation tokens, acting as another and plain nonsense end at once."""
    with pytest.raises(AuthenticationError):
        ScramConversation({"a": "b"}.get).begin(message)


@given(st.binary(max_size=60))
@settings(deadline=None, max_examples=100)
def test_nonsense_is_refused_and_nothing_else(message):
    """Whatever bytes come, the conversation goes on or is refused; it never breaks."""
    conversation = ScramConversation({"a": "b"}.get)
    conversation.begin(Client("a", "b").first())
    with pytest.raises(AuthenticationError):
        conversation.finish(message)
