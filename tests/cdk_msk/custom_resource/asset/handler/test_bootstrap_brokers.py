"""Reading bootstrap brokers, from a loopback stand-in for MSK."""

import pytest

ARN = "arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b2c3d-2"
IAM = "BootstrapBrokerStringSaslIam"
SCRAM = "BootstrapBrokerStringSaslScram"
BROKERS = {"bootstrapBrokerStringSaslIam": "b-1:9098,b-2:9098"}


@pytest.fixture
def msk(loopback, monkeypatch):
    """MSK, saying what its script says."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_KAFKA", loopback.url)
    loopback.script = [(200, BROKERS)]
    return loopback


@pytest.fixture
def handle(load, context):
    return lambda event: load("bootstrap_brokers").handle(event, context)


@pytest.fixture
def ask(request_of):
    """A request for the endpoints of the cluster."""
    return lambda kind, *endpoints, id_=None: request_of(
        kind, {"ClusterArn": ARN, "Endpoints": list(endpoints), "BrokerCount": "3"}, id_
    )


def refusal(code):
    return {"__type": code, "message": "not now"}


def test_answers_every_endpoint(handle, ask, msk):
    """Each string is an attribute, under the name the API has for it."""
    handle(ask("Create", IAM))
    assert msk.answer["Status"] == "SUCCESS"
    assert msk.answer["Data"] == {IAM: "b-1:9098,b-2:9098"}
    assert msk.asked[0].startswith("/v1/clusters/arn%3Aaws%3Akafka")


def test_the_id_is_that_of_the_cluster(handle, ask, msk):
    """An update of the same cluster replaces nothing."""
    handle(ask("Create", IAM))
    handle(ask("Update", IAM, id_=msk.answers[0]["PhysicalResourceId"]))
    first, second = msk.answers
    assert (
        first["PhysicalResourceId"] == second["PhysicalResourceId"] == (f"{ARN}/bootstrap-brokers")
    )


def test_waits_until_the_cluster_has_the_endpoint(handle, ask, msk, context):
    """A cluster that is being opened to SCRAM clients has its endpoint a little later."""
    both = BROKERS | {"bootstrapBrokerStringSaslScram": "b-1:9096"}
    msk.script = [(409, refusal("ConflictException")), (200, BROKERS), (200, both)]
    handle(ask("Update", IAM, SCRAM, id_="x"))
    assert msk.answer["Data"] == {IAM: "b-1:9098,b-2:9098", SCRAM: "b-1:9096"}
    assert context.remaining_seconds == 290


def test_waits_for_its_own_permission(handle, ask, msk):
    """IAM takes a while to know the policy that was made a moment ago."""
    msk.script = [(403, refusal("AccessDeniedException")), (200, BROKERS)]
    handle(ask("Create", IAM))
    assert msk.answer["Status"] == "SUCCESS"


def test_an_endpoint_that_never_comes_is_named(handle, ask, msk):
    """An imported cluster may not have the authentication the app said it has."""
    handle(ask("Create", SCRAM))
    assert msk.answer["Status"] == "FAILED"
    assert f"{ARN} has no {SCRAM}; it has {IAM}" in msk.answer["Reason"]


def test_a_cluster_that_is_not_there_fails_at_once(handle, ask, msk, context):
    """Waiting would not bring it back."""
    msk.script = [(404, refusal("NotFoundException"))]
    handle(ask("Create", IAM))
    assert "NotFoundException" in msk.answer["Reason"]
    assert context.remaining_seconds == 300


def test_delete_asks_nobody(handle, ask, msk):
    """The cluster may be gone already."""
    handle(ask("Delete", IAM, id_=f"{ARN}/bootstrap-brokers"))
    assert msk.answer["Status"] == "SUCCESS"
    assert msk.asked == []


def test_a_missing_property_is_reported(handle, request_of, msk):
    """A request without a cluster fails with the name of what is missing."""
    handle(request_of("Create", {}))
    assert msk.answer["Status"] == "FAILED"
    assert "ClusterArn" in msk.answer["Reason"]
