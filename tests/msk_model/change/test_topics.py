"""Topics in templates, of MSK's type and of the custom resource."""

import json

import pytest

from msk_model.change import ChangeKind, NoWay, compare, others, way

NATIVE = "AWS::MSK::Topic"
CUSTOM = "Custom::MskTopic"


def topic(kind, configs=None, **changes):
    """A topic as either resource."""
    policy = changes.pop("policy", None)
    properties = {
        "ClusterArn": "arn:aws:kafka:eu-central-1:111122223333:cluster/orders/1f0b-2",
        "TopicName": "orders",
        "PartitionCount": 6,
        "ReplicationFactor": 3,
        **changes,
    }
    configs = configs or {}
    if kind == NATIVE:
        properties["Configs"] = {"Fn::Base64": json.dumps(configs)}
    else:
        properties |= {"ServiceToken": "f", "Configs": configs, "Adopt": True}
    kept = {"DeletionPolicy": policy, "UpdateReplacePolicy": policy} if policy else {}
    return {"Resources": {"Topic": {"Type": kind, "Properties": properties, **kept}}}


def plan(old, new):
    return {change.path: change for change in compare(old, new)}


@pytest.mark.parametrize("kind", [NATIVE, CUSTOM])
@pytest.mark.parametrize(
    ("changes", "path", "expected", "reason"),
    [
        ({"PartitionCount": 12}, "PartitionCount", "in-place", "partitions are added"),
        ({"PartitionCount": "3"}, "PartitionCount", "forbidden", "never takes partitions away"),
        ({"ReplicationFactor": 2}, "ReplicationFactor", "forbidden", "reassign its partitions"),
        ({"TopicName": "bills"}, "TopicName", "data-loss", "deleted with its records"),
    ],
)
def test_changes_of_a_topic(kind, changes, path, expected, reason):
    """What Kafka or CloudFormation makes of it, whichever resource declares the topic."""
    found = plan(topic(kind), topic(kind, **changes))
    assert set(found) == {path}
    assert found[path].kind.value == expected
    assert reason in found[path].reason


@pytest.mark.parametrize("kind", [NATIVE, CUSTOM])
@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"retention.ms": "1000"}, {"retention.ms": "2000"}, ChangeKind.IN_PLACE),
        ({"retention.ms": "2000"}, {"retention.ms": "1000"}, ChangeKind.DATA_LOSS),
        ({}, {"retention.ms": "1000"}, ChangeKind.DATA_LOSS),
        ({"cleanup.policy": "delete"}, {"cleanup.policy": "compact"}, ChangeKind.DATA_LOSS),
        (
            {"remote.storage.enable": "true"},
            {"remote.storage.enable": "true", "cleanup.policy": "compact"},
            ChangeKind.FORBIDDEN,
        ),
    ],
)
def test_changes_of_settings(kind, old, new, expected):
    """Each setting is judged by itself, with what becomes of records."""
    assert (
        max(
            (change.kind for change in compare(topic(kind, old), topic(kind, new))),
            key=lambda found: found.rank,
        )
        is expected
    )


def test_settings_are_told_one_by_one():
    """A long retention and another segment size are two changes, in words people use."""
    old = topic(NATIVE, {"retention.ms": "604800000", "segment.bytes": "1048576"})
    new = topic(NATIVE, {"retention.ms": "86400000", "segment.bytes": "2097152"})
    found = plan(old, new)
    assert {path: one.kind.value for path, one in found.items()} == {
        "Configs/retention.ms": "data-loss",
        "Configs/segment.bytes": "in-place",
    }
    assert found["Configs/retention.ms"].old == "7 days"
    assert found["Configs/retention.ms"].new == "1 day"


@pytest.mark.parametrize("kind", [NATIVE, CUSTOM])
def test_another_topic_has_other_partitions(kind):
    """Fewer partitions under another name are no partitions taken away."""
    kept = topic(kind, policy="Retain")
    found = plan(kept, topic(kind, policy="Retain", TopicName="bills", PartitionCount=1))
    assert found["TopicName"].kind is ChangeKind.REPLACEMENT
    assert found["PartitionCount"].kind is ChangeKind.FREE


@pytest.mark.parametrize("kind", [NATIVE, CUSTOM])
def test_topic_that_leaves(kind):
    """Its records go unless it is retained, and no way leads there by updates."""
    nothing = {"Resources": {}}
    (lost,) = compare(topic(kind), nothing)
    (kept,) = compare(topic(kind, policy="Retain"), nothing)
    assert lost.kind is ChangeKind.DATA_LOSS
    assert kept.kind is ChangeKind.FREE
    assert isinstance(way(topic(kind), nothing), NoWay)


def test_intrinsics_cannot_be_told():
    """Values that only the deployment knows are neither harmless nor harmful."""
    new = topic(CUSTOM, {"retention.ms": {"Ref": "Retention"}}, PartitionCount={"Ref": "Count"})
    assert {change.kind for change in compare(topic(CUSTOM), new)} == {ChangeKind.CANNOT_BE_TOLD}
    chosen = topic(CUSTOM, ReplicationFactor={"Ref": "AWS::NoValue"})
    (change,) = compare(chosen, topic(CUSTOM))
    assert change.kind is ChangeKind.CANNOT_BE_TOLD


def test_mechanics_of_the_custom_resource_are_no_change():
    """Another function behind the topic changes nothing of the topic."""
    new = topic(CUSTOM, ServiceToken="g", BootstrapBrokers="b-1:9098")
    old = topic(CUSTOM)
    new["Resources"]["Topic"]["Properties"]["ServiceToken"] = "g"
    assert compare(old, new) == ()
    assert others(old, new) == ()


def moved(resource, kind=None):
    """The same topic under another logical id, of another type perhaps."""
    properties = dict(resource["Resources"]["Topic"]["Properties"])
    if kind == NATIVE:
        properties["Configs"] = {"Fn::Base64": "{}"}
    return {
        "Resources": {
            "Moved": {**resource["Resources"]["Topic"], "Properties": properties}
            | ({"Type": kind} if kind else {})
        }
    }


def test_adopted_topic_may_move():
    """The custom resource takes over a topic that stays; nothing is lost."""
    old = topic(CUSTOM, policy="Retain")
    (change,) = compare(old, moved(old))
    assert change.kind is ChangeKind.FREE
    assert change.reason == "the logical id was Topic: what is there stays, and is taken over"


def test_adopted_topic_cannot_become_the_other_type():
    """MSK's own type creates a topic, and this one exists."""
    old = topic(CUSTOM, policy="Retain")
    new = moved(old, NATIVE)
    change = next(one for one in compare(old, new) if one.resource == "Moved")
    assert change.kind is ChangeKind.FORBIDDEN
    assert "the topic exists already, by Topic" in change.reason
