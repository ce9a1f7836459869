"""The boto3 session of the local cloud."""

from botocore.loaders import JSONFileLoader

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


def test_service_models_are_read_once(monkeypatch):
    """The second client of a service takes no file, whichever session it is of."""
    LocalSession(_URL, region="us-east-1").client("kafka")
    monkeypatch.setattr(JSONFileLoader, "load_file", _unexpected)
    assert LocalSession(_URL, region="us-east-1").client("kafka").meta.endpoint_url == _URL


def _unexpected(_self, path):
    raise AssertionError(f"{path} was read again")
