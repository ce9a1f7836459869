"""All rules over one template, whatever is in it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from msk_model.catalogue import all_rules
from msk_model.template_check import check_template

RULES = {rule.id for rule in all_rules()}

TYPES = st.sampled_from(
    [
        "AWS::MSK::Cluster",
        "Custom::MskConnectivity",
        "AWS::MSK::ServerlessCluster",
        "AWS::MSK::Topic",
        "AWS::MSK::BatchScramSecret",
        "AWS::MSK::ClusterPolicy",
        "AWS::MSK::Configuration",
        "AWS::SecretsManager::Secret",
        "AWS::EC2::SecurityGroup",
        "AWS::EC2::SecurityGroupIngress",
        "AWS::CloudWatch::Alarm",
        "AWS::IAM::Role",
        "AWS::IAM::Policy",
        "AWS::Serverless::Function",
        "AWS::Lambda::EventSourceMapping",
        "AWS::KafkaConnect::Connector",
        "AWS::ApplicationAutoScaling::ScalableTarget",
        "AWS::ApplicationAutoScaling::ScalingPolicy",
    ]
)
NAMES = st.sampled_from(
    [
        *("ClusterName", "ClusterArn", "BrokerNodeGroupInfo", "InstanceType", "ClientSubnets"),
        *("NumberOfBrokerNodes", "ConfigurationInfo", "Arn", "ServerProperties", "KafkaVersion"),
        *("EncryptionInfo", "EncryptionAtRest", "DataVolumeKMSKeyId", "SecurityGroups"),
        *("SecretArnList", "Name", "KmsKeyId", "Namespace", "MetricName", "Dimensions", "Metrics"),
        *("MetricStat", "Metric", "Value", "PolicyDocument", "Policies", "Statement", "Effect"),
        *("Action", "Resource", "Principal", "Policy", "AWS", "SecurityGroupIngress", "GroupId"),
        *("CidrIp", "IpProtocol", "FromPort", "ToPort", "ScalableDimension", "ResourceId"),
        *("EventSourceArn", "DestinationConfig", "OnFailure", "Destination", "LogDelivery"),
        *("TopicName", "PartitionCount", "ReplicationFactor", "Configs", "MaximumRetryAttempts"),
        *("Ref", "Fn::GetAtt", "Fn::If", "Fn::Sub", "Fn::Join", "Fn::Base64", "Fn::Select"),
    ]
)
TEXTS = st.sampled_from(
    [
        *("A", "B", "orders", "AWS::NoValue", "AWS/Kafka", "CpuUser", "Cluster Name", "tcp", "-1"),
        *("kafka-cluster:*", "kafka-cluster:${X}", "*", "Allow", "arn:aws:kafka:r:1:topic/*/*/t"),
        *("kafka.m7g.large", "express.m7g.large", "3.9.x", "0.0.0.0/0", "9098", "alias/aws/x"),
        *("kafka:broker-storage:VolumeSize", "PER_BROKER", "AmazonMSK_a", "${A.Arn}", "${", ""),
    ]
)
SCALARS = st.none() | st.booleans() | st.integers(-5, 10**30) | st.floats() | TEXTS | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=25,
)
RESOURCES = st.fixed_dictionaries(
    {"Type": TYPES, "Properties": st.dictionaries(NAMES, VALUES, max_size=8) | VALUES},
    optional={"DeletionPolicy": VALUES, "Condition": TEXTS, "Metadata": VALUES},
)
LOGICAL_IDS = st.sampled_from("ABCDEF") | st.integers() | st.text()


@settings(max_examples=300, deadline=None)
@given(
    resources=st.dictionaries(LOGICAL_IDS, RESOURCES | VALUES, max_size=6) | VALUES,
    region=st.sampled_from(["af-south-1", "us-west-1", "eu-west-1", ""]),
)
def test_no_template_makes_a_rule_raise(resources, region):
    """Whatever stands where, the answer is findings with ids of the catalogue."""
    report = check_template({"Resources": resources}, new=True, region=region)
    for one in report.findings:
        assert one.finding.rule in RULES
        assert one.message(where="here").startswith("here: ")


def test_errors_come_first():
    """What stops a deployment is read before what is only regretted."""
    bad = {"Type": "AWS::MSK::Cluster", "Properties": {"NumberOfBrokerNodes": 0}}
    severities = [
        one.finding.severity.value for one in check_template({"Resources": {"A": bad}}).findings
    ]
    assert severities == sorted(severities)
    assert set(severities) == {"error", "warning"}


def test_branches_of_a_condition_are_all_judged():
    """A wide statement is found in either branch of a nested condition."""
    wide = {"Effect": "Allow", "Action": "kafka-cluster:*", "Resource": "*"}
    nested = {"Fn::If": ["A", {"Fn::If": ["B", {"Ref": "AWS::NoValue"}, wide]}, {"Ref": "X"}]}
    role = {"Type": "AWS::IAM::Policy", "Properties": {"PolicyDocument": {"Statement": [nested]}}}
    found = {one.finding.rule for one in check_template({"Resources": {"R": role}}).findings}
    assert found == {"iam-actions-are-chosen", "iam-resources-are-of-one-cluster"}


def test_what_is_opened_later_is_not_refused_at_creation():
    """A cluster that another resource opens is new without it, and public all the same."""
    cluster = {"Type": "AWS::MSK::Cluster", "Properties": {"ClusterName": "c"}}
    properties = {"ClusterArn": {"Fn::GetAtt": ["C", "Arn"]}, "PublicAccess": True}
    opening = {"Type": "Custom::MskConnectivity", "Properties": properties}
    report = check_template({"Resources": {"C": cluster, "Opening": opening}}, new=True)
    rules = {one.finding.rule for one in report.findings}
    assert "clusters-are-not-public" in rules
    assert "public-access-needs-authentication" in rules
    assert "new-cluster-has-no-public-access" not in rules
