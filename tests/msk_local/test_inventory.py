"""What remains after a destroyed deployment."""

import pytest

from msk_local import LocalCloud

_STACK = """
Resources:
  Topic: {Type: 'AWS::SNS::Topic', Properties: {TopicName: %s}}
"""


@pytest.fixture(scope="module")
def cloud():
    with LocalCloud(broker="embedded") as running:
        yield running


def _deploy(cloud, name):
    stacks = cloud.session().client("cloudformation")
    stacks.create_stack(StackName=name, TemplateBody=_STACK % name.lower())
    stacks.get_waiter("stack_create_complete").wait(
        StackName=name, WaiterConfig={"Delay": 0.05, "MaxAttempts": 2400}
    )
    return stacks


def test_nothing_remains_in_an_empty_account(cloud):
    """Neither default networks nor what AWS itself owns counts."""
    assert cloud.remaining() == {}


def test_what_the_bootstrap_stack_made_does_not_count(cloud):
    """Other stacks and their resources do, until they are deleted."""
    _deploy(cloud, "CDKToolkit")
    stacks = _deploy(cloud, "Orders")
    remaining = cloud.remaining()
    assert remaining["stacks"] == ["Orders"]
    assert [arn.rpartition(":")[2] for arn in remaining["SNS topics"]] == ["orders"]
    stacks.delete_stack(StackName="Orders")
    stacks.get_waiter("stack_delete_complete").wait(
        StackName="Orders", WaiterConfig={"Delay": 0.05, "MaxAttempts": 2400}
    )
    assert cloud.remaining() == {}


def test_a_key_that_is_scheduled_for_deletion_is_gone(cloud):
    """An enabled one is not."""
    kms = cloud.session().client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    assert cloud.remaining() == {"keys": [key]}
    kms.schedule_key_deletion(KeyId=key)
    assert cloud.remaining() == {}
