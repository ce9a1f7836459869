"""Closing and opening clusters that have clients, at once and in steps."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_model.change import ChangeKind, NoWay, Way, compare, way

ARN = {"Fn::GetAtt": ["Cluster", "Arn"]}
SETTING = "allow.everyone.if.no.acl.found"
READ = "ALLOW READ * TOPIC LITERAL orders"


def template(*, closed, rules=(READ,), iam=True, scram=True, chain=None, kept=False):
    """A cluster, its configuration named by its content, and entries with what they need."""
    name = f"settings-{closed}".lower()
    resources = {
        "Settings": {
            "Type": "AWS::MSK::Configuration",
            "UpdateReplacePolicy": "Delete",
            "Properties": {"Name": name, "ServerProperties": f"{SETTING}={not closed}\n".lower()},
        },
        "Cluster": {
            "Type": "AWS::MSK::Cluster",
            "Properties": {
                "ClusterName": "orders",
                "KafkaVersion": "3.9.x.kraft",
                "NumberOfBrokerNodes": 3,
                "BrokerNodeGroupInfo": {
                    "InstanceType": "kafka.m7g.large",
                    "ClientSubnets": ["a", "b", "c"],
                },
                "ClientAuthentication": {
                    "Sasl": {"Iam": {"Enabled": iam}, "Scram": {"Enabled": scram}}
                },
                "ConfigurationInfo": {
                    "Arn": {"Fn::GetAtt": ["Settings", "Arn"]},
                    "Revision": {"Fn::GetAtt": ["Settings", "LatestRevision.Revision"]},
                },
            },
        },
    }
    if rules:
        resources["Role"] = {"Type": "AWS::IAM::Role", "DependsOn": ["Hour"] if chain else []}
        resources["Acls"] = {
            "Type": "Custom::MskAcls",
            "DependsOn": "Role",
            "Properties": {"ClusterArn": ARN, "Principal": "User:orders", "Rules": list(rules)},
        } | ({"DeletionPolicy": "Retain"} if kept else {})
    if chain:
        resources["Hour"] = {
            "Type": "Custom::MskConnectivity",
            "Properties": {"ClusterArn": ARN, "Link": 1, "Links": 1, **chain},
        }
    return {
        "Resources": resources,
        "Outputs": {"Who": {"Value": {"Ref": next(reversed(resources))}}},
    }


def said(old, new, path=SETTING):
    """The change of the setting."""
    return next(one for one in compare(old, new) if one.path == path)


def titles(old, new):
    """What the steps do; each refers only to what it has, and the last is the goal."""
    found = way(old, new)
    assert isinstance(found, Way), found
    for step in found.steps:
        for resource in step.template["Resources"].values():
            waits = resource.get("DependsOn", [])
            assert set([waits] if isinstance(waits, str) else waits) <= set(
                step.template["Resources"]
            )
        for output in step.template["Outputs"].values():
            assert output["Value"]["Ref"] in step.template["Resources"]
    assert found.steps[-1].template["Resources"] == new["Resources"]
    return [step.title for step in found.steps]


def test_closing_with_entries_of_the_same_deployment():
    """Clients are refused until the entries follow; in two deployments they are not."""
    old, new = template(closed=False, rules=()), template(closed=True)
    change = said(old, new)
    assert change.kind is ChangeKind.SHUT_OUT
    assert change.stepwise
    assert "refused until their entries follow: User:orders" in change.reason
    assert titles(old, new)[:2] == ["Cluster: access-control", "Cluster: configuration"]


def test_each_step_of_closing_is_harmless():
    """What the steps do one by one shuts nobody out."""
    old, new = template(closed=False, rules=()), template(closed=True)
    found = way(old, new)
    assert isinstance(found, Way)
    here = old
    for step in found.steps:
        assert not any(
            one.kind.reaches(ChangeKind.SHUT_OUT) for one in compare(here, step.template)
        )
        here = step.template


def test_entry_that_is_added_while_closing():
    """A principal that has entries may still wait for another one."""
    more = ["ALLOW WRITE * TOPIC LITERAL orders", READ]
    change = said(template(closed=False), template(closed=True, rules=more))
    assert change.kind is ChangeKind.SHUT_OUT
    assert change.stepwise


@pytest.mark.parametrize(
    ("options", "kind", "reason"),
    [
        ({}, "in-place", "User:orders have some"),
        ({"rules": ()}, "shut-out", "no entry for any of them"),
        ({"rules": (), "scram": False}, "free", "not governed"),
    ],
)
def test_closing_alone(options, kind, reason):
    """Whether it harms depends on who is there, and whether they have entries."""
    change = said(template(closed=False, **options), template(closed=True, **options))
    assert change.kind.value == kind
    assert reason in change.reason
    assert not change.stepwise


def test_opening_lets_entries_go_afterwards():
    """First the setting, then the entries: nobody is without both."""
    old, new = template(closed=True), template(closed=False, rules=())
    change = said(old, new)
    assert change.kind is ChangeKind.IN_PLACE
    assert titles(old, new) == ["Cluster: configuration", "everything else"]


def test_iam_leaves_after_the_entries():
    """What removes entries signs in with IAM, so two deployments are needed."""
    old, new = template(closed=True), template(closed=False, rules=(), iam=False)
    change = said(old, new, "ClientAuthentication/Sasl/Iam")
    assert change.kind is ChangeKind.FORBIDDEN
    assert change.stepwise
    assert titles(old, new)[:3] == [
        "Cluster: configuration",
        "Cluster: access-control",
        "Cluster: security",
    ]


def test_iam_stays_while_entries_do():
    """No number of steps gets there as long as entries are declared; retained ones may stay."""
    found = way(template(closed=True), template(closed=True, iam=False))
    assert isinstance(found, NoWay)
    assert "what takes care of Acls signs in with IAM" in found.reasons[0]
    kept = compare(template(closed=True, kept=True), template(closed=True, rules=(), iam=False))
    assert "ClientAuthentication/Sasl/Iam" not in {one.path for one in kept}


def test_iam_comes_before_the_entries():
    """Entries cannot be made before IAM is on."""
    old = template(closed=False, rules=(), iam=False)
    assert titles(old, template(closed=True))[:3] == [
        "Cluster: security",
        "Cluster: access-control",
        "Cluster: configuration",
    ]


def test_public_cluster_is_private_before_it_opens_to_everybody():
    """MSK keeps public clusters closed, so the way in goes first; nobody waits for it any more."""
    old = template(closed=True, chain={"PublicAccess": True})
    said_false = template(closed=False, chain={"PublicAccess": False})
    assert titles(old, said_false)[:2] == ["Cluster: connectivity", "Cluster: configuration"]
    gone = template(closed=False)
    assert titles(old, gone)[:2] == ["Cluster: connectivity", "Cluster: configuration"]


def test_unknown_configuration_says_nothing():
    """A configuration that stands elsewhere may say anything."""
    old, new = template(closed=False, rules=()), template(closed=True)
    new = copy.deepcopy(new)
    new["Resources"]["Cluster"]["Properties"]["ConfigurationInfo"] = {"Arn": "c", "Revision": 2}
    assert SETTING not in {one.path for one in compare(old, new)}


RULES = st.lists(
    st.sampled_from([READ, "ALLOW WRITE * TOPIC LITERAL orders", "DENY READ * TOPIC LITERAL b"]),
    unique=True,
    max_size=2,
)
TEMPLATES = st.builds(
    template,
    closed=st.booleans(),
    rules=RULES,
    iam=st.booleans(),
    scram=st.booleans(),
    chain=st.none() | st.fixed_dictionaries({"PublicAccess": st.booleans()}),
    kept=st.booleans(),
)


@settings(deadline=None, max_examples=200)
@given(old=TEMPLATES, new=TEMPLATES)
def test_no_step_does_what_several_would_avoid(old, new):
    """Whatever steps there are, none of them is one that has to be two."""
    found = way(old, new)
    if isinstance(found, NoWay):
        assert all(found.reasons)
        return
    here = old
    for step in found.steps:
        assert not [one for one in compare(here, step.template) if one.stepwise], step.title
        here = step.template
    assert here == new
