import json
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

import botocore.session
import pytest
from botocore.serialize import create_serializer
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from msk_local.protocols import NotMineError, RestJsonProtocol, ServiceError

ARN = "arn:aws:kafka:us-east-1:123456789012:cluster/name/uuid-1"
KAFKA = RestJsonProtocol("kafka")


def _request(operation, parameters, service="kafka"):
    model = botocore.session.get_session().get_service_model(service)
    made = create_serializer("rest-json").serialize_to_request(
        parameters, model.operation_model(operation)
    )
    query = f"?{urlencode(made['query_string'], doseq=True)}" if made["query_string"] else ""
    environ = EnvironBuilder(
        path=made["url_path"], method=made["method"], data=made["body"], headers=made["headers"]
    ).get_environ()
    environ["REQUEST_URI"] = f"{made['url_path']}{query}"
    environ["QUERY_STRING"] = query.lstrip("?")
    return Request(environ)


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("DescribeClusterV2", {"ClusterArn": ARN}),
        ("ListClustersV2", {"MaxResults": 5, "ClusterNameFilter": "a b"}),
        ("UpdateBrokerCount", {"ClusterArn": ARN, "CurrentVersion": "K1", "TargetNumberOfBrokerNodes": 6}),
        ("CreateConfiguration", {"Name": "n", "ServerProperties": b"a=b\n\xff", "KafkaVersions": ["3.9.x"]}),
        ("TagResource", {"ResourceArn": ARN, "Tags": {"a": "b"}}),
        ("UntagResource", {"ResourceArn": ARN, "TagKeys": ["a", "b"]}),
    ],
)  # fmt: skip
def test_requests_are_read_as_botocore_writes_them(operation, parameters):
    """Paths with encoded ARNs, query strings, bodies and blobs come through."""
    assert KAFKA.parse(_request(operation, parameters)) == (operation, parameters)


def test_a_payload_and_headers_are_read():
    """A blob payload is handed over raw, header members by their name."""
    parameters = {"FunctionName": "f", "InvocationType": "Event", "Payload": b'{"a": 1}'}
    protocol = RestJsonProtocol("lambda")
    assert protocol.parse(_request("Invoke", parameters, "lambda")) == ("Invoke", parameters)


def test_parameters_that_break_the_model_are_refused():
    """A missing required member is the service's own error for bad requests."""
    request = Request(
        EnvironBuilder(
            path=f"/v1/clusters/{quote(ARN, safe='')}/nodes/count",
            method="PUT",
            data=json.dumps({"currentVersion": "K1"}),
        ).get_environ()
        | {"REQUEST_URI": f"/v1/clusters/{quote(ARN, safe='')}/nodes/count"}
    )
    with pytest.raises(ServiceError, match="TargetNumberOfBrokerNodes") as refused:
        KAFKA.parse(request)
    assert refused.value.code == "BadRequestException"


def test_a_body_that_is_not_json_is_refused():
    """Broken JSON is an error of the client, not of the server."""
    request = Request(
        EnvironBuilder(path="/v1/configurations", method="POST", data="{").get_environ()
    )
    with pytest.raises(ServiceError, match="not JSON"):
        KAFKA.parse(request)


def test_an_unknown_path_is_somebody_elses():
    """No operation has the path: moto is to answer."""
    with pytest.raises(NotMineError):
        KAFKA.parse(Request(EnvironBuilder(path="/v9/nothing").get_environ()))


def test_answers_use_the_names_and_formats_of_the_wire():
    """Members are spelled as on the wire, times as ISO 8601, blobs as base64."""
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    response = KAFKA.respond(
        "DescribeConfigurationRevision",
        {"Arn": ARN, "CreationTime": moment, "ServerProperties": b"a=b", "Description": None},
    )
    body = json.loads(response.get_data())
    assert body == {
        "arn": ARN,
        "creationTime": "2026-11-23T00:00:00.000000Z",
        "serverProperties": "YT1i",
    }


def test_errors_name_their_type_in_a_header():
    """Clients find the error's code in x-amzn-errortype and its members in the body."""
    response = KAFKA.error(
        ServiceError("NotFoundException", "gone", status=404, members={"invalidParameter": "arn"})
    )
    assert response.status_code == 404
    assert response.headers["x-amzn-errortype"] == "NotFoundException"
    assert json.loads(response.get_data())["invalidParameter"] == "arn"
