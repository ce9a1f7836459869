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


def one_of(*likely):
    """Mostly what MSK knows, now and then what it does not."""
    return st.sampled_from([*(10 * likely), "NONSENSE", ""])


STORAGE = st.fixed_dictionaries(
    {"VolumeSize": st.integers(0, 20_000)},
    optional={
        "ProvisionedThroughput": st.fixed_dictionaries(
            {"Enabled": st.just(True), "VolumeThroughput": st.integers(0, 1_200)}
        )
    },
)
PROPERTIES = st.fixed_dictionaries(
    {
        "ClusterName": st.one_of(*(4 * [st.just("orders")]), st.text("ab-Z9", max_size=80)),
        "KafkaVersion": one_of(*(version.name for version in all_kafka_versions())),
        "NumberOfBrokerNodes": st.sampled_from([3, 6, 9, 30, 2, 4, 61, 0, -1]),
        "BrokerNodeGroupInfo": st.fixed_dictionaries(
            {
                "ClientSubnets": st.sampled_from([3, 3, 3, 2, 4, 1, 0]).map(
                    lambda count: [f"subnet-{number}" for number in range(count)]
                ),
                "InstanceType": one_of(*(size.name for size in all_broker_sizes())),
            },
            optional={"StorageInfo": st.fixed_dictionaries({"EBSStorageInfo": STORAGE})},
        ),
        "EncryptionInfo": st.fixed_dictionaries(
            {
                "EncryptionInTransit": st.fixed_dictionaries(
                    {
                        "ClientBroker": one_of("TLS", "TLS", "TLS", "TLS_PLAINTEXT", "PLAINTEXT"),
                        "InCluster": st.sampled_from([True, True, True, False]),
                    }
                )
            }
        ),
        "ClientAuthentication": st.fixed_dictionaries(
            {
                "Sasl": st.fixed_dictionaries({"Iam": SWITCH, "Scram": SWITCH}),
                "Unauthenticated": SWITCH,
            }
        ),
    },
    optional={
        "StorageMode": one_of("LOCAL", "TIERED"),
        "EnhancedMonitoring": one_of("DEFAULT", "PER_BROKER", "PER_TOPIC_PER_PARTITION"),
        "Rebalancing": st.fixed_dictionaries({"Status": one_of("ACTIVE", "PAUSED")}),
        "ZookeeperAccess": SWITCH,
    },
)


@settings(deadline=None, max_examples=2_000)
@given(PROPERTIES)
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
