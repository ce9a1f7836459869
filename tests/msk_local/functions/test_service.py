import base64
import json
import time

import pytest

CLUSTER = "arn:aws:kafka:us-east-1:123456789012:cluster/a/b-1"


@pytest.fixture(scope="module")
def echo(functions):
    """A function that returns its event and fails when the event says so."""
    source = """
def handler(event, context):
    print("saw", event)
    if event == "fail":
        raise ValueError("told to")
    return event
"""
    return functions.deploy("echo", source)


def test_invoke_answers_with_the_payload(functions, echo):
    """A synchronous invocation returns status, payload and the tail of the log."""
    answer = functions.client.invoke(
        FunctionName=echo, Payload=json.dumps({"a": 1}), LogType="Tail"
    )
    assert (answer["StatusCode"], json.loads(answer["Payload"].read())) == (200, {"a": 1})
    assert "FunctionError" not in answer
    assert base64.b64decode(answer["LogResult"]) == b"saw {'a': 1}\n"


def test_invoke_reports_the_functions_error(functions, echo):
    """A failed function is still a successful call, marked as Unhandled."""
    answer = functions.client.invoke(FunctionName=echo, Payload=json.dumps("fail"))
    assert answer["FunctionError"] == "Unhandled"
    assert json.loads(answer["Payload"].read())["errorMessage"] == "told to"


def test_an_event_is_accepted_before_it_is_handled(functions, echo):
    """An asynchronous invocation answers 202 and runs all the same."""
    group = "/aws/lambda/echo"
    logs = functions.endpoint.client("logs")
    logs.create_log_group(logGroupName=group)
    answer = functions.client.invoke(
        FunctionName=echo, InvocationType="Event", Payload=json.dumps("later")
    )
    assert answer["StatusCode"] == 202
    deadline = time.monotonic() + 120
    while not logs.filter_log_events(logGroupName=group)["events"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_dry_run_runs_nothing(functions, echo):
    """DryRun answers 204."""
    assert functions.client.invoke(FunctionName=echo, InvocationType="DryRun")["StatusCode"] == 204


@pytest.mark.parametrize("kind", ["RequestResponse", "Event", "DryRun"])
def test_invoking_nobody_is_an_error(functions, kind):
    """A function that does not exist is ResourceNotFoundException."""
    with pytest.raises(functions.client.exceptions.ResourceNotFoundException):
        functions.client.invoke(FunctionName="nobody", InvocationType=kind)


def test_everything_else_is_motos(functions, echo):
    """Operations the service does not know are answered by moto."""
    assert functions.client.get_function(FunctionName=echo)["Configuration"]["FunctionName"] == echo


def test_mappings_of_clusters_are_handed_over(functions, echo):
    """Create, get, update, list and delete reach the object that polls clusters."""
    client = functions.client
    made = client.create_event_source_mapping(
        EventSourceArn=CLUSTER, FunctionName=echo, Topics=["t"], StartingPosition="TRIM_HORIZON"
    )
    uuid = made["UUID"]
    assert functions.mappings.kept[uuid]["Topics"] == ["t"]
    assert client.get_event_source_mapping(UUID=uuid)["EventSourceArn"] == CLUSTER
    client.update_event_source_mapping(UUID=uuid, BatchSize=7)
    (listed,) = client.list_event_source_mappings(FunctionName=echo)["EventSourceMappings"]
    assert listed["BatchSize"] == 7
    assert client.delete_event_source_mapping(UUID=uuid)["State"] == "Deleting"
    assert functions.mappings.kept == {}


def test_mappings_of_other_sources_are_motos(functions, echo):
    """A queue is polled by moto; asking for its mapping reaches moto too."""
    functions.endpoint.client("sqs").create_queue(QueueName="source")
    made = functions.client.create_event_source_mapping(
        EventSourceArn=functions.endpoint.arn("sqs", "source"), FunctionName=echo
    )
    assert functions.client.get_event_source_mapping(UUID=made["UUID"])["UUID"] == made["UUID"]
    functions.client.delete_event_source_mapping(UUID=made["UUID"])
