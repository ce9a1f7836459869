"""Entries of access control lists: who gains and who loses what."""

import pytest

from msk_model.change import ChangeKind, compare, others

READ = "ALLOW DESCRIBE,READ * TOPIC LITERAL orders"
WRITE = "ALLOW WRITE * TOPIC PREFIXED orders."
NEVER = "DENY READ * TOPIC LITERAL bills"
NOTHING = {"Resources": {}}


def acls(*rules, principal="User:orders", **attributes):
    """A template with the entries of a principal."""
    properties = {"ClusterArn": "c", "Principal": principal, "Rules": list(rules)}
    return {
        "Resources": {"Acls": {"Type": "Custom::MskAcls", "Properties": properties} | attributes}
    }


@pytest.mark.parametrize(
    ("old", "new", "kind", "reason"),
    [
        ([READ], [READ, WRITE], "in-place", "User:orders gains WRITE TOPIC orders.*"),
        ([READ, WRITE], [READ], "shut-out", "User:orders loses WRITE TOPIC orders.*"),
        ([READ], [READ, NEVER], "shut-out", "User:orders is denied READ TOPIC bills"),
        ([READ, NEVER], [READ], "in-place", "User:orders is no longer denied READ TOPIC bills"),
    ],
)
def test_changed_entries(old, new, kind, reason):
    """What a principal loses is told before what it gains."""
    (change,) = compare(acls(*old), acls(*new))
    assert (change.kind.value, change.reason) == (kind, reason)


def test_same_entries_in_another_form():
    """The order of operations and lines says nothing."""
    again = acls(WRITE, "ALLOW READ,DESCRIBE * TOPIC LITERAL orders")
    assert compare(acls(READ, WRITE), again) == ()
    assert others(acls(READ, WRITE), again) == ()


def test_first_and_last_entry():
    """Both say whose they are; retained entries stay."""
    (came,) = compare(NOTHING, acls(READ))
    (went,) = compare(acls(READ), NOTHING)
    (kept,) = compare(acls(READ, DeletionPolicy="Retain"), NOTHING)
    assert came.kind is ChangeKind.FREE
    assert came.reason == "created; User:orders gains DESCRIBE TOPIC orders, READ TOPIC orders"
    assert went.kind is ChangeKind.SHUT_OUT
    assert "User:orders loses DESCRIBE TOPIC orders" in went.reason
    assert kept.kind is ChangeKind.FREE


def test_other_principal():
    """The former one has no entries left."""
    (change,) = compare(acls(READ), acls(READ, principal="User:bills"))
    assert change.kind is ChangeKind.SHUT_OUT
    assert change.reason == "the entries of User:orders go"


def test_many_entries_are_counted():
    """Three are shown, the rest is a number."""
    (change,) = compare(NOTHING, acls("ALLOW ALTER,CREATE,DELETE,READ,WRITE * TOPIC LITERAL a"))
    assert change.reason.endswith("DELETE TOPIC a and 2 more")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("Custom::MskClientQuota", "limited no more"),
        ("Custom::MskClientCertificate", "no renewed certificate"),
    ],
)
def test_what_else_leaves(kind, said):
    """Quotas and certificates say what their clients have from then on."""
    (change,) = compare({"Resources": {"A": {"Type": kind, "Properties": {}}}}, NOTHING)
    assert change.kind is ChangeKind.IN_PLACE
    assert said in change.reason


def test_entries_under_another_logical_id_go():
    """CloudFormation deletes the former resource last, and the entries are those of both."""
    new = {"Resources": {"Others": acls(READ, WRITE)["Resources"]["Acls"]}}
    (change,) = compare(acls(READ), new)
    assert change.kind is ChangeKind.SHUT_OUT
    assert "deletes this one last: User:orders loses DESCRIBE TOPIC orders" in change.reason
    (kept,) = compare(acls(READ, DeletionPolicy="Retain"), new)
    assert kept.kind is ChangeKind.FREE


def test_users_under_another_logical_id_go():
    """So do users: their secrets are disassociated after they have been associated."""
    users = {
        "Type": "AWS::MSK::BatchScramSecret",
        "Properties": {"ClusterArn": "c", "SecretArnList": [{"Ref": "A"}]},
    }
    (change,) = compare({"Resources": {"Users": users}}, {"Resources": {"People": users}})
    assert change.kind is ChangeKind.SHUT_OUT
    assert "the users of A are disassociated" in change.reason
