"""Rules of EventBridge, deployed by templates."""

import json

import pytest

QUEUE = "arn:aws:sqs:us-east-1:123456789012:queue"


def rule(*targets, **properties):
    """A rule with targets of these ids."""
    listed = [{"Id": target, "Arn": QUEUE, "Input": '{"told":"this"}'} for target in targets]
    return {"Rule": {"Type": "AWS::Events::Rule", "Properties": {**properties, "Targets": listed}}}


@pytest.fixture
def events(stacks):
    return stacks.endpoint.client("events")


def test_a_rule_with_pattern_and_schedule(stacks, events):
    """Both make one rule; targets come, change and go with the template."""
    pattern = {"source": ["aws.acm"], "resources": ["arn"]}
    name = stacks.create(
        rule("one", "two", EventPattern=pattern, ScheduleExpression="rate(1 day)"),
        Outputs={"Arn": {"Value": {"Fn::GetAtt": ["Rule", "Arn"]}}},
    )
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    physical = stacks.physical_ids(name)["Rule"]
    found = events.describe_rule(Name=physical)
    assert json.loads(found["EventPattern"]) == pattern
    assert found["ScheduleExpression"] == "rate(1 day)"
    assert found["Arn"] == stacks.outputs(name)["Arn"]
    status = stacks.update(name, rule("two", "three", ScheduleExpression="rate(2 days)"))
    assert status == "UPDATE_COMPLETE", stacks.reasons(name)
    targets = events.list_targets_by_rule(Rule=physical)["Targets"]
    assert sorted(target["Id"] for target in targets) == ["three", "two"]
    assert events.describe_rule(Name=physical)["ScheduleExpression"] == "rate(2 days)"
    assert stacks.delete(name) == "DELETE_COMPLETE"
    assert events.list_rules()["Rules"] == []
