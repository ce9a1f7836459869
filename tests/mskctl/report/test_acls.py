"""What users and certificates may do, read from the templates that say it."""

from mskctl.report.acls import AclRow, acl_rows, topics_by_verb
from mskctl.report.assembly import Assembly

ARN = "arn:aws:kafka:eu-west-1:111122223333:cluster/events/uuid-1"


def rows(*rules, principal="User:shop"):
    """The rows of a template with these rules of one principal."""
    properties = {"ClusterArn": ARN, "Principal": principal, "Rules": list(rules)}
    resources = {"Acls": {"Type": "Custom::MskAcls", "Properties": properties}}
    return acl_rows(Assembly({"t.json": {"Resources": resources}}))


def test_each_resource_is_a_row_with_all_operations():
    """A prefix carries its star; who comes from one address only is told so."""
    said = rows(
        "ALLOW READ,WRITE * TOPIC LITERAL orders",
        "ALLOW READ * GROUP PREFIXED legacy-",
        "DENY ALL 10.0.0.1 TRANSACTIONAL_ID LITERAL *",
    )
    whose = {"principal": "User:shop", "cluster": "events"}
    assert set(said) == {
        AclRow(**whose, resource="topic orders", permission="allow", operations=("READ", "WRITE")),
        AclRow(**whose, resource="group legacy-*", permission="allow", operations=("READ",)),
        AclRow(
            **whose,
            resource="transactional id *",
            permission="deny",
            operations=("ALL",),
            host="10.0.0.1",
        ),
    }


def test_lines_that_cannot_be_read_are_no_entries():
    """A template that somebody changed by hand breaks no report."""
    assert rows("ALLOW", {"Ref": "Rule"}, 7) == ()


def test_topics_are_told_by_what_is_done_to_them():
    """Groups and denials are not what the drawing shows."""
    said = rows(
        "ALLOW READ,WRITE * TOPIC LITERAL orders",
        "ALLOW READ * GROUP LITERAL shop",
        "DENY WRITE * TOPIC LITERAL payments",
    )
    assert topics_by_verb(said) == {"User:shop": {"writes": ("orders",), "reads": ("orders",)}}


def test_standard_says_what_its_user_may_do(standard, content):
    """The rows are those of the deployment file, nothing beside."""
    assert [(row.resource, row.operations) for row in content(standard).acls] == [
        ("group legacy-*", ("READ",)),
        ("topic orders", ("READ", "WRITE")),
    ]
