import pytest

HANDLER = '''
import json, urllib.request

def handler(event, context):
    properties = event["ResourceProperties"]
    if properties.get("Mode") == "raise":
        raise ValueError("broken handler")
    if properties.get("Mode") == "silent":
        return
    refused = properties.get("Mode") == "refuse" and event["RequestType"] != "Delete"
    print(event["RequestType"], event.get("PhysicalResourceId"), properties.get("Number"))
    body = {
        "Status": "FAILED" if refused else "SUCCESS",
        "Reason": "refused on purpose",
        "PhysicalResourceId": properties.get("Id", "thing"),
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "Data": {"Number": properties.get("Number"), "Deep": {"Type": type(properties.get("Number")).__name__}},
    }
    request = urllib.request.Request(
        event["ResponseURL"], data=json.dumps(body).encode(), method="PUT"
    )
    urllib.request.urlopen(request)
'''  # fmt: skip


@pytest.fixture(scope="module")
def token(stacks):
    """A function that answers as its resource's properties tell it to."""
    return stacks.function("provider", HANDLER)


@pytest.fixture(scope="module")
def log(stacks):
    """What the function was asked so far, one line per request."""
    logs = stacks.endpoint.client("logs")
    logs.create_log_group(logGroupName="/aws/lambda/provider")

    def read():
        events = logs.filter_log_events(logGroupName="/aws/lambda/provider")["events"]
        return [one["message"] for one in events]

    return read


def _thing(token, **properties):
    return {"Thing": {"Type": "Custom::Thing", "Properties": {"ServiceToken": token, **properties}}}


def test_the_function_provides_the_resource(stacks, token, log):
    """Create, Update and Delete reach the function; its answer gives id and attributes."""
    before = len(log())
    outputs = {
        "Id": {"Value": {"Ref": "Thing"}},
        "Number": {"Value": {"Fn::GetAtt": ["Thing", "Number"]}},
        "Type": {"Value": {"Fn::GetAtt": ["Thing", "Deep.Type"]}},
    }
    name = stacks.create(_thing(token, Number=1), Outputs=outputs)
    assert stacks.outputs(name) == {"Id": "thing", "Number": "1", "Type": "str"}
    stacks.update(name, _thing(token, Number=2), Outputs=outputs)
    assert stacks.outputs(name)["Number"] == "2"
    stacks.delete(name)
    assert log()[before:] == ["Create None 1", "Update thing 2", "Delete thing 2"]


def test_another_physical_id_replaces_the_resource(stacks, token, log):
    """When an update answers with a new id, the old one is deleted afterwards."""
    before = len(log())
    name = stacks.create(_thing(token, Id="first"))
    stacks.update(name, _thing(token, Id="second"))
    assert log()[before:] == ["Create None None", "Update first None", "Delete first None"]
    assert stacks.physical_ids(name) == {"Thing": "second"}


def test_a_refusal_fails_with_its_reason(stacks, token):
    """FAILED rolls the stack back and shows the reason given."""
    name = stacks.create(_thing(token, Mode="refuse"))
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    assert "Message returned: refused on purpose" in stacks.reasons(name)


def test_a_handler_that_raises_fails_at_once(stacks, token):
    """An exception that answered nothing fails the resource with the exception's text."""
    name = stacks.create(_thing(token, Mode="raise"))
    assert "broken handler" in stacks.reasons(name)


def test_a_handler_that_says_nothing_times_out(stacks, token):
    """A function that returns without answering fails after the service timeout."""
    name = stacks.create(_thing(token, Mode="silent", ServiceTimeout=1))
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    assert "did not receive a response" in stacks.reasons(name)


def test_a_failed_update_asks_for_the_old_properties_again(stacks, token, log):
    """Rolling back an update sends the function what it had before."""
    name = stacks.create(_thing(token, Number=1))
    before = len(log())
    bad = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "no name"}, "DependsOn": "Thing"}
    status = stacks.update(name, {**_thing(token, Number=2), "Bad": bad})
    assert status == "UPDATE_ROLLBACK_COMPLETE"
    assert log()[before:] == ["Update thing 2", "Update thing 1"]


def test_a_service_token_must_be_a_function(stacks):
    """Topics and nonsense are refused as service tokens."""
    name = stacks.create(_thing("arn:aws:sns:us-east-1:123456789012:topic"))
    assert "Invalid service token" in stacks.reasons(name)


def test_a_broken_new_handler_is_replaced_by_the_old_one_before_it_is_asked_again(stacks):
    """Rolling back restores the function first, then the resources it provides."""

    def template(mode):
        role = {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}}
        function = {
            "Runtime": "python3.13",
            "Handler": "index.handler",
            "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            "Timeout": 120,
            "Code": {"ZipFile": HANDLER if mode == "good" else "def handler(e, c):\n    1 / 0\n"},
        }
        return {
            "Role": {"Type": "AWS::IAM::Role", "Properties": role},
            "Function": {"Type": "AWS::Lambda::Function", "Properties": function},
            **_thing({"Fn::GetAtt": ["Function", "Arn"]}, Mode=mode),
        }

    name = stacks.create(template("good"))
    assert stacks.update(name, template("bad")) == "UPDATE_ROLLBACK_COMPLETE"
    assert "division by zero" in stacks.reasons(name)
    assert stacks.delete(name) == "DELETE_COMPLETE"
