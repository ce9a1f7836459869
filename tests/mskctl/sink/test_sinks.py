"""A sink is found by its function alone."""

import pytest

from mskctl.errors import MskctlError
from mskctl.sink.sinks import read_sink

ENVIRONMENT = {"BUCKET": "lake", "PREFIX": "raw/", "LEDGER": "ledger", "CONSUMER_GROUP": "sink"}
MAPPING = {
    "EventSourceArn": "arn:aws:kafka:us-east-1:123456789012:cluster/demo/1f0b-2",
    "Topics": ["orders"],
    "DestinationConfig": {"OnFailure": {"Destination": "arn:aws:sqs:us-east-1:123456789012:dead"}},
}


class FakeLambda:
    """As much of boto3's client of Lambda as is called."""

    def __init__(self, environment, *mappings):
        self.environment, self.mappings = environment, mappings

    def get_function_configuration(self, *, FunctionName):  # noqa: N803  (boto3's own spelling)
        return {"FunctionName": FunctionName, "Environment": {"Variables": self.environment}}

    def list_event_source_mappings(self, *, FunctionName):  # noqa: N803
        return {"EventSourceMappings": list(self.mappings)}


def test_a_sink():
    """Bucket, chains, objects and failure queue follow from what Lambda knows."""
    sink = read_sink(FakeLambda(ENVIRONMENT, MAPPING), "orders-sink")
    assert sink.chains == "demo/1f0b-2/sink/orders/"
    assert (sink.objects, sink.dead_letters) == (
        "raw/topic=orders/",
        "raw/dead-letters/topic=orders/",
    )
    assert sink.failure_queue == "arn:aws:sqs:us-east-1:123456789012:dead"


def test_a_replay_has_chains_of_its_own():
    """Neither its keys nor its links are taken for the sink's."""
    sink = read_sink(FakeLambda(ENVIRONMENT, MAPPING), "orders-sink").at("/again/")
    assert sink.chains == "demo/1f0b-2/sink@again/orders/"
    assert sink.objects == "again/topic=orders/"


@pytest.mark.parametrize(("own", "prefix"), [("raw/", "raw"), ("raw/", "/raw/"), ("", "/")])
def test_a_replay_to_where_the_sink_writes(own, prefix):
    """Is refused: the same records would be there twice."""
    sink = read_sink(FakeLambda({**ENVIRONMENT, "PREFIX": own}, MAPPING), "orders-sink")
    with pytest.raises(MskctlError, match="orders-sink: --prefix must not be its own, got"):
        sink.at(prefix)


def test_a_replay_to_the_root_of_the_bucket():
    """Writes keys that begin with the topic, as a sink without a prefix does."""
    sink = read_sink(FakeLambda(ENVIRONMENT, MAPPING), "orders-sink").at("/")
    assert sink.objects == "topic=orders/"


def test_an_environment_that_cannot_be_decrypted():
    """Says so, rather than that the function is no sink's."""

    class Undecrypted(FakeLambda):
        def get_function_configuration(self, *, FunctionName):  # noqa: N803
            error = {"ErrorCode": "AccessDeniedException", "Message": "kms:Decrypt is denied"}
            return {"FunctionName": FunctionName, "Environment": {"Error": error}}

    with pytest.raises(MskctlError, match="environment must be readable; kms:Decrypt is denied"):
        read_sink(Undecrypted(None, MAPPING), "orders-sink")


@pytest.mark.parametrize(
    ("client", "message"),
    [
        (FakeLambda({"BUCKET": "lake"}, MAPPING), "its environment lacks PREFIX, LEDGER"),
        (FakeLambda(ENVIRONMENT), "must have an event source mapping, got none"),
    ],
    ids=["another function", "no consumer"],
)
def test_what_is_no_sink(client, message):
    """Is refused in one line."""
    with pytest.raises(MskctlError, match=message):
        read_sink(client, "orders-sink")
