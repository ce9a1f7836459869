import json
import time
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError

from msk_local.cloudformation import service

ROLE = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}}}  # fmt: skip


def test_a_protected_stack_is_not_deleted(stacks, queue):
    """Termination protection refuses DeleteStack until it is switched off."""
    name = stacks.create({"Queue": queue("protected")}, EnableTerminationProtection=True)
    with pytest.raises(ClientError, match="TerminationProtection is enabled"):
        stacks.client.delete_stack(StackName=name)
    stacks.client.update_termination_protection(StackName=name, EnableTerminationProtection=False)
    assert stacks.delete(name) == "DELETE_COMPLETE"


@pytest.mark.parametrize(
    ("properties", "capability"),
    [({}, "CAPABILITY_IAM"), ({"RoleName": "named"}, "CAPABILITY_NAMED_IAM")],
)
def test_iam_needs_a_capability(stacks, properties, capability):
    """A template with IAM resources is refused unless the caller acknowledges them."""
    role = {**ROLE, "Properties": {**ROLE["Properties"], **properties}}
    with pytest.raises(ClientError, match=capability):
        stacks.create({"Role": role}, Capabilities=[])


def test_a_template_may_lie_in_a_bucket(stacks, queue):
    """TemplateURL is read through S3, in path style and in virtual-hosted style."""
    s3 = stacks.endpoint.client("s3")
    s3.create_bucket(Bucket="templates")
    body = json.dumps({"Resources": {"Queue": queue("from-bucket")}})
    s3.put_object(Bucket="templates", Key="a/b.json", Body=body)
    for url in (
        f"{stacks.endpoint.url}/templates/a/b.json",
        "https://templates.s3.us-east-1.amazonaws.com/a/b.json",
    ):
        name = stacks.name()
        stacks.client.create_stack(StackName=name, TemplateURL=url)
        assert stacks.wait(name) == "CREATE_COMPLETE"
        assert stacks.client.get_template(StackName=name)["TemplateBody"] == json.loads(body)
        stacks.delete(name)
    with pytest.raises(ClientError, match="S3 error"):
        stacks.client.create_stack(
            StackName="none", TemplateURL=f"{stacks.endpoint.url}/templates/no.json"
        )


def test_progress_is_seen_while_it_happens(stacks, tmp_path, monkeypatch):
    """A stack that takes long answers in the meantime and shows what is done already."""
    monkeypatch.setattr(service, "_PATIENCE_SECONDS", 0.1)
    seen = tmp_path / "seen"
    source = f"""
import os, time
def handler(event, context):
    while not os.path.exists({str(seen)!r}):
        time.sleep(0.02)
"""
    token = stacks.function("dawdler", source)
    slow = {"Type": "Custom::Slow", "Properties": {"ServiceToken": token, "ServiceTimeout": 1}}
    name = stacks.name()
    body = {
        "Resources": {"First": {"Type": "AWS::SQS::Queue"}, "Slow": {**slow, "DependsOn": "First"}}
    }
    stacks.client.create_stack(StackName=name, TemplateBody=json.dumps(body))
    while ("First", "CREATE_COMPLETE") not in stacks.events(name):
        time.sleep(0.02)
    assert stacks.status(name) == "CREATE_IN_PROGRESS"
    with pytest.raises(ClientError, match="can not be changed now"):
        stacks.client.delete_stack(StackName=name)
    seen.touch()
    assert stacks.wait(name) == "ROLLBACK_COMPLETE"


def test_events_come_newest_first_and_never_at_the_same_time(stacks, queue):
    """Readers may order events by their time."""
    name = stacks.create({"Queue": queue("timed")})
    events = stacks.client.describe_stack_events(StackName=name)["StackEvents"]
    times = [event["Timestamp"] for event in events]
    assert times == sorted(set(times), reverse=True)


def test_stacks_resources_and_exports_are_listed(stacks, queue):
    """The List operations show what there is."""
    exported = {"Out": {"Value": "x", "Export": {"Name": "listed"}}}
    name = stacks.create({"Queue": queue("listed")}, Outputs=exported)
    client = stacks.client
    (resource,) = client.list_stack_resources(StackName=name)["StackResourceSummaries"]
    assert (resource["LogicalResourceId"], resource["ResourceStatus"]) == (
        "Queue",
        "CREATE_COMPLETE",
    )
    complete = client.list_stacks(StackStatusFilter=["CREATE_COMPLETE"])["StackSummaries"]
    assert name in {one["StackName"] for one in complete}
    assert {one["Name"]: one["Value"] for one in client.list_exports()["Exports"]}["listed"] == "x"
    detail = client.describe_stack_resource(StackName=name, LogicalResourceId="Queue")
    assert detail["StackResourceDetail"]["ResourceType"] == "AWS::SQS::Queue"
    summary = client.get_template_summary(StackName=name)
    assert summary["ResourceTypes"] == ["AWS::SQS::Queue"]


def test_a_stack_can_hold_stacks(stacks, queue):
    """A nested stack is created, updated and deleted with its parent, which sees its outputs."""
    s3 = stacks.endpoint.client("s3")
    s3.create_bucket(Bucket="nested")
    inner = {
        "Parameters": {"Seconds": {"Type": "Number"}},
        "Resources": {
            "Queue": {
                "Type": "AWS::SQS::Queue",
                "Properties": {"QueueName": "inner", "VisibilityTimeout": {"Ref": "Seconds"}},
            }
        },
        "Outputs": {"Seconds": {"Value": {"Ref": "Seconds"}}},
    }
    s3.put_object(Bucket="nested", Key="inner.json", Body=json.dumps(inner))

    def outer(seconds):
        properties = {
            "TemplateURL": f"{stacks.endpoint.url}/nested/inner.json",
            "Parameters": {"Seconds": seconds},
        }
        return {"Inner": {"Type": "AWS::CloudFormation::Stack", "Properties": properties}}

    outputs = {"Out": {"Value": {"Fn::GetAtt": ["Inner", "Outputs.Seconds"]}}}
    name = stacks.create(outer(1), Outputs=outputs)
    assert stacks.outputs(name)["Out"] == "1"
    stacks.update(name, outer(2), Outputs=outputs)
    assert stacks.outputs(name)["Out"] == "2"
    assert stacks.delete(name) == "DELETE_COMPLETE"
    assert not stacks.exists("inner")


def test_operations_it_does_not_have_are_refused(stacks):
    """What the local cloud cannot do is an error that says so."""
    with pytest.raises(ClientError, match="DetectStackDrift is not available in the local cloud"):
        stacks.client.detect_stack_drift(StackName="any")


def test_names_can_be_used_again(stacks, queue):
    """After a deletion a new stack of the same name is another stack."""
    name = stacks.create({"Queue": queue("again")})
    first = stacks.describe(name)["StackId"]
    stacks.delete(name)
    stacks.create({"Queue": queue("again")}, name=name)
    assert stacks.describe(name)["StackId"] != first
    assert stacks.status(first) == "DELETE_COMPLETE"
    with pytest.raises(ClientError, match="already exists"):
        stacks.create({"Queue": queue("again")}, name=name)


def test_an_address_that_was_never_given_out_takes_no_answer(stacks):
    """Only the function that was asked can answer for a custom resource."""
    url = f"{stacks.endpoint.url}/.msk-local/cloudformation/response/unknown"
    request = urllib.request.Request(url, data=b"{}", method="PUT")
    with pytest.raises(urllib.error.HTTPError, match="403") as refused:
        urllib.request.urlopen(request)
    refused.value.close()
