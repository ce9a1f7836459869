"""Every request of CloudFormation gets exactly one honest answer."""

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="session")
def cloudformation(load):
    return load("cloudformation")


@pytest.fixture
def created(cloudformation):
    return lambda _: cloudformation.Created("thing-1", {"Size": "3"})


def client_error(code):
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "Operation")


def fail(error):
    def operation(_):
        raise error

    return operation


def test_success(cloudformation, created, context, loopback, request_of):
    """A created resource is reported with its id and attributes, to whom it was asked for."""
    cloudformation.serve(request_of("Create", {}), context, apply=created)
    assert loopback.answer == {
        "Status": "SUCCESS",
        "StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/Stack/0a1b",
        "RequestId": "0a1b2c3d",
        "LogicalResourceId": "Resource",
        "PhysicalResourceId": "thing-1",
        "Data": {"Size": "3"},
    }


def test_the_answer_is_sent_without_a_content_type(
    cloudformation, created, context, loopback, request_of
):
    """The address is signed for none, and S3 refuses an answer with one."""
    cloudformation.serve(request_of("Create", {}), context, apply=created)
    assert loopback.headers[0].get("Content-Type") == ""


def test_a_failure_is_reported_with_its_reason(cloudformation, context, loopback, request_of):
    """The reason and where to read more appear in the events of the stack."""
    cloudformation.serve(
        request_of("Create", {}), context, apply=fail(ValueError("volume is full"))
    )
    assert loopback.answer["Status"] == "FAILED"
    assert loopback.answer["Reason"] == (
        "ValueError: volume is full (log stream 2026/11/23/[$LATEST]0a1b)"
    )
    assert loopback.answer["PhysicalResourceId"] == cloudformation.NEVER_CREATED


def test_a_failed_update_keeps_the_resource(cloudformation, context, loopback, request_of):
    """Another id would make CloudFormation delete what is still in use."""
    event = request_of("Update", {}, "thing-1")
    cloudformation.serve(event, context, apply=fail(ValueError("no")))
    assert loopback.answer["PhysicalResourceId"] == "thing-1"


def test_what_was_never_created_is_not_deleted(
    cloudformation, created, context, loopback, request_of
):
    """CloudFormation deletes a resource whose creation failed when it rolls back."""
    event = request_of("Delete", {}, cloudformation.NEVER_CREATED)
    cloudformation.serve(event, context, apply=created, remove=fail(ValueError("never there")))
    assert loopback.answer["Status"] == "SUCCESS"


def test_delete_removes(cloudformation, created, context, loopback, request_of):
    """A resource is removed with the properties it had."""
    removed = []
    event = request_of("Delete", {"Name": "a"}, "thing-1")
    cloudformation.serve(
        event, context, apply=created, remove=lambda properties: removed.append(properties["Name"])
    )
    assert removed == ["a"]
    assert loopback.answer["PhysicalResourceId"] == "thing-1"


def test_a_failed_delete_is_reported(cloudformation, created, context, loopback, request_of):
    """What could not be removed is not said to be gone."""
    event = request_of("Delete", {}, "thing-1")
    cloudformation.serve(event, context, apply=created, remove=fail(ValueError("in use")))
    assert loopback.answer["Status"] == "FAILED"
    assert "in use" in loopback.answer["Reason"]


@pytest.mark.parametrize("code", ["AccessDeniedException", "ConflictException", "Throttling"])
def test_what_passes_is_waited_for(cloudformation, context, loopback, request_of, code):
    """A role that IAM does not know yet or a cluster being changed is tried again."""
    failures = [client_error(code)] * 3

    def apply(_):
        if failures:
            raise failures.pop()
        return cloudformation.Created("thing-1", {})

    cloudformation.serve(request_of("Create", {}), context, apply=apply)
    assert loopback.answer["Status"] == "SUCCESS"
    assert context.remaining_seconds == 285


def test_what_does_not_pass_fails_at_once(cloudformation, context, loopback, request_of):
    """A bad request is not tried again."""
    apply = fail(client_error("BadRequestException"))
    cloudformation.serve(request_of("Create", {}), context, apply=apply)
    assert loopback.answer["Status"] == "FAILED"
    assert context.remaining_seconds == 300


def test_there_is_always_time_to_answer(cloudformation, context, loopback, request_of):
    """A function that is stopped answers nothing, and the stack waits for its timeout."""
    apply = fail(client_error("AccessDeniedException"))
    cloudformation.serve(request_of("Create", {}), context, apply=apply)
    assert "AccessDeniedException" in loopback.answer["Reason"]
    assert 10 < context.remaining_seconds < 30


def test_an_answer_too_long_is_a_failure(cloudformation, context, loopback, request_of):
    """CloudFormation takes 4096 bytes, and says nothing useful about more."""
    cloudformation.serve(
        request_of("Create", {}),
        context,
        apply=lambda _: cloudformation.Created("thing-1", {"Text": "x" * 5000}),
    )
    assert loopback.answer["Status"] == "FAILED"
    assert loopback.answer["PhysicalResourceId"] == "thing-1"
    assert "more than 4096" in loopback.answer["Reason"]


def test_a_request_without_an_address_fails_loudly(cloudformation, created, context):
    """Nobody can be told, so Lambda has to see it."""
    with pytest.raises(KeyError, match="ResponseURL"):
        cloudformation.serve({"RequestType": "Create"}, context, apply=created)


def test_an_answer_that_cannot_be_sent_fails_loudly(cloudformation, created, context, request_of):
    """Lambda calls the function again when it raises."""
    event = request_of("Create", {}) | {"ResponseURL": "http://127.0.0.1:1/"}
    with pytest.raises(OSError, match="refused"):
        cloudformation.serve(event, context, apply=created)


def test_the_signed_address_is_not_logged(cloudformation, context, loopback, request_of, capsys):
    """Who can read the log must not be able to answer in the function's name."""
    cloudformation.serve(request_of("Create", {}), context, apply=fail(ValueError("no")))
    assert "secret" not in capsys.readouterr().out
    assert "secret" not in str(loopback.answer)


def test_what_was_left_behind_can_be_deleted(cloudformation, context, loopback, request_of):
    """The answer to a failed creation names what is there, for CloudFormation to clear away."""
    error = cloudformation.LeftBehind("half of it is there", "thing-1")
    cloudformation.serve(request_of("Create", {}), context, apply=fail(error))
    assert loopback.answer["Status"] == "FAILED"
    assert loopback.answer["PhysicalResourceId"] == "thing-1"
    assert loopback.answer["Reason"].startswith("LeftBehind: half of it is there")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
malformed = st.dictionaries(
    st.sampled_from(
        [
            "RequestType",
            "ResourceProperties",
            "PhysicalResourceId",
            "StackId",
            "RequestId",
            "LogicalResourceId",
        ]
    ),
    values | st.sampled_from(["Create", "Update", "Delete"]),
)


@given(event=malformed, error=st.sampled_from([None, KeyError("Name"), TypeError("no"), OSError()]))
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_request_gets_one_answer(cloudformation, context, loopback, event, error):
    """Whatever a request looks like and whatever goes wrong, CloudFormation hears of it once."""
    loopback.answers.clear()
    operation = fail(error) if error else lambda _: cloudformation.Created("thing-1", {})
    cloudformation.serve(
        event | {"ResponseURL": loopback.url}, context, apply=operation, remove=lambda _: None
    )
    assert loopback.answer["Status"] in ("SUCCESS", "FAILED")
    assert loopback.answer["Status"] == "SUCCESS" or loopback.answer["Reason"]
