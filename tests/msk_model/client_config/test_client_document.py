"""The document of a client."""

import json

import pytest

from msk_model.client_config import ClientDocument

DOCUMENT = ClientDocument(
    name="orders",
    cluster_arn="arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b-2",
    authentication="scram",
    bootstrap_servers="b-1:9096,b-2:9096",
    region="eu-west-1",
    secret_arn="arn:aws:secretsmanager:eu-west-1:123456789012:secret:AmazonMSK_demo_orders",
    produces=("orders",),
    idempotent=False,
)


def test_comes_back_as_it_went():
    """What is published is read without loss, and says nothing of what is absent."""
    text = DOCUMENT.as_json()
    assert ClientDocument.from_json(text) == DOCUMENT
    assert "role_arn" not in json.loads(text)
    assert json.loads(text)["version"] == 1


def test_fields_of_later_versions_are_passed_over():
    """An older program reads what a newer one wrote."""
    later = json.loads(DOCUMENT.as_json()) | {"version": 2, "colour": "red"}
    assert ClientDocument.from_json(json.dumps(later)) == DOCUMENT


@pytest.mark.parametrize("text", ["", "[]", "{}", '"x"', "null"])
def test_refuses_what_is_no_document(text):
    """A parameter that holds something else is told so."""
    with pytest.raises(ValueError, match="a client's document cannot be read"):
        ClientDocument.from_json(text)


def test_refuses_another_authentication():
    """There are three ways to sign in."""
    text = DOCUMENT.as_json().replace('"scram"', '"kerberos"')
    with pytest.raises(ValueError, match="must be one of iam, scram, tls, got 'kerberos'"):
        ClientDocument.from_json(text)
