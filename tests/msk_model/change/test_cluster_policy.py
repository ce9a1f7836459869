"""Changes of who may connect to a cluster by its policy."""

from msk_model.change import ChangeKind, compare


def policy(*principals, action="kafka:CreateVpcConnection", **more):
    """A template with a policy that lets them in."""
    statements = [
        {"Effect": "Allow", "Principal": one, "Action": action, "Resource": "c", **more}
        for one in principals
    ]
    properties = {"ClusterArn": "c", "Policy": {"Version": "2012-10-17", "Statement": statements}}
    return {"Resources": {"Policy": {"Type": "AWS::MSK::ClusterPolicy", "Properties": properties}}}


A, B = {"AWS": "111111111111"}, {"AWS": "222222222222"}
ORGANIZATION = {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}


def test_new_account_is_shown():
    """A statement more is one change, which says who comes in."""
    (change,) = compare(policy(A), policy(A, B))
    assert (change.kind, change.reason) == (ChangeKind.IN_PLACE, "lets in account 222222222222")
    assert change.old == ["account 111111111111"]


def test_organization_is_shown():
    """Everybody of an organization is the organization."""
    (change,) = compare(policy(A), policy("*", **ORGANIZATION))
    assert change.kind is ChangeKind.SHUT_OUT
    assert change.reason == (
        "lets in PrincipalOrgID o-a1b2c3d4e5; lets in no more: account 111111111111"
    )


def test_everybody_is_shown():
    """A policy for everybody says so, also when it is new."""
    (change,) = compare({"Resources": {}}, policy("*"))
    assert change.reason == "created; it lets in everybody"


def test_other_rights_of_the_same():
    """Nobody comes or goes when only the actions differ."""
    (change,) = compare(policy(A), policy(A, action="kafka:GetBootstrapBrokers"))
    assert change.kind is ChangeKind.IN_PLACE
    assert change.reason == "the same may connect; what they may do changes"


def test_policy_that_leaves():
    """Who is let in no more is named."""
    (change,) = compare(policy(A, B), {"Resources": {}})
    assert change.kind is ChangeKind.SHUT_OUT
    assert change.reason == "lets in no more: account 111111111111, account 222222222222"
