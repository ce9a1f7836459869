"""What the rules let pass, CloudFormation's own schema of the resource accepts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.cloudformation.schemas import schema
from msk_model import Severity, check_new_cluster
from msk_model.facts.broker_sizes import all_broker_sizes
from msk_model.facts.kafka_versions import all_kafka_versions
from msk_model.template import from_template

CLUSTER = schema("AWS::MSK::Cluster", "us-east-1")
SWITCH = st.fixed_dictionaries({"Enabled": st.booleans()})
SUPPORTED = [version.name for version in all_kafka_versions()]
SIZES = [size.name for size in all_broker_sizes()]


def mostly(likely, *others):
    """What MSK takes nineteen times of twenty, and what it does not."""
    return st.sampled_from([*(19 * [likely]), others]).flatmap(st.sampled_from)


@st.composite
def clusters(draw):
    """Properties that mostly fit each other: every second cluster or so breaks no rule."""
    express = draw(st.booleans())
    prefix = "express." if express else "kafka.m"
    sizes = [size for size in SIZES if size.startswith(prefix)]
    zones = draw(mostly([3], 2, 4, 1, 0))
    properties = {
        "ClusterName": draw(mostly(["orders", "a" * 64], "", "a" * 65, "or ders", "-orders")),
        "KafkaVersion": draw(mostly(["3.9.x.kraft", "3.8.x.kraft"], "NONSENSE", "", *SUPPORTED)),
        "NumberOfBrokerNodes": draw(mostly([zones, 3 * zones], -1, 0, 4, 61)),
        "BrokerNodeGroupInfo": {
            "ClientSubnets": [f"subnet-{number}" for number in range(zones)],
            "InstanceType": draw(mostly(sizes, "NONSENSE", "", *SIZES)),
        },
        "EncryptionInfo": {
            "EncryptionInTransit": {
                "ClientBroker": draw(mostly(["TLS"], "TLS_PLAINTEXT", "PLAINTEXT", "NONSENSE")),
                "InCluster": draw(mostly([True], False)),
            }
        },
        "ClientAuthentication": {
            "Sasl": {"Iam": {"Enabled": draw(mostly([True], False))}, "Scram": draw(SWITCH)},
            "Unauthenticated": {"Enabled": draw(mostly([False], True))},
        },
    }
    if draw(mostly([not express], express)):
        volumes = {"VolumeSize": draw(mostly([1, 100, 16_384], 0, 16_385, -1))}
        if draw(mostly([False], True)):
            throughput = draw(st.integers(200, 1_200))
            volumes["ProvisionedThroughput"] = {"Enabled": True, "VolumeThroughput": throughput}
        properties["BrokerNodeGroupInfo"]["StorageInfo"] = {"EBSStorageInfo": volumes}
    optional = {
        "StorageMode": mostly(["LOCAL"] if express else ["LOCAL", "TIERED"], "NONSENSE", ""),
        "EnhancedMonitoring": mostly(["DEFAULT", "PER_BROKER", "PER_TOPIC_PER_PARTITION"], "X", ""),
        "ZookeeperAccess": st.just({"Enabled": True}),
        "Rebalancing": mostly(["ACTIVE", "PAUSED"], "NONSENSE", "").map(lambda s: {"Status": s}),
    }
    wanted = {"EnhancedMonitoring": True, "Rebalancing": express, "StorageMode": not express}
    for name, value in optional.items():
        if draw(mostly([wanted.get(name, False)], not wanted.get(name, False))):
            properties[name] = draw(value)
    return properties


@settings(deadline=None, max_examples=500)
@given(clusters())
def test_what_passes_the_rules_passes_the_schema(properties):
    """No cluster goes through every rule and is then refused for its form."""
    template = {"Resources": {"Cluster": {"Type": "AWS::MSK::Cluster", "Properties": properties}}}
    shape = from_template(template).clusters["Cluster"]
    errors = [one for one in check_new_cluster(shape) if one.severity is Severity.ERROR]
    if not errors:
        CLUSTER.normalise("Cluster", properties)


def test_some_clusters_do_pass():
    """The property above is about something: a plain cluster breaks no rule."""
    plain = {
        "ClusterName": "orders",
        "KafkaVersion": "3.9.x.kraft",
        "NumberOfBrokerNodes": 3,
        "BrokerNodeGroupInfo": {
            "ClientSubnets": ["subnet-1", "subnet-2", "subnet-3"],
            "InstanceType": "kafka.m7g.large",
        },
        "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
    }
    template = {"Resources": {"Cluster": {"Type": "AWS::MSK::Cluster", "Properties": plain}}}
    shape = from_template(template).clusters["Cluster"]
    assert not [one for one in check_new_cluster(shape) if one.severity is Severity.ERROR]
    CLUSTER.normalise("Cluster", plain)
