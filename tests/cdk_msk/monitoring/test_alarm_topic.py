"""The SNS topic alarms are told to."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template

from cdk_msk.monitoring import AlarmTopic


def test_it_is_encrypted_and_takes_tls_only():
    """The key rotates, plain connections are denied, and both stay by default."""
    stack = cdk.Stack(cdk.App(), "Stack")
    AlarmTopic(stack, "AlarmTopic")
    resources = Template.from_stack(stack).to_json()["Resources"].values()
    (topic,) = (r for r in resources if r["Type"] == "AWS::SNS::Topic")
    (key,) = (r for r in resources if r["Type"] == "AWS::KMS::Key")
    (policy,) = (r for r in resources if r["Type"] == "AWS::SNS::TopicPolicy")
    denied = policy["Properties"]["PolicyDocument"]["Statement"][0]

    assert "KmsMasterKeyId" in topic["Properties"]
    assert key["Properties"]["EnableKeyRotation"] is True
    assert (denied["Effect"], denied["Condition"]) == (
        "Deny",
        {"Bool": {"aws:SecureTransport": "false"}},
    )
    assert {r["DeletionPolicy"] for r in (topic, key, policy)} == {"RetainExceptOnCreate"}


def test_a_key_of_your_own_is_used():
    """No second key is made."""
    stack = cdk.Stack(cdk.App(), "Stack")
    key = kms.Key(stack, "Mine")

    assert AlarmTopic(stack, "AlarmTopic", encryption_key=key).encryption_key is key
