"""SASL mechanisms: who a client is, and whether it may connect."""

import json

import pytest

from msk_local.kafka.access.acl import Operation
from msk_local.kafka.access.failure import AuthenticationError
from msk_local.kafka.front_door.mechanisms import AwsMskIam, OauthBearer


def test_both_forms_of_iam_give_the_same_client(
    account, gate, oauthbearer, aws_msk_iam, everything
):
    """A key is the same principal with the same permissions, whatever library signed."""
    key = account.key(everything, session_token="s")
    answer, one = OauthBearer(gate, "127.0.0.1").step(oauthbearer(key))
    told, other = AwsMskIam(gate, "127.0.0.1").step(aws_msk_iam(key))
    assert answer == b""
    assert json.loads(told)["version"] == "2020_10_22"
    assert one.principal == other.principal == f"User:{account.users[key.access_key].principal_arn}"
    assert one.permissions.on_topic(Operation.READ, "x")
    assert other.permissions.on_topic(Operation.READ, "x")


def test_connecting_is_a_permission_of_its_own(account, gate, aws_msk_iam, everything):
    """A true signature of a key that may not connect to this cluster is refused."""
    elsewhere = {**everything, "Resource": "arn:aws:kafka:*:*:*/other/*"}
    message = aws_msk_iam(account.key(elsewhere))
    with pytest.raises(AuthenticationError, match="is not allowed kafka-cluster:Connect"):
        AwsMskIam(gate, "127.0.0.1").step(message)


def test_a_request_signed_for_another_host_is_refused(account, gate, aws_msk_iam, everything):
    """What was signed for a broker elsewhere cannot be brought here."""
    message = aws_msk_iam(account.key(everything), host="b-1.demo.kafka.us-east-1.amazonaws.com")
    with pytest.raises(AuthenticationError, match="another host"):
        AwsMskIam(gate, "127.0.0.1").step(message)


@pytest.mark.parametrize(
    "message", [b"", b"n,,", b"n,,\x01auth=Basic x\x01\x01", b"n,,\x01\x01", b"\xff\xfe"]
)
def test_oauthbearer_messages_without_token_are_refused(gate, message):
    """A message that carries no bearer token ends the authentication."""
    with pytest.raises(AuthenticationError, match="no bearer token"):
        OauthBearer(gate, "127.0.0.1").step(message)
