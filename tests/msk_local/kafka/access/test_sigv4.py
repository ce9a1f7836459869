"""Signatures of AWS's own signers hold, and every change to one is noticed."""

import base64
import datetime as dt
import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.kafka import IamIdentity
from msk_local.kafka.access.failure import AuthenticationError
from msk_local.kafka.access.sigv4 import SignedConnect

REGION = "eu-central-1"
KEY, SECRET, SESSION = "AKIAEXAMPLE", "se/cr+et=", "ses/sion+token=="


def presigned(host, *, session=None, expires=900, action="kafka-cluster:Connect", region=REGION):
    """A URL as botocore signs it."""
    request = AWSRequest("GET", f"https://{host}/", params={"Action": action})
    credentials = Credentials(KEY, SECRET, session)
    SigV4QueryAuth(credentials, "kafka-cluster", region, expires=expires).add_auth(request)
    return request.prepare().url


def oauthbearer(url):
    return base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")


def aws_msk_iam(url, **changes):
    query = {name.lower(): value for name, value in parse_qsl(urlsplit(url).query)}
    message = {"version": "2020_10_22", "host": urlsplit(url).netloc, "user-agent": "test"}
    return json.dumps({**message, **query, **changes}).encode()


def verify(signed, *, later=dt.timedelta(0), session=None):
    identity = IamIdentity(
        secret_access_key=SECRET,
        principal_arn="arn:aws:iam::123456789012:user/a",
        statements=(),
        session_token=session,
    )
    now = dt.datetime.now(dt.UTC) + later
    return signed.verify(region=REGION, identity_of={KEY: identity}.get, now=now)


HOST = f"kafka.{REGION}.amazonaws.com"


@pytest.mark.parametrize("session", [None, SESSION])
def test_both_forms_of_a_true_signature_hold(session):
    """A URL in base64 and a JSON message are the same request to the verifier."""
    url = presigned(HOST, session=session) + "&User-Agent=aws-msk-iam-sasl-signer-python/1.0.2"
    for signed in (
        SignedConnect.from_oauthbearer(oauthbearer(url), region=REGION),
        SignedConnect.from_json(aws_msk_iam(presigned("127.0.0.1", session=session))),
    ):
        key, identity, expires = verify(signed, session=session)
        assert key == KEY
        assert identity.principal_arn.endswith("user/a")
        assert expires > dt.datetime.now(dt.UTC) + dt.timedelta(minutes=14)


@pytest.mark.parametrize(
    ("signing", "verifying", "reason"),
    [
        ({"action": "kafka-cluster:Disconnect"}, {}, "Action"),
        ({"region": "eu-west-1"}, {}, "credential scope"),
        ({"expires": 901}, {}, "1 to 900"),
        ({}, {"later": dt.timedelta(seconds=901)}, "expired"),
        ({}, {"later": dt.timedelta(minutes=-6)}, "future"),
        ({"session": SESSION}, {}, "not valid"),
        ({}, {"session": SESSION}, "not valid"),
        ({"session": "other"}, {"session": SESSION}, "not valid"),
    ],
)
def test_refuses_what_msk_refuses(signing, verifying, reason):
    """Another action, region, session or time than the present is refused for that reason."""
    signed = SignedConnect.from_json(aws_msk_iam(presigned("127.0.0.1", **signing)))
    with pytest.raises(AuthenticationError, match=reason):
        verify(signed, **verifying)


@pytest.mark.parametrize(
    "changes",
    [
        {"x-amz-signature": "0" * 64},
        {"host": "localhost"},
        {"x-amz-credential": f"AKIAOTHER/20260101/{REGION}/kafka-cluster/aws4_request"},
        {"x-amz-signedheaders": "host;x-amz-date"},
        {"x-amz-algorithm": "AWS4-HMAC-SHA1"},
        {"x-amz-date": "today"},
        {"x-amz-expires": "899"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_notices_every_changed_part(changes):
    """A message of which any part was changed after signing is refused."""
    signed = SignedConnect.from_json(aws_msk_iam(presigned("127.0.0.1"), **changes))
    with pytest.raises(AuthenticationError):
        verify(signed)


@pytest.mark.parametrize(
    "url",
    [
        "no url",
        f"http://{HOST}/?Action=x",
        f"https://{HOST}/path?Action=x",
        "https://kafka.us-east-1.amazonaws.com/?Action=x",
        f"https://{HOST}/?Action=x&Action=y",
    ],
)
def test_refuses_tokens_that_are_no_presigned_url_of_msk(url):
    """Other URLs, and a parameter given twice, are refused before anything is verified."""
    with pytest.raises(AuthenticationError):
        SignedConnect.from_oauthbearer(oauthbearer(url), region=REGION)


@given(st.one_of(st.text(max_size=80), st.binary(max_size=80).map(lambda b: oauthbearer(repr(b)))))
@settings(deadline=None, max_examples=200)
def test_nonsense_tokens_are_refused_and_nothing_else(token):
    """Whatever a token is, it is refused as an authentication, never as a fault."""
    with pytest.raises(AuthenticationError):
        SignedConnect.from_oauthbearer(token, region=REGION)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
)


@given(st.binary(max_size=60) | json_values.map(lambda v: json.dumps(v).encode()))
@settings(deadline=None, max_examples=200)
def test_nonsense_messages_are_refused_and_nothing_else(message):
    """Whatever a message is, it is refused as an authentication, never as a fault."""
    with pytest.raises(AuthenticationError):
        verify(SignedConnect.from_json(message))
