"""The boto3 session of the local cloud."""

from msk_local.session import LocalSession

_URL = "http://127.0.0.1:4"


def test_clients_talk_to_the_local_cloud_whatever_the_environment_says(monkeypatch):
    """Neither another endpoint nor the switch that ignores endpoints leads away."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://203.0.113.1")
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
    session = LocalSession(_URL, region="us-east-1")
    assert session.client("kafka").meta.endpoint_url == _URL
    assert session.resource("s3").meta.client.meta.endpoint_url == _URL


def test_a_session_can_be_that_of_a_role():
    """Credentials as STS returns them replace the administrator's."""
    keys = {"AccessKeyId": "ASIA", "SecretAccessKey": "secret", "SessionToken": "token"}
    session = LocalSession(_URL, region="us-east-1", credentials=keys)
    credentials = session.get_credentials()
    assert (credentials.access_key, credentials.token) == ("ASIA", "token")
