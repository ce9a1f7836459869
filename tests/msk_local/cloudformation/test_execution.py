import re

import pytest
from botocore.exceptions import ClientError

FAILING = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "not a name"}}


def test_a_stack_creates_resources_after_what_they_need(stacks, queue):
    """References and DependsOn decide the order; attributes arrive where they are asked for."""
    name = stacks.create(
        {
            "Last": queue("order-last", DependsOn="Middle"),
            "Middle": {
                "Type": "AWS::SSM::Parameter",
                "Properties": {"Type": "String", "Value": {"Fn::GetAtt": ["First", "Arn"]}},
            },
            "First": queue("order-first"),
        },
        Outputs={"Arn": {"Value": {"Fn::GetAtt": ["Middle", "Value"]}}},
    )
    created = [one for one, status in stacks.events(name) if status == "CREATE_COMPLETE"]
    assert created == ["First", "Middle", "Last", name]
    assert stacks.outputs(name)["Arn"].endswith(":order-first")


def test_a_failed_creation_is_rolled_back(stacks, queue):
    """What was created before is deleted, the stack says why, and nothing remains."""
    name = stacks.create({"Good": queue("gone"), "Bad": {**FAILING, "DependsOn": "Good"}})
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    assert not stacks.exists("gone")
    assert "failed to create: [Bad]" in stacks.reasons(name)
    assert "alphanumeric" in stacks.reasons(name)


def test_a_failed_creation_can_be_kept_for_a_look(stacks, queue):
    """With DisableRollback the stack stays half made, until it is rolled back by hand."""
    resources = {"Good": queue("kept"), "Bad": {**FAILING, "DependsOn": "Good"}}
    name = stacks.create(resources, DisableRollback=True)
    assert stacks.status(name) == "CREATE_FAILED"
    assert stacks.exists("kept")
    stacks.client.rollback_stack(StackName=name)
    assert stacks.wait(name) == "ROLLBACK_COMPLETE"
    assert not stacks.exists("kept")


def test_deletion_goes_backwards(stacks, queue):
    """A resource is deleted before what it needs; the stack is then found by its id only."""
    name = stacks.create({"Base": queue("base"), "Top": queue("top", DependsOn="Base")})
    stack_id = stacks.describe(name)["StackId"]
    assert stacks.delete(name) == "DELETE_COMPLETE"
    deleted = [one for one, status in stacks.events(stack_id) if status == "DELETE_COMPLETE"]
    assert deleted == ["Top", "Base", name]
    with pytest.raises(ClientError, match=f"Stack with id {name} does not exist"):
        stacks.describe(name)


def test_an_update_touches_only_what_changed(stacks, queue):
    """In-place changes keep the resource; unchanged resources see no event."""
    name = stacks.create({"Same": queue("same"), "Changed": queue("changed")})
    before = stacks.physical_ids(name)
    seen = len(stacks.events(name))
    assert (
        stacks.update(name, {"Same": queue("same"), "Changed": queue("changed", seconds=60)})
        == "UPDATE_COMPLETE"
    )
    assert stacks.physical_ids(name) == before
    assert {one for one, _ in stacks.events(name)[seen:]} == {"Changed", name}
    attributes = stacks.endpoint.client("sqs").get_queue_attributes(
        QueueUrl=before["Changed"], AttributeNames=["VisibilityTimeout"]
    )["Attributes"]
    assert attributes == {"VisibilityTimeout": "60"}


def test_a_replacement_is_made_before_the_old_one_goes(stacks, queue):
    """A create-only property makes a new resource first and deletes the old one at the end."""
    reader = {
        "Type": "AWS::SSM::Parameter",
        "Properties": {"Type": "String", "Value": {"Fn::GetAtt": ["Queue", "Arn"]}},
    }
    name = stacks.create({"Queue": queue("old"), "Reader": reader})
    seen = len(stacks.events(name))
    stacks.update(name, {"Queue": queue("new"), "Reader": reader})
    assert stacks.events(name)[seen:] == [
        (name, "UPDATE_IN_PROGRESS"),
        ("Queue", "UPDATE_IN_PROGRESS"),
        ("Queue", "UPDATE_COMPLETE"),
        ("Reader", "UPDATE_IN_PROGRESS"),
        ("Reader", "UPDATE_COMPLETE"),
        (name, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
        ("Queue", "DELETE_IN_PROGRESS"),
        ("Queue", "DELETE_COMPLETE"),
        (name, "UPDATE_COMPLETE"),
    ]
    assert (stacks.exists("old"), stacks.exists("new")) == (False, True)


def test_a_failed_update_is_taken_back(stacks, queue):
    """Changes are undone, replacements and additions are deleted, removals did not happen."""
    before = {
        "Changed": queue("undo-changed"),
        "Replaced": queue("undo-replaced"),
        "Removed": queue("undo-removed"),
    }
    name = stacks.create(before)
    ids = stacks.physical_ids(name)
    after = {
        "Changed": queue("undo-changed", seconds=99),
        "Replaced": queue("undo-replacement"),
        "Added": queue("undo-added"),
        "Bad": {**FAILING, "DependsOn": ["Changed", "Replaced", "Added"]},
    }
    assert stacks.update(name, after) == "UPDATE_ROLLBACK_COMPLETE"
    assert stacks.physical_ids(name) == ids
    attributes = stacks.endpoint.client("sqs").get_queue_attributes(
        QueueUrl=ids["Changed"], AttributeNames=["VisibilityTimeout"]
    )["Attributes"]
    assert attributes == {"VisibilityTimeout": "30"}
    assert stacks.exists("undo-removed")
    assert not stacks.exists("undo-added")
    assert not stacks.exists("undo-replacement")
    with pytest.raises(ClientError, match="No updates are to be performed"):
        stacks.update(name, before)


def test_a_failed_update_in_place_is_taken_back(stacks, queue):
    """The resource that failed to change gets its old properties again."""
    name = stacks.create({"Queue": queue("in-place")})
    broken = queue("in-place")
    broken["Properties"]["RedrivePolicy"] = {
        "deadLetterTargetArn": "nonsense",
        "maxReceiveCount": 3,
    }
    assert stacks.update(name, {"Queue": broken}) == "UPDATE_ROLLBACK_COMPLETE"
    assert ("Queue", "UPDATE_FAILED") in stacks.events(name)
    assert stacks.update(name, {"Queue": queue("in-place", seconds=5)}) == "UPDATE_COMPLETE"


def test_a_failed_update_can_be_kept_and_taken_back_later(stacks, queue):
    """With DisableRollback the update stops where it failed, until it is rolled back by hand."""
    name = stacks.create({"Queue": queue("paused")})
    bad = {"Queue": queue("paused", seconds=77), "Bad": {**FAILING, "DependsOn": "Queue"}}
    assert stacks.update(name, bad, DisableRollback=True) == "UPDATE_FAILED"
    stacks.client.rollback_stack(StackName=name)
    assert stacks.wait(name) == "UPDATE_ROLLBACK_COMPLETE"
    assert set(stacks.physical_ids(name)) == {"Queue"}


@pytest.mark.parametrize("policy", ["Retain", "RetainExceptOnCreate"])
def test_a_retained_resource_outlives_its_stack(stacks, queue, policy):
    """DeletionPolicy Retain leaves the resource alone when the stack is deleted."""
    name = stacks.create({"Queue": queue(f"survivor-{policy}", DeletionPolicy=policy)})
    stack_id = stacks.describe(name)["StackId"]
    assert stacks.delete(name) == "DELETE_COMPLETE"
    assert ("Queue", "DELETE_SKIPPED") in stacks.events(stack_id)
    assert stacks.exists(f"survivor-{policy}")


def test_a_failed_creation_keeps_retained_resources_only_if_told_to(stacks, queue):
    """Retain survives the rollback of a creation, RetainExceptOnCreate does not."""
    stacks.create(
        {
            "Kept": queue("create-kept", DeletionPolicy="Retain"),
            "Dropped": queue("create-dropped", DeletionPolicy="RetainExceptOnCreate"),
            "Bad": {**FAILING, "DependsOn": ["Kept", "Dropped"]},
        }
    )
    assert (stacks.exists("create-kept"), stacks.exists("create-dropped")) == (True, False)


def test_a_removed_resource_with_retain_is_left_alone(stacks, queue):
    """Taking a retained resource out of the template leaves it where it is."""
    name = stacks.create({"Other": queue("stays"), "Queue": queue("left", DeletionPolicy="Retain")})
    stacks.update(name, {"Other": queue("stays")})
    assert stacks.exists("left")
    assert set(stacks.physical_ids(name)) == {"Other"}


def test_a_replaced_resource_can_be_retained(stacks, queue):
    """UpdateReplacePolicy Retain keeps the old resource beside the new one."""
    name = stacks.create({"Queue": queue("first-life", UpdateReplacePolicy="Retain")})
    stacks.update(name, {"Queue": queue("second-life", UpdateReplacePolicy="Retain")})
    assert (stacks.exists("first-life"), stacks.exists("second-life")) == (True, True)


def test_a_resource_comes_back_after_it_was_removed(stacks, queue):
    """A logical id that was taken out and put in again is created again."""
    both = {"One": queue("one"), "Two": queue("two")}
    name = stacks.create(both)
    stacks.update(name, {"One": queue("one")})
    assert not stacks.exists("two")
    stacks.update(name, both)
    assert stacks.exists("two")


def test_a_resource_that_cannot_be_deleted_stays_in_its_stack(stacks):
    """A bucket with an object in it fails the deletion, which succeeds once it is empty."""
    name = stacks.create({"Bucket": {"Type": "AWS::S3::Bucket"}})
    bucket = stacks.physical_ids(name)["Bucket"]
    s3 = stacks.endpoint.client("s3")
    s3.put_object(Bucket=bucket, Key="key", Body=b"x")
    assert stacks.delete(name) == "DELETE_FAILED"
    assert "BucketNotEmpty" in stacks.reasons(name)
    s3.delete_object(Bucket=bucket, Key="key")
    assert stacks.delete(name) == "DELETE_COMPLETE"


def test_a_resource_somebody_deleted_does_not_stop_a_deletion(stacks, queue):
    """What is gone already counts as deleted."""
    name = stacks.create({"Queue": queue("stolen")})
    url = stacks.physical_ids(name)["Queue"]
    stacks.endpoint.client("sqs").delete_queue(QueueUrl=url)
    assert stacks.delete(name) == "DELETE_COMPLETE"


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ({"Nope": 1}, r"#: extraneous key \[Nope\] is not permitted"),
        ({"VisibilityTimeout": "soon"}, "expected type: integer"),
    ],
)
def test_properties_a_type_does_not_have_fail_the_resource(stacks, properties, reason):
    """Unknown properties and wrong types fail before anything is called."""
    name = stacks.create({"Queue": {"Type": "AWS::SQS::Queue", "Properties": properties}})
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    assert re.search(reason, stacks.reasons(name))


def test_exports_reach_other_stacks_and_cannot_be_taken_away(stacks, queue):
    """An export in use can be neither deleted nor changed; afterwards it can."""
    exported = {"Arn": {"Value": {"Fn::GetAtt": ["Queue", "Arn"]}, "Export": {"Name": "the-queue"}}}
    producer = stacks.create({"Queue": queue("exported")}, Outputs=exported)
    consumer = stacks.create(
        {
            "Reader": {
                "Type": "AWS::SSM::Parameter",
                "Properties": {"Type": "String", "Value": {"Fn::ImportValue": "the-queue"}},
            }
        },
        Outputs={"Value": {"Value": {"Fn::GetAtt": ["Reader", "Value"]}}},
    )
    assert stacks.outputs(consumer)["Value"].endswith(":exported")
    assert stacks.client.list_imports(ExportName="the-queue")["Imports"] == [consumer]
    assert stacks.delete(producer) == "DELETE_FAILED"
    assert f"in use by {consumer}" in stacks.reasons(producer)
    assert stacks.exists("exported")
    stacks.delete(consumer)
    assert stacks.delete(producer) == "DELETE_COMPLETE"


def test_an_export_in_use_cannot_be_removed_by_an_update(stacks, queue):
    """Dropping an output that another stack imports rolls the update back."""
    exported = {"Arn": {"Value": {"Fn::GetAtt": ["Queue", "Arn"]}, "Export": {"Name": "wanted"}}}
    producer = stacks.create({"Queue": queue("wanted")}, Outputs=exported)
    stacks.create(
        {
            "Reader": {
                "Type": "AWS::SSM::Parameter",
                "Properties": {"Type": "String", "Value": {"Fn::ImportValue": "wanted"}},
            }
        }
    )
    status = stacks.update(producer, {"Queue": queue("wanted", seconds=1)})
    assert status == "UPDATE_ROLLBACK_COMPLETE"
    assert stacks.outputs(producer)["Arn"].endswith(":wanted")


def test_two_stacks_cannot_export_the_same_name(stacks, queue):
    """The second stack with an export name fails and is rolled back."""
    exported = {"Out": {"Value": "x", "Export": {"Name": "unique"}}}
    stacks.create({"Queue": queue("unique-1")}, Outputs=exported)
    second = stacks.create({"Queue": queue("unique-2")}, Outputs=exported)
    assert stacks.status(second) == "ROLLBACK_COMPLETE"
    assert "already exported" in stacks.reasons(second)


def test_conditions_leave_resources_and_outputs_out(stacks, queue):
    """A resource whose condition does not hold is not created, and may be referred to by Fn::If."""
    name = stacks.create(
        {
            "Yes": {**queue("conditional-yes"), "Condition": "On"},
            "No": {**queue("conditional-no"), "Condition": "Off"},
        },
        Conditions={"On": {"Fn::Equals": ["a", "a"]}, "Off": {"Fn::Not": [{"Condition": "On"}]}},
        Outputs={
            "Shown": {"Condition": "On", "Value": {"Fn::If": ["Off", {"Ref": "No"}, "no such"]}},
            "Hidden": {"Condition": "Off", "Value": "x"},
        },
    )
    assert set(stacks.physical_ids(name)) == {"Yes"}
    assert stacks.outputs(name) == {"Shown": "no such"}


def test_an_update_without_changes_is_refused(stacks, queue):
    """The same template again is no update."""
    name = stacks.create({"Queue": queue("idle")})
    with pytest.raises(ClientError, match="No updates are to be performed"):
        stacks.update(name, {"Queue": queue("idle")})
