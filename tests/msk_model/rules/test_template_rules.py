"""Each rule about a whole template, with a template that breaks it and one that keeps it."""

import importlib
import pkgutil

import pytest

from msk_model import Severity
from msk_model.rules import template as package
from msk_model.template_check import check_template

RETAINED = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
SERVERLESS = "AWS::MSK::ServerlessCluster"
MAPPING = {"EventSourceArn": {"Fn::GetAtt": ["Cluster", "Arn"]}, "Topics": ["orders"]}
KAFKA = "arn:aws:kafka:eu-west-1:1:"
IF = {"Fn::If": ["Production", "Retain", "Delete"]}


def resource(kind, attributes=None, **properties):
    return {"Type": kind, "Properties": properties, **(attributes or {})}


def cluster(size="kafka.m7g.large", attributes=None, **properties):
    nodes = {
        "InstanceType": size,
        "ClientSubnets": ["a", "b", "c"],
        "SecurityGroups": [{"Ref": "Group"}],
    }
    return resource(
        "AWS::MSK::Cluster",
        RETAINED if attributes is None else attributes,
        **{
            "ClusterName": "orders",
            "NumberOfBrokerNodes": 3,
            "BrokerNodeGroupInfo": nodes,
            **properties,
        },
    )


def topic(count, name="orders", **attributes):
    return resource(
        "AWS::MSK::Topic",
        RETAINED | attributes,
        ClusterArn={"Ref": "Cluster"},
        TopicName=name,
        PartitionCount=count,
        ReplicationFactor=3,
    )


def alarm(name, *dimensions, of="orders"):
    stated = [{"Name": one, "Value": of if one == "Cluster Name" else "1"} for one in dimensions]
    return resource(
        "AWS::CloudWatch::Alarm", Namespace="AWS/Kafka", MetricName=name, Dimensions=stated
    )


def math_alarm(name, *dimensions):
    metric = alarm(name, *dimensions)["Properties"]
    return resource(
        "AWS::CloudWatch::Alarm",
        Metrics=[{"Id": "a", "Expression": "m"}, {"Id": "m", "MetricStat": {"Metric": metric}}],
    )


def policy(actions, resources, **more):
    statement = {"Effect": "Allow", "Action": actions, "Resource": resources, **more}
    return resource("AWS::IAM::Policy", PolicyDocument={"Statement": [statement]})


def cluster_policy(principal, **more):
    statement = {"Effect": "Allow", "Principal": principal, "Action": "kafka:*", **more}
    return resource("AWS::MSK::ClusterPolicy", Policy={"Statement": [statement]})


def scram(*secrets):
    return resource(
        "AWS::MSK::BatchScramSecret",
        ClusterArn={"Ref": "Cluster"},
        SecretArnList=[{"Ref": one} for one in secrets],
    )


def secret(**properties):
    return resource("AWS::SecretsManager::Secret", **properties)


def group(cidr="0.0.0.0/0", first=9098, last=9098, protocol="tcp"):
    ingress = {"CidrIp": cidr, "IpProtocol": protocol, "FromPort": first, "ToPort": last}
    return resource("AWS::EC2::SecurityGroup", SecurityGroupIngress=[ingress])


def target(of="Cluster"):
    return resource(
        "AWS::ApplicationAutoScaling::ScalableTarget",
        ScalableDimension="kafka:broker-storage:VolumeSize",
        ResourceId={"Ref": of},
    )


def mapping(**properties):
    return resource("AWS::Lambda::EventSourceMapping", **MAPPING, **properties)


def connector(**properties):
    return resource("AWS::KafkaConnect::Connector", **properties)


LOGS = {"WorkerLogDelivery": {"S3": {"Enabled": True}}}
EXPRESS = "express.m7g.large"
BROKER = ("Cluster Name", "Broker ID")

# rule: (severity, templates that break it, templates that keep it)
CASES = {
    "deletion_keeps_data": (
        "warning",
        [{"C": cluster(attributes={})}, {"T": topic(1, DeletionPolicy="Delete")}],
        [{"C": cluster()}, {"C": cluster(attributes=RETAINED | {"DeletionPolicy": IF})}],
    ),
    "replacement_keeps_data": (
        "warning",
        [{"C": cluster(attributes={"DeletionPolicy": "Retain"})}],
        [{"C": cluster()}, {"C": resource("AWS::MSK::Configuration")}],
    ),
    "alarm_metric_exists": (
        "warning",
        [{"A": alarm("CpuUsr", *BROKER)}, {"A": math_alarm("CpuUsr", *BROKER)}],
        [
            {"A": alarm("CpuUser", *BROKER)},
            {"A": alarm("MessageLag", "ReplicatorName")},
            {
                "A": resource(
                    "AWS::CloudWatch::Alarm", Namespace="AWS/Kafka", MetricName={"Ref": "x"}
                )
            },
        ],
    ),
    "alarm_metric_is_published": (
        "warning",
        [
            {"Cluster": cluster(EXPRESS), "A": alarm("KafkaDataLogsDiskUsed", *BROKER)},
            {
                "Cluster": resource(SERVERLESS, ClusterName="orders"),
                "A": math_alarm("CpuUser", *BROKER),
            },
            {
                "Cluster": cluster(EXPRESS, ClusterName={"Ref": "Name"}),
                "A": alarm("SwapUsed", *BROKER, of={"Fn::GetAtt": ["Cluster", "Arn"]}),
            },
        ],
        [
            {"Cluster": cluster(), "A": alarm("KafkaDataLogsDiskUsed", *BROKER)},
            {"Cluster": cluster(EXPRESS), "A": alarm("SwapUsed", *BROKER, of="other")},
            {"Cluster": cluster({"Ref": "Size"}), "A": alarm("SwapUsed", *BROKER)},
        ],
    ),
    "alarm_dimensions_match": (
        "warning",
        [{"A": alarm("CpuUser", "Cluster Name")}, {"A": alarm("OfflinePartitionsCount", *BROKER)}],
        [
            {"A": alarm("CpuUser", *BROKER)},
            {"A": alarm("SumOffsetLag", "Topic", "Consumer Group", "Cluster Name")},
        ],
    ),
    "alarm_needs_monitoring_level": (
        "warning",
        [{"Cluster": cluster(), "A": alarm("TrafficBytes", *BROKER)}],
        [
            {
                "Cluster": cluster(EnhancedMonitoring="PER_BROKER"),
                "A": alarm("TrafficBytes", *BROKER),
            },
            {
                "Cluster": cluster(EnhancedMonitoring={"Ref": "L"}),
                "A": alarm("TrafficBytes", *BROKER),
            },
            {"Cluster": cluster(), "A": alarm("CpuUser", *BROKER)},
        ],
    ),
    "monitoring_shows_topics": (
        "warning",
        [{"C": cluster()}, {"C": cluster(EnhancedMonitoring="PER_BROKER")}],
        [
            {"C": cluster(EnhancedMonitoring="PER_TOPIC_PER_BROKER")},
            {"C": cluster(EnhancedMonitoring={"Ref": "Level"})},
            {"C": resource(SERVERLESS, RETAINED)},
        ],
    ),
    "clusters_are_not_public": (
        "warning",
        [
            {
                "C": cluster(
                    BrokerNodeGroupInfo={
                        "ConnectivityInfo": {"PublicAccess": {"Type": "SERVICE_PROVIDED_EIPS"}}
                    }
                )
            }
        ],
        [{"C": cluster()}],
    ),
    "data_has_its_own_key": (
        "warning",
        [{"C": cluster()}],
        [
            {
                "C": cluster(
                    EncryptionInfo={"EncryptionAtRest": {"DataVolumeKMSKeyId": {"Ref": "Key"}}}
                )
            },
            {"C": cluster(EncryptionInfo={"Fn::If": ["A", {}, {}]})},
        ],
    ),
    "iam_actions_are_chosen": (
        "warning",
        [
            {"P": policy("kafka-cluster:*", f"{KAFKA}topic/orders/*/a")},
            {"P": policy(["s3:GetObject", {"Fn::If": ["A", "kafka-cluster:*", "x"]}], "*")},
            {
                "P": resource(
                    "AWS::IAM::Role",
                    Policies=[policy("kafka-cluster:*", "*")["Properties"]],
                )
            },
        ],
        [{"P": policy(["kafka-cluster:Connect", "kafka-cluster:*Topic*"], "*")}],
    ),
    "iam_resources_are_of_one_cluster": (
        "warning",
        [
            {"P": policy("kafka-cluster:Connect", "*")},
            {"P": policy("kafka-cluster:ReadData", [f"{KAFKA}topic/*/*/orders"])},
            {
                "P": policy(
                    "kafka-cluster:ReadData", {"Fn::Sub": "arn:${AWS::Partition}:kafka:*:*:*"}
                )
            },
        ],
        [
            {"P": policy("kafka-cluster:ReadData", f"{KAFKA}topic/orders/*/*")},
            {"P": policy("kafka-cluster:Connect", {"Fn::GetAtt": ["Cluster", "Arn"]})},
            {"P": policy("kafka:*", "*")},
            {"P": policy("kafka-cluster:Connect", "*", Condition={"StringEquals": {}})},
        ],
    ),
    "iam_actions_exist": (
        "warning",
        [{"P": policy("kafka-cluster:Read", "*")}],
        [{"P": policy(["kafka-cluster:readdata", "kafka-cluster:*Data*"], "*")}],
    ),
    "iam_actions_fit_resources": (
        "warning",
        [{"P": policy("kafka-cluster:ReadData", f"{KAFKA}cluster/orders/*")}],
        [
            {"P": policy("kafka-cluster:ReadData", [f"{KAFKA}topic/orders/*/*"])},
            {"P": policy("kafka-cluster:ReadData", [f"{KAFKA}cluster/orders/*", {"Ref": "Arn"}])},
        ],
    ),
    "cluster_policy_names_principals": (
        "warning",
        [
            {"P": cluster_policy("*")},
            {"P": cluster_policy({"AWS": ["*"]})},
            {"P": cluster_policy("*", Condition={"Bool": {"aws:SecureTransport": "true"}})},
            {"P": cluster_policy("*", Condition={"StringLike": {"aws:PrincipalOrgID": "*"}})},
        ],
        [
            {"P": cluster_policy({"AWS": "123456789012"})},
            {"P": cluster_policy("*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o"}})},
        ],
    ),
    "scram_secret_name_has_prefix": (
        "error",
        [
            {"S": secret(Name="alice"), "B": scram("S")},
            {"S": secret(), "B": scram("S")},
            {"S": secret(Name={"Fn::If": ["A", "AmazonMSK_a", "b"]}), "B": scram("S")},
        ],
        [
            {"S": secret(Name="AmazonMSK_alice"), "B": scram("S")},
            {"S": secret(Name={"Fn::Sub": "AmazonMSK_${User}"}), "B": scram("S")},
            {"S": secret(Name={"Ref": "Name"}), "B": scram("S")},
            {"S": secret(Name="alice"), "B": scram()},
        ],
    ),
    "scram_secret_has_customer_key": (
        "error",
        [
            {"S": secret(), "B": scram("S")},
            {"S": secret(KmsKeyId="alias/aws/secretsmanager"), "B": scram("S")},
        ],
        [{"S": secret(KmsKeyId={"Ref": "Key"}), "B": scram("S")}],
    ),
    "scram_secrets_have_one_owner": (
        "error",
        [{"Cluster": cluster(), "B": scram(), "D": scram()}],
        [{"Cluster": cluster(), "B": scram()}, {"B": scram(), "D": scram()}],
    ),
    "broker_ports_are_closed": (
        "warning",
        [
            {"G": group()},
            {"G": group(first=11001, last=11001)},
            {"C": cluster(), "Group": group(first=0, last=65535)},
            {"C": cluster(), "Group": group(protocol="-1")},
            {
                "C": cluster(),
                "I": resource(
                    "AWS::EC2::SecurityGroupIngress",
                    GroupId={"Fn::GetAtt": ["Group", "GroupId"]},
                    CidrIpv6="::/0",
                    IpProtocol="tcp",
                    FromPort=9092,
                    ToPort=9098,
                ),
            },
        ],
        [
            {"G": group("10.0.0.0/8")},
            {"G": group(first=443, last=443)},
            {"G": group(first=0, last=65535)},
            {"G": group(first=-1, last=-1, protocol="-1")},
            {"C": cluster(), "Group": group({"Ref": "Cidr"})},
        ],
    ),
    "volumes_can_grow": (
        "warning",
        [{"Cluster": cluster()}, {"Cluster": cluster(), "D": cluster(), "T": target()}],
        [
            {"Cluster": cluster(), "T": target()},
            {"Cluster": cluster(), "T": target("Elsewhere")},
            {"Cluster": cluster(EXPRESS)},
        ],
    ),
    "failed_records_are_kept": (
        "warning",
        [{"Cluster": cluster(), "M": mapping()}],
        [
            {
                "Cluster": cluster(),
                "M": mapping(DestinationConfig={"OnFailure": {"Destination": {"Ref": "Q"}}}),
            },
            {"M": resource("AWS::Lambda::EventSourceMapping", EventSourceArn="arn:aws:sqs:x")},
        ],
    ),
    "retries_need_provisioned_pollers": (
        "error",
        [{"Cluster": cluster(), "M": mapping(BisectBatchOnFunctionError=True)}],
        [
            {
                "Cluster": cluster(),
                "M": mapping(MaximumRetryAttempts=3, ProvisionedPollerConfig={"MinimumPollers": 1}),
            },
            {"Cluster": cluster(), "M": mapping(MaximumRetryAttempts={"Ref": "AWS::NoValue"})},
            {"Cluster": cluster(), "M": mapping(MaximumRetryAttempts={"Ref": "Retries"})},
        ],
    ),
    "connectors_encrypt_traffic": (
        "warning",
        [{"C": connector(KafkaClusterEncryptionInTransit={"EncryptionType": "PLAINTEXT"})}],
        [{"C": connector(KafkaClusterEncryptionInTransit={"EncryptionType": "TLS"})}],
    ),
    "connectors_keep_logs": (
        "warning",
        [{"C": connector()}, {"C": connector(LogDelivery={"WorkerLogDelivery": {"S3": {}}})}],
        [{"C": connector(LogDelivery=LOGS)}, {"C": connector(LogDelivery={"Ref": "Logs"})}],
    ),
    "topics_fit_brokers": (
        "warning",
        [{"Cluster": cluster(), "T": topic(600), "U": topic(600, "u")}],
        [
            {"Cluster": cluster(), "T": topic(500), "U": topic(500, "u")},
            {"Cluster": cluster(), "T": topic(5000)},
            {"Cluster": cluster(), "T": topic({"Ref": "N"}), "U": topic(600, "u")},
        ],
    ),
    "topic_names_are_unique": (
        "error",
        [{"Cluster": cluster(), "T": topic(1), "U": topic(1)}],
        [
            {"Cluster": cluster(), "T": topic(1), "U": topic(1, "u")},
            {"Cluster": cluster(), "T": topic(1, Condition="A"), "U": topic(1, Condition="B")},
        ],
    ),
    "cluster_names_are_unique": (
        "error",
        [{"C": cluster(), "D": cluster()}],
        [
            {"C": cluster(), "D": cluster(ClusterName="other")},
            {"C": cluster(), "D": cluster(ClusterName={"Ref": "Name"})},
            {"C": cluster(), "D": cluster(attributes=RETAINED | {"Condition": "A"})},
        ],
    ),
}


def findings(resources, rule, **more):
    report = check_template({"Resources": resources}, **more)
    return [one.finding for one in report.findings if one.finding.rule == rule.replace("_", "-")]


@pytest.mark.parametrize("name", CASES)
def test_rule(name):
    """A rule fires on what breaks it, with its severity and source, and on nothing else."""
    severity, broken, kept = CASES[name]
    module = importlib.import_module(f"msk_model.rules.template.{name}")
    for resources in broken:
        found = findings(resources, name)
        assert found, resources
        assert {(one.severity, one.source) for one in found} == {
            (Severity(severity), module.SOURCE)
        }
    for resources in kept:
        assert not findings(resources, name), resources


@pytest.mark.parametrize(
    ("name", "region", "other", "resources"),
    [
        ("autoscaling_is_in_region", "af-south-1", "eu-west-1", {"T": target()}),
        ("serverless_is_in_region", "us-west-1", "us-east-1", {"C": resource(SERVERLESS)}),
    ],
)
def test_rule_about_regions(name, region, other, resources):
    """What a region lacks is refused there, allowed elsewhere, and not judged when unknown."""
    assert findings(resources, name, region=region)
    assert not findings(resources, name, region=other)
    assert not findings(resources, name)


def test_volumes_need_not_grow_where_nothing_scales_them():
    """Nobody is told to add what the region lacks."""
    assert not findings({"Cluster": cluster()}, "volumes_can_grow", region="af-south-1")


def test_every_rule_is_tested():
    """A rule without a case here, or that the package does not collect, is an oversight."""
    modules = {
        one.name
        for one in pkgutil.iter_modules(package.__path__)
        if hasattr(importlib.import_module(f"{package.__name__}.{one.name}"), "rule")
    }
    assert modules == set(CASES) | {"autoscaling_is_in_region", "serverless_is_in_region"}
    assert {one.__module__.rpartition(".")[2] for one in package.TEMPLATE_RULES} == modules
