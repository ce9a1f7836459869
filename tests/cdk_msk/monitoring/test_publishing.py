"""CloudWatch's permission to tell alarms."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Annotations, Match, Template

from cdk_msk.monitoring.publishing import let_cloudwatch_publish


def statements(template, kind, document):
    (resource,) = (r for r in template["Resources"].values() if r["Type"] == kind)
    return resource["Properties"][document]["Statement"]


def test_alarms_of_this_account_are_told():
    """CloudWatch publishes for this account alone, and uses the key of an encrypted topic."""
    stack = cdk.Stack(cdk.App(), "Stack")
    topic = sns.Topic(stack, "Topic", master_key=kms.Key(stack, "Key"))
    let_cloudwatch_publish(topic)
    template = Template.from_stack(stack).to_json()
    (published,) = statements(template, "AWS::SNS::TopicPolicy", "PolicyDocument")
    assert published["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert published["Action"] == "sns:Publish"
    assert published["Condition"] == {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    }
    used = [s["Action"] for s in statements(template, "AWS::KMS::Key", "KeyPolicy")]
    assert ["kms:Decrypt", "kms:GenerateDataKey*"] in used
    assert not Annotations.from_stack(stack).find_warning("*", Match.any_value())


def test_a_key_of_others_brings_a_warning():
    """Its policy cannot be extended here, and CloudWatch would tell nobody without a word."""
    stack = cdk.Stack(cdk.App(), "Stack")
    key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:123456789012:key/0a1b-2c3d")
    let_cloudwatch_publish(sns.Topic(stack, "Topic", master_key=key))
    (warning,) = Annotations.from_stack(stack).find_warning("*", Match.any_value())
    assert warning.id == "/Stack/Topic"
    assert "must let cloudwatch.amazonaws.com use it" in str(warning.entry.data)


def test_a_topic_without_a_key_of_its_own_needs_none():
    """Nothing but the topic's policy is written."""
    stack = cdk.Stack(cdk.App(), "Stack")
    let_cloudwatch_publish(sns.Topic(stack, "Topic"))
    kinds = {r["Type"] for r in Template.from_stack(stack).to_json()["Resources"].values()}
    assert kinds == {"AWS::SNS::Topic", "AWS::SNS::TopicPolicy"}
