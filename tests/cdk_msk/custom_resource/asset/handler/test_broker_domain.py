"""Reading the name of all brokers, from a loopback stand-in for MSK."""

import pytest

ARN = "arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b2c3d-2"
DOMAIN = "demo.abc.c2.kafka.eu-west-1.amazonaws.com"


def nodes(*hosts):
    """An answer of ListNodes: a controller first, then brokers."""
    brokers = [{"nodeType": "BROKER", "brokerNodeInfo": {"endpoints": [one]}} for one in hosts]
    controller = {"nodeType": "CONTROLLER", "controllerNodeInfo": {"endpoints": [f"c-1.{DOMAIN}"]}}
    return {"nodeInfoList": [controller, *brokers]}


@pytest.fixture
def msk(loopback, monkeypatch):
    """MSK, saying what its script says."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_KAFKA", loopback.url)
    loopback.script = [(200, nodes(f"b-2.{DOMAIN}", f"b-1.{DOMAIN}"))]
    return loopback


@pytest.fixture
def handle(load, context):
    return lambda event: load("broker_domain").handle(event, context)


def test_answers_the_name_without_the_broker(handle, request_of, msk):
    """Whichever broker comes first."""
    handle(request_of("Create", {"ClusterArn": ARN, "BrokerCount": "3"}))
    assert msk.answer["Status"] == "SUCCESS"
    assert msk.answer["Data"] == {"Domain": DOMAIN}
    assert msk.answer["PhysicalResourceId"] == f"{ARN}/broker-domain"


def test_waits_for_a_broker_with_a_name(handle, request_of, msk):
    """A new cluster may list its controllers before its brokers."""
    msk.script = [(200, nodes()), (200, nodes(f"b-1.{DOMAIN}"))]
    handle(request_of("Create", {"ClusterArn": ARN}))
    assert msk.answer["Data"] == {"Domain": DOMAIN}


def test_there_is_nothing_to_delete(handle, request_of, msk):
    """MSK is not even asked."""
    handle(request_of("Delete", {"ClusterArn": ARN}, f"{ARN}/broker-domain"))
    assert msk.answer["Status"] == "SUCCESS"
    assert msk.asked == []
