import io
import urllib.request

import pytest
from werkzeug.wrappers import Request, Response

from msk_local.protocols import NotMineError
from msk_local.server import PRIVATE_PATH, Endpoint, LocalServer
from msk_local.session import LocalSession


def _echo(environ, start_response):
    request = Request(environ)
    return Response(f"{request.path} {request.get_data().decode()}")(environ, start_response)


def _declining(environ, start_response):
    Request(environ).get_data()
    raise NotMineError


@pytest.fixture
def serve():
    """Starts servers and stops them."""
    servers = []

    def start(services):
        server = LocalServer(services)
        server.start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.stop()


def test_unlisted_services_are_motos(serve):
    """A request for a service nobody registered is answered by moto."""
    endpoint = Endpoint(serve({}).url)
    endpoint.client("sqs").create_queue(QueueName="queue")
    assert len(endpoint.client("sqs").list_queues()["QueueUrls"]) == 1


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_the_clouds_own_clients_pass_every_proxy(serve, monkeypatch, variable):
    """A proxy of the environment, which knows no loopback of ours, is never asked."""
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, "http://127.0.0.1:1")
    server = serve({})
    for clients in (Endpoint(server.url), LocalSession(server.url, region="us-east-1")):
        assert clients.client("sqs").list_queues().get("QueueUrls", []) == []


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AWS_PROFILE", "nobody"),
        ("AWS_DEFAULT_PROFILE", "nobody"),
        ("AWS_CONFIG_FILE", "/nowhere"),
        ("AWS_USE_FIPS_ENDPOINT", "true"),
        ("AWS_USE_DUALSTACK_ENDPOINT", "true"),
        ("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1"),
    ],
)
def test_the_clouds_own_clients_do_not_ask_the_environment(serve, monkeypatch, variable, value):
    """Credentials and addresses are the local cloud's own, whatever somebody uses on AWS."""
    monkeypatch.setenv(variable, value)
    server = serve({})
    for clients in (Endpoint(server.url), LocalSession(server.url, region="us-east-1")):
        assert clients.client("sqs").list_queues().get("QueueUrls", []) == []


def test_a_registered_service_gets_the_requests_signed_for_it(serve):
    """The service is read from the credential scope, for that service only."""
    endpoint = Endpoint(serve({"sqs": _echo}).url)
    endpoint.client("sns").create_topic(Name="topic")
    request = urllib.request.Request(
        f"{endpoint.url}/x",
        headers={
            "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261123/us-east-1/sqs/aws4_request, x"
        },
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.read() == b"/x "


def test_a_declined_request_reaches_moto_with_its_body(serve):
    """An application that read the body and raised NotMineError leaves moto a full request."""
    endpoint = Endpoint(serve({"sqs": _declining}).url)
    url = endpoint.client("sqs").create_queue(QueueName="declined")["QueueUrl"]
    assert url.endswith("/declined")


def test_unsigned_requests_under_the_private_path_go_to_the_named_service(serve):
    """What no signature can name is named by its path."""
    server = serve({"mine": _echo})
    with urllib.request.urlopen(f"{server.url}{PRIVATE_PATH}/mine/here") as answer:
        assert answer.read().decode().strip() == f"{PRIVATE_PATH}/mine/here"


def test_the_server_listens_on_loopback_only():
    """The address is 127.0.0.1, known before the server starts."""
    server = LocalServer({})
    assert server.url.startswith("http://127.0.0.1:")
    server.stop()


def test_each_server_begins_with_an_empty_cloud(serve):
    """What one server's cloud held is gone in the next one's."""
    Endpoint(serve({}).url).client("sns").create_topic(Name="topic")
    assert Endpoint(serve({}).url).client("sns").list_topics()["Topics"] == []


def test_stopping_twice_does_nothing():
    """A stopped server can be stopped again."""
    server = LocalServer({})
    server.start()
    server.stop()
    server.stop()


def test_large_bodies_survive(serve):
    """An object of several megabytes arrives unharmed."""
    s3 = Endpoint(serve({}).url).client("s3")
    s3.create_bucket(Bucket="bucket")
    content = b"0123456789" * 300_000
    s3.upload_fileobj(io.BytesIO(content), "bucket", "key")
    assert s3.get_object(Bucket="bucket", Key="key")["Body"].read() == content
