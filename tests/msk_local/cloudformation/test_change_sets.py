import json

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def change(stacks):
    """Makes a change set and describes it."""

    def make(name, resources, kind="UPDATE", **sections):
        stacks.client.create_change_set(
            StackName=name,
            ChangeSetName="change",
            ChangeSetType=kind,
            TemplateBody=json.dumps({"Resources": resources, **sections}),
        )
        return stacks.client.describe_change_set(StackName=name, ChangeSetName="change")

    return make


def _actions(described):
    return {
        one["ResourceChange"]["LogicalResourceId"]: (
            one["ResourceChange"]["Action"],
            one["ResourceChange"].get("Replacement"),
        )
        for one in described["Changes"]
    }


def test_a_new_stack_waits_for_its_change_set(stacks, queue, change):
    """Until it is executed there is a stack in review without resources; then it is created."""
    name = stacks.name()
    described = change(name, {"Queue": queue("reviewed")}, "CREATE")
    assert stacks.status(name) == "REVIEW_IN_PROGRESS"
    assert _actions(described) == {"Queue": ("Add", None)}
    assert not stacks.exists("reviewed")
    stacks.client.execute_change_set(StackName=name, ChangeSetName="change")
    assert stacks.wait(name) == "CREATE_COMPLETE"
    assert stacks.exists("reviewed")


def test_changes_say_what_would_happen(stacks, queue, change):
    """Additions, changes in place, replacements and removals are told apart."""
    name = stacks.create(
        {k: queue(f"plan-{k}") for k in ("Same", "Changed", "Replaced", "Removed")}
    )
    described = change(
        name,
        {
            "Same": queue("plan-Same"),
            "Changed": queue("plan-Changed", seconds=9),
            "Replaced": queue("plan-Other"),
            "Added": queue("plan-Added"),
        },
    )
    assert _actions(described) == {
        "Added": ("Add", None),
        "Changed": ("Modify", "False"),
        "Replaced": ("Modify", "True"),
        "Removed": ("Remove", None),
    }


def test_what_a_replacement_passes_on_is_only_known_later(stacks, queue, change):
    """Whoever refers to a replaced resource changes too, to a value not known yet."""
    reader = {
        "Type": "AWS::SSM::Parameter",
        "Properties": {"Type": "String", "Value": {"Fn::GetAtt": ["Queue", "Arn"]}},
    }
    name = stacks.create({"Queue": queue("passed-on"), "Reader": reader})
    described = change(name, {"Queue": queue("passed-on-2"), "Reader": reader})
    (details,) = [
        one["ResourceChange"]["Details"]
        for one in described["Changes"]
        if one["ResourceChange"]["LogicalResourceId"] == "Reader"
    ]
    assert [(one["Target"]["Name"], one["Evaluation"]) for one in details] == [("Value", "Dynamic")]


def test_what_stays_put_is_passed_on_unchanged(stacks, queue, change):
    """A change in place does not spread to those who only use the resource's name or ARN."""
    reader = {
        "Type": "AWS::SSM::Parameter",
        "Properties": {"Type": "String", "Value": {"Fn::GetAtt": ["Queue", "Arn"]}},
    }
    name = stacks.create({"Queue": queue("stays-put"), "Reader": reader})
    described = change(name, {"Queue": queue("stays-put", seconds=7), "Reader": reader})
    assert set(_actions(described)) == {"Queue"}


def test_a_change_set_without_changes_has_failed(stacks, queue, change):
    """The reason is the text the CDK CLI takes for "no changes"."""
    name = stacks.create({"Queue": queue("quiet")})
    described = change(name, {"Queue": queue("quiet")})
    assert described["Status"] == "FAILED"
    assert described["StatusReason"].startswith("The submitted information didn't contain changes.")
    with pytest.raises(ClientError, match="InvalidChangeSetStatus"):
        stacks.client.execute_change_set(StackName=name, ChangeSetName="change")


def test_outputs_alone_are_a_change(stacks, queue, change):
    """A new output makes an executable change set with no resource changes."""
    name = stacks.create({"Queue": queue("output")})
    described = change(name, {"Queue": queue("output")}, Outputs={"New": {"Value": "x"}})
    assert (described["Status"], described["Changes"]) == ("CREATE_COMPLETE", [])
    stacks.client.execute_change_set(StackName=name, ChangeSetName="change")
    stacks.wait(name)
    assert stacks.outputs(name) == {"New": "x"}


def test_deleting_an_unknown_change_set_is_no_error(stacks, queue):
    """The CDK CLI deletes the last one before it makes the next, whether there is one or not."""
    name = stacks.create({"Queue": queue("tidy")})
    stacks.client.delete_change_set(StackName=name, ChangeSetName="never-made")
    with pytest.raises(ClientError, match="ChangeSetNotFound"):
        stacks.client.describe_change_set(StackName=name, ChangeSetName="never-made")


@pytest.mark.parametrize(
    ("resources", "reason"),
    [
        ({"A": {"Type": "AWS::Foo::Bar"}}, r"Unrecognized resource types: \[AWS::Foo::Bar\]"),
        ({"A": {"Type": "AWS::EC2::Instance"}}, "the local cloud cannot provision them"),
        ({"A": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "B"}}}}, r"\[B\]"),
        (
            {"A": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::ImportValue": "no"}}}},
            "No export named no found",
        ),
    ],
)  # fmt: skip
def test_a_refused_template_leaves_no_stack_behind(stacks, change, resources, reason):
    """Unknown types, references and imports are refused before there is a stack."""
    name = stacks.name()
    with pytest.raises(ClientError, match=reason):
        change(name, resources, "CREATE")
    with pytest.raises(ClientError, match="does not exist"):
        stacks.describe(name)


def test_the_type_of_a_resource_cannot_change(stacks, queue, change):
    """One logical id is one type for life."""
    name = stacks.create({"Thing": queue("typed")})
    with pytest.raises(ClientError, match="Update of resource type is not permitted"):
        change(name, {"Thing": {"Type": "AWS::SNS::Topic"}})
