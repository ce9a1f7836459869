from datetime import UTC, datetime
from urllib.parse import urlencode

import botocore.session
import pytest
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from msk_local.protocols import QueryProtocol, ServiceError

MODEL = botocore.session.get_session().get_service_model("cloudformation")
PROTOCOL = QueryProtocol("cloudformation")


def _request(operation, parameters):
    serialized = create_serializer("query").serialize_to_request(
        parameters, MODEL.operation_model(operation)
    )
    return Request(EnvironBuilder(method="POST", data=serialized["body"]).get_environ())


def _parsed(operation, response):
    answer = {
        "status_code": response.status_code,
        "headers": dict(response.headers),
        "body": response.get_data(),
    }
    shape = MODEL.operation_model(operation).output_shape
    return create_parser("query").parse(answer, shape)


TEXT = st.text("abc <>&\"'äß日\n", min_size=1, max_size=8).map(str.strip).filter(bool)


@settings(max_examples=40, deadline=None)
@given(
    tags=st.lists(st.fixed_dictionaries({"Key": TEXT, "Value": TEXT}), min_size=1, max_size=4),
    capabilities=st.lists(TEXT, min_size=1, max_size=3),
    protect=st.booleans(),
)
def test_requests_are_read_as_botocore_writes_them(tags, capabilities, protect):
    """Lists, structures, texts and booleans come through."""
    parameters = {
        "StackName": "stack",
        "Tags": tags,
        "Capabilities": capabilities,
        "EnableTerminationProtection": protect,
    }
    assert PROTOCOL.parse(_request("CreateStack", parameters)) == ("CreateStack", parameters)


@settings(max_examples=40, deadline=None)
@given(description=TEXT, protect=st.booleans())
def test_answers_are_written_as_botocore_reads_them(description, protect):
    """Texts, booleans, times and absent members come through."""
    now = datetime(2026, 11, 23, 3, 4, 5, 678_000, tzinfo=UTC)
    stack = {
        "StackName": "stack",
        "Description": description,
        "CreationTime": now,
        "DeletionTime": None,
        "StackStatus": "CREATE_COMPLETE",
        "EnableTerminationProtection": protect,
    }
    answer = _parsed("DescribeStacks", PROTOCOL.respond("DescribeStacks", {"Stacks": [stack]}))
    del stack["DeletionTime"]
    assert answer["Stacks"] == [stack]


def test_errors_carry_code_and_message():
    """A client sees the error code, the message and the status."""
    response = PROTOCOL.error(ServiceError("ValidationError", "no <such> stack"))
    answer = _parsed("DescribeStacks", response)
    assert answer["Error"] == {
        "Type": "Sender",
        "Code": "ValidationError",
        "Message": "no <such> stack",
    }


def test_an_unknown_operation_is_refused():
    """An action that is not in the model is InvalidAction."""
    builder = EnvironBuilder(method="POST", data=urlencode({"Action": "Fly"}))
    builder.content_type = "application/x-www-form-urlencoded"
    with pytest.raises(ServiceError, match="Fly"):
        PROTOCOL.parse(Request(builder.get_environ()))
