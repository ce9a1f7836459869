"""The way from one template to another, walked under a model of what MSK accepts."""

import copy
import json

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from msk_model import Severity, check_cluster
from msk_model.change import ChangeKind, NoWay, Way, compare, way
from msk_model.template import from_template

GROUPS = {
    "storage": ("StorageMode", "BrokerNodeGroupInfo/StorageInfo"),
    "size": ("BrokerNodeGroupInfo/InstanceType",),
    "count": ("NumberOfBrokerNodes",),
    "version": ("KafkaVersion",),
    "configuration": ("ConfigurationInfo",),
    "security": ("ClientAuthentication",),
    "connectivity": ("BrokerNodeGroupInfo/ConnectivityInfo",),
    "zookeeper": ("ZookeeperAccess",),
    "monitoring": ("EnhancedMonitoring",),
}
VERSIONS = ["3.7.x", "3.8.x", "3.9.x", "3.9.x.kraft", "4.0.x.kraft", "4.1.x.kraft"]
SIZES = ["kafka.t3.small", "kafka.m7g.large", "kafka.m7g.4xlarge", "kafka.m5.4xlarge"]


def at(tree, path):
    for step in path.split("/"):
        tree = tree.get(step) if isinstance(tree, dict) else None
    return tree


@st.composite
def clusters(draw):
    """A cluster that passes the rules, or nearly."""
    size = draw(st.sampled_from([*SIZES, "express.m7g.large"]))
    express = size.startswith("express")
    version = draw(st.sampled_from(["3.9.x", "3.9.x.kraft"] if express else VERSIONS))
    nodes = {"InstanceType": size, "ClientSubnets": ["a", "b", "c"]}
    properties = {
        "ClusterName": "orders",
        "KafkaVersion": version,
        "NumberOfBrokerNodes": draw(st.sampled_from([3, 6, 9, 12])),
        "BrokerNodeGroupInfo": nodes,
        "ClientAuthentication": {
            "Sasl": {
                "Iam": {"Enabled": True},
                "Scram": {"Enabled": draw(st.booleans())},
            }
        },
        "EnhancedMonitoring": draw(st.sampled_from(["DEFAULT", "PER_BROKER"])),
    }
    if not size.startswith("express"):
        volume = {"VolumeSize": draw(st.sampled_from([100, 105, 200, 500]))}
        if size.endswith("4xlarge") and draw(st.booleans()):
            volume["ProvisionedThroughput"] = {"Enabled": True, "VolumeThroughput": 300}
        nodes["StorageInfo"] = {"EBSStorageInfo": volume}
        properties["StorageMode"] = draw(st.sampled_from(["LOCAL", "LOCAL", "TIERED"]))
    if not version.endswith("kraft") and draw(st.booleans()):
        properties["ZookeeperAccess"] = {"Enabled": draw(st.booleans())}
    if draw(st.booleans()):
        nodes["ConnectivityInfo"] = {
            "NetworkType": draw(st.sampled_from(["IPV4", "DUAL"])),
        }
    if draw(st.booleans()):
        properties["Tags"] = {"team": draw(st.sampled_from("ab"))}
    properties["ConfigurationInfo"] = {
        "Arn": {"Fn::GetAtt": ["Settings", "Arn"]},
        "Revision": {"Fn::GetAtt": ["Settings", "LatestRevision.Revision"]},
    }
    return properties


def template(properties, hours, partitions):
    return {
        "Resources": {
            "Settings": {
                "Type": "AWS::MSK::Configuration",
                "Properties": {"Name": "s", "ServerProperties": f"log.retention.hours={hours}"},
            },
            "Cluster": {"Type": "AWS::MSK::Cluster", "Properties": properties},
            "Topic": {
                "Type": "AWS::MSK::Topic",
                "Properties": {
                    "ClusterArn": {"Fn::GetAtt": ["Cluster", "Arn"]},
                    "TopicName": "t",
                    "PartitionCount": partitions,
                    "ReplicationFactor": 3,
                },
            },
        }
    }


TEMPLATES = st.builds(
    template,
    clusters(),
    st.sampled_from([24, 48]),
    st.sampled_from([6, 12]),
)


def lifted(old, new):
    """`new` with what MSK never takes back left as it is in `old`."""
    new = copy.deepcopy(new)
    before, after = (one["Resources"]["Cluster"]["Properties"] for one in (old, new))
    here, there = before["BrokerNodeGroupInfo"], after["BrokerNodeGroupInfo"]
    if here["InstanceType"][:5] != there["InstanceType"][:5]:
        there["InstanceType"] = here["InstanceType"]
        for tree, source, name in (
            (there, here, "StorageInfo"),
            (after, before, "StorageMode"),
        ):
            tree.pop(name, None)
            tree.update({name: copy.deepcopy(source[name])} if name in source else {})
    if "StorageMode" in before and before["StorageMode"] == "TIERED":
        after["StorageMode"] = "TIERED"
    volume, wanted = (at(one, "StorageInfo/EBSStorageInfo") for one in (here, there))
    if volume and wanted["VolumeSize"] < volume["VolumeSize"] + 10:
        wanted["VolumeSize"] = volume["VolumeSize"]
    if at(here, "ConnectivityInfo/NetworkType") == "DUAL":
        there["ConnectivityInfo"] = {"NetworkType": "DUAL"}
    if VERSIONS.index(before["KafkaVersion"]) > VERSIONS.index(after["KafkaVersion"]):
        after["KafkaVersion"] = before["KafkaVersion"]
    if after["KafkaVersion"].endswith("kraft"):
        after.pop("ZookeeperAccess", None)
    topics = [one["Resources"]["Topic"]["Properties"] for one in (old, new)]
    topics[1]["PartitionCount"] = max(topic["PartitionCount"] for topic in topics)
    return new


def errors(one):
    shape = from_template(one).clusters["Cluster"]
    return {finding.rule for finding in check_cluster(shape) if finding.severity is Severity.ERROR}


def updates(old, new):
    """The updates of MSK that deploying `new` over `old` calls for."""
    before, after = (one["Resources"]["Cluster"]["Properties"] for one in (old, new))
    kraft = after["KafkaVersion"].endswith("kraft")
    found = {
        name
        for name, paths in GROUPS.items()
        if any(at(before, path) != at(after, path) for path in paths)
        # There is no ZooKeeper left to open or close.
        and not (name == "zookeeper" and kraft and "ZookeeperAccess" not in after)
    }
    if old["Resources"]["Settings"] != new["Resources"]["Settings"]:
        found.add("configuration")
    return found


def accepts(old, new):
    """Whether MSK takes the cluster of `old` to that of `new` in one update."""
    before, after = (one["Resources"]["Cluster"]["Properties"] for one in (old, new))
    return (
        possible(before, after)
        and before["NumberOfBrokerNodes"] - after["NumberOfBrokerNodes"] <= 3
        and upgradable(before, after)
    )


def possible(before, after):
    """Whether any number of updates gets from one cluster to the other."""
    sizes = [at(one, "BrokerNodeGroupInfo/InstanceType") for one in (before, after)]
    express = [size.startswith("express") for size in sizes]
    path = "BrokerNodeGroupInfo/StorageInfo/EBSStorageInfo/VolumeSize"
    was, is_to_be = at(before, path), at(after, path)
    dual = [at(o, "BrokerNodeGroupInfo/ConnectivityInfo/NetworkType") for o in (before, after)]
    versions = [VERSIONS.index(one["KafkaVersion"]) for one in (before, after)]
    migrates = versions[0] < 3 <= versions[1]
    return (
        express[0] == express[1]
        and not (sizes[1] == "kafka.t3.small" != sizes[0])
        and (was is None or is_to_be == was or is_to_be >= was + 10)
        and (at(before, "StorageMode"), at(after, "StorageMode")) != ("TIERED", "LOCAL")
        and not (dual[0] == "DUAL" != dual[1])
        and versions[0] <= versions[1]
        and not (migrates and sizes[0] == "kafka.t3.small")
        and not (
            sizes[0] == "kafka.t3.small"
            and before["NumberOfBrokerNodes"] > after["NumberOfBrokerNodes"]
        )
    )


def upgradable(before, after):
    here, there = before["KafkaVersion"], after["KafkaVersion"]
    if not there.endswith("kraft") or here.endswith("kraft"):
        return True
    open_to_clients = at(before, "ZookeeperAccess/Enabled") is not False
    express = at(before, "BrokerNodeGroupInfo/InstanceType").startswith("express")
    return (here, there) == ("3.9.x", "3.9.x.kraft") and (express or not open_to_clients)


@settings(deadline=None, max_examples=250)
@given(old=TEMPLATES, new=TEMPLATES, lift=st.sampled_from([True, True, True, False]))
def test_way_breaks_no_rule_and_ends_at_the_goal(old, new, lift):
    """Each step is one update that MSK accepts; without a way there is a reason that holds."""
    assume(not errors(old))
    new = lifted(old, new) if lift else new
    before = copy.deepcopy((old, new))
    found = way(old, new)
    assert (old, new) == before
    properties = [one["Resources"]["Cluster"]["Properties"] for one in (old, new)]
    shrinks = (
        old["Resources"]["Topic"]["Properties"]["PartitionCount"]
        > new["Resources"]["Topic"]["Properties"]["PartitionCount"]
    )
    if isinstance(found, NoWay):
        assert all(found.reasons)
        assert shrinks or errors(new) or not possible(*properties), found
        return
    assert possible(*properties)
    assert not shrinks
    here = old
    for step in found.steps:
        json.dumps(step.template)
        assert len(updates(here, step.template)) <= 1, step.title
        assert accepts(here, step.template), step.title
        assert not errors(step.template), step.title
        here = step.template
    assert here == new


def cluster(**changes):
    return {
        "Type": "AWS::MSK::Cluster",
        "Properties": {
            "ClusterName": "orders",
            "KafkaVersion": "3.9.x.kraft",
            "NumberOfBrokerNodes": 3,
            "BrokerNodeGroupInfo": {
                "InstanceType": "kafka.m7g.large",
                "ClientSubnets": ["a", "b", "c"],
            },
            "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
            **changes,
        },
    }


def logs(group):
    destination = {"Enabled": True, "LogGroup": {"Ref": group}}
    return {"BrokerLogs": {"CloudWatchLogs": destination}}


def test_what_clusters_need_comes_first_and_leaves_last():
    """A log group is there before the cluster writes to it, and while it does."""
    group = {"Type": "AWS::Logs::LogGroup"}
    old = {"Resources": {"A": group, "Cluster": cluster(LoggingInfo=logs("A"))}}
    new = {
        "Resources": {"B": group, "Cluster": cluster(LoggingInfo=logs("B")), "C": group},
        "Outputs": {"C": {"Value": {"Ref": "C"}}},
    }
    found = way(old, new)
    assert isinstance(found, Way)
    assert [step.title for step in found.steps] == [
        "what clusters need",
        "Cluster: monitoring",
        "everything else",
    ]
    assert [sorted(step.template["Resources"]) for step in found.steps] == [
        ["A", "B", "Cluster"],
        ["A", "B", "Cluster"],
        ["B", "C", "Cluster"],
    ]
    assert "Outputs" not in found.steps[1].template


def test_size_comes_before_what_only_it_can_carry():
    """Volume throughput waits for brokers that take it."""
    nodes = cluster()["Properties"]["BrokerNodeGroupInfo"]
    volume = {
        "VolumeSize": 200,
        "ProvisionedThroughput": {"Enabled": True, "VolumeThroughput": 400},
    }
    old = {
        "Resources": {
            "Cluster": cluster(
                BrokerNodeGroupInfo={
                    **nodes,
                    "StorageInfo": {"EBSStorageInfo": {"VolumeSize": 100}},
                }
            )
        }
    }
    new = {
        "Resources": {
            "Cluster": cluster(
                BrokerNodeGroupInfo={
                    **nodes,
                    "InstanceType": "kafka.m7g.4xlarge",
                    "StorageInfo": {"EBSStorageInfo": volume},
                }
            )
        }
    }
    found = way(old, new)
    assert isinstance(found, Way)
    assert [step.title for step in found.steps] == ["Cluster: broker-size", "Cluster: storage"]


def test_changing_condition_stops_the_plan():
    """A mapping that decides the size of brokers would change them unseen."""
    size = {"Fn::FindInMap": ["Sizes", "prod", "broker"]}
    nodes = {"InstanceType": size, "ClientSubnets": ["a", "b", "c"]}
    resources = {"Cluster": cluster(BrokerNodeGroupInfo=nodes)}
    old = {"Mappings": {"Sizes": {"prod": {"broker": "kafka.m7g.large"}}}, "Resources": resources}
    new = {"Mappings": {"Sizes": {"prod": {"broker": "kafka.m7g.xlarge"}}}, "Resources": resources}
    found = way(old, new)
    assert isinstance(found, NoWay)
    assert "Mappings/Sizes" in found.reasons[0]
    (change,) = compare(old, new)
    assert (change.resource, change.kind) == ("Sizes", ChangeKind.CANNOT_BE_TOLD)


def test_shared_configuration_stops_the_plan():
    """Two clusters that take its latest revision would be updated together."""
    info = {
        "Arn": {"Fn::GetAtt": ["S", "Arn"]},
        "Revision": {"Fn::GetAtt": ["S", "LatestRevision.Revision"]},
    }
    one = {
        "A": cluster(ClusterName="a", ConfigurationInfo=info),
        "B": cluster(ClusterName="b", ConfigurationInfo=info),
    }
    old, new = (
        {
            "Resources": {
                **one,
                "S": {
                    "Type": "AWS::MSK::Configuration",
                    "Properties": {"Name": "s", "ServerProperties": text},
                },
            }
        }
        for text in ("log.retention.hours=1", "log.retention.hours=2")
    )
    found = way(old, new)
    assert isinstance(found, NoWay)
    assert "A and B share it" in found.reasons[0]


def test_nothing_to_do_is_no_step():
    """The same template twice needs no deployment."""
    same = {"Resources": {"Cluster": cluster()}}
    assert way(same, copy.deepcopy(same)) == Way(())
