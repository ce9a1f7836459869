"""Whom statements let in, as AWS reads them."""

import pytest

from msk_model.policy_principals import EVERYBODY, let_in

ROOT = {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::111122223333:root"]]}


@pytest.mark.parametrize(
    ("principal", "condition", "who"),
    [
        ({"AWS": "111122223333"}, None, {"account 111122223333"}),
        ({"AWS": ROOT}, None, {"account 111122223333"}),
        ({"AWS": ["arn:aws:iam::111122223333:role/a"]}, None, {"arn:aws:iam::111122223333:role/a"}),
        ({"Service": "firehose.amazonaws.com"}, None, {"firehose.amazonaws.com"}),
        ("*", None, {EVERYBODY}),
        ({"AWS": ["*"]}, None, {EVERYBODY}),
        ("*", {"Bool": {"aws:SecureTransport": "true"}}, {EVERYBODY}),
        ("*", {"StringLike": {"aws:PrincipalOrgID": "*"}}, {EVERYBODY}),
        ("*", {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}, {EVERYBODY}),
        ("*", {"StringEquals": {"aws:PrincipalOrgID": "o-a1"}}, {"PrincipalOrgID o-a1"}),
        (
            {"Service": "kafka.amazonaws.com"},
            {"StringEquals": {"aws:SourceAccount": ["1"]}},
            {"kafka.amazonaws.com for SourceAccount 1"},
        ),
        ({"AWS": {"Ref": "Account"}}, None, {"…"}),
        (None, None, set()),
    ],
)
def test_who_is_let_in(principal, condition, who):
    """Names where there are names, the condition where it names whom anybody may be."""
    statement = {"Effect": "Allow", "Principal": principal}
    assert let_in(statement | ({"Condition": condition} if condition else {})) == who


def test_denials_let_nobody_in():
    """A statement that denies allows nothing."""
    assert let_in({"Effect": "Deny", "Principal": "*"}) == frozenset()


def test_all_but_some_are_everybody():
    """NotPrincipal admits whoever is not named."""
    assert let_in({"Effect": "Allow", "NotPrincipal": {"AWS": "1"}}) == {EVERYBODY}
