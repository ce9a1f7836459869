"""IAM policies: who gains and who loses what on clusters."""

import pytest

from msk_model.change import ChangeKind, compare, others

ARN = "arn:aws:kafka:eu-central-1:111122223333"
ORDERS = f"{ARN}:topic/orders/1f0b-2/orders"


def template(actions, resources=ORDERS, role="Shop", **more):
    """A role, and a policy beside it that allows something."""
    statement = {"Effect": "Allow", "Action": actions, "Resource": resources}
    policy = {"PolicyDocument": {"Statement": [statement]}, "Roles": [{"Ref": role}]}
    return {
        "Resources": {
            role: {"Type": "AWS::IAM::Role", "Properties": {}},
            f"{role}Policy": {"Type": "AWS::IAM::Policy", "Properties": policy},
            **more,
        }
    }


READ, WRITE = "kafka-cluster:ReadData", "kafka-cluster:WriteData"


def test_role_that_may_do_less():
    """It is named, and what it may no longer do."""
    (change,) = compare(template([READ, WRITE]), template([READ]))
    assert (change.resource, change.kind) == ("Shop", ChangeKind.SHUT_OUT)
    assert change.reason == "loses WriteData of topic orders"
    assert change.old == [f"{READ} {ORDERS}", f"{WRITE} {ORDERS}"]


@pytest.mark.parametrize(
    ("actions", "resources"),
    [
        ("kafka-cluster:*", ORDERS),
        ("KAFKA-CLUSTER:read*", ORDERS),
        (READ, f"{ARN}:topic/orders/*"),
        (READ, "*"),
    ],
)
def test_wildcard_that_covers_it_takes_nothing(actions, resources):
    """Whoever may do more has lost nothing."""
    (change,) = compare(template(READ), template(actions, resources))
    assert change.kind is ChangeKind.IN_PLACE
    assert change.reason.startswith("gains ")


def test_role_that_leaves():
    """Access closes with the role; the policy is one of another service still."""
    old, new = template(READ), {"Resources": {}}
    (change,) = compare(old, new)
    assert change.kind is ChangeKind.SHUT_OUT
    assert change.resource_type == "AWS::IAM::Role"
    assert others(old, new) == ("Shop", "ShopPolicy")


def test_statement_that_moves_within_a_role_is_no_change():
    """An inline policy that says what the policy beside it said."""
    statement = {"Effect": "Allow", "Action": READ, "Resource": ORDERS}
    inline = {"Policies": [{"PolicyName": "p", "PolicyDocument": {"Statement": statement}}]}
    new = {"Resources": {"Shop": {"Type": "AWS::IAM::Role", "Properties": inline}}}
    assert compare(template(READ), new) == ()


def test_other_services_are_none_of_it():
    """What a role may do in S3 is not judged."""
    assert compare(template("s3:GetObject", "*"), template("s3:PutObject", "*")) == ()


def test_functions_of_custom_resources_are_no_clients():
    """They come and go with what they take care of."""
    parts = {
        "Admin": {"Type": "AWS::Lambda::Function", "Properties": {"Role": {"Ref": "Shop"}}},
        "Topic": {
            "Type": "Custom::MskTopic",
            "Properties": {"ServiceToken": {"Fn::GetAtt": ["Admin", "Arn"]}},
            "DeletionPolicy": "Retain",
        },
    }
    assert [one.resource for one in compare(template(READ, **parts), {"Resources": {}})] == [
        "Topic"
    ]


def test_many_grants_are_counted():
    """The first three are shown."""
    topics = [f"{ARN}:topic/orders/1f0b-2/{name}" for name in "abcde"]
    (change,) = compare(template(READ, topics), template(READ, topics[:1]))
    assert (
        change.reason
        == "loses ReadData of topic b, ReadData of topic c, ReadData of topic d and 1 more"
    )
