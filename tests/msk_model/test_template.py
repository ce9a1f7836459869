"""Clusters and topics of a whole template."""

import pytest

from msk_model import UNKNOWN, ClusterShape
from msk_model.template import from_template


def template(**resources):
    return {"Resources": resources}


def cluster(**properties):
    return {"Type": "AWS::MSK::Cluster", "Properties": {"ClusterName": "c", **properties}}


def test_configuration_of_the_same_template_is_followed():
    """The properties of a configuration belong to the clusters that refer to it."""
    shapes = from_template(
        template(
            C=cluster(ConfigurationInfo={"Arn": {"Fn::GetAtt": ["Conf", "Arn"]}, "Revision": 1}),
            D=cluster(ConfigurationInfo={"Arn": "arn:elsewhere", "Revision": 1}),
            E=cluster(),
            Conf={
                "Type": "AWS::MSK::Configuration",
                "Properties": {"Name": "n", "ServerProperties": "num.partitions=3\n"},
            },
        )
    )
    stated = {name: shape.server_properties for name, shape in shapes.clusters.items()}
    assert stated == {"C": {"num.partitions": "3"}, "D": UNKNOWN, "E": None}


def test_storage_autoscaling_is_followed():
    """The scalable target and its policy belong to the cluster they scale."""
    shapes = from_template(
        template(
            C=cluster(),
            D=cluster(),
            Target={
                "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
                "Properties": {
                    "ResourceId": {"Ref": "C"},
                    "ScalableDimension": "kafka:broker-storage:VolumeSize",
                    "MaxCapacity": 500,
                },
            },
            Policy={
                "Type": "AWS::ApplicationAutoScaling::ScalingPolicy",
                "Properties": {
                    "ScalingTargetId": {"Ref": "Target"},
                    "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 60},
                },
            },
        )
    )
    assert shapes.clusters["C"].autoscaling_max_gib == 500
    assert shapes.clusters["C"].autoscaling_target_percent == 60
    assert shapes.clusters["D"].autoscaling_max_gib is UNKNOWN


def test_topics_know_their_cluster():
    """A topic is on the cluster of the same template it refers to, else on one unknown."""
    topic = {"TopicName": "t", "PartitionCount": 1, "ReplicationFactor": 3}
    shapes = from_template(
        template(
            T={
                "Type": "AWS::MSK::Topic",
                "Properties": {**topic, "ClusterArn": {"Fn::GetAtt": ["C", "Arn"]}},
            },
            U={"Type": "AWS::MSK::Topic", "Properties": {**topic, "ClusterArn": "arn:elsewhere"}},
            C=cluster(),
        )
    )
    assert shapes.topics["T"].cluster.cluster_name == "c"
    assert shapes.topics["U"].cluster == ClusterShape()


@pytest.mark.parametrize(
    "odd", [{}, {"Resources": []}, {"Resources": {"A": []}}, {"Resources": {"A": {"Type": 1}}}]
)
def test_odd_templates_are_empty(odd):
    """What holds no resources holds no clusters, and is no failure."""
    shapes = from_template(odd)
    assert not shapes.clusters
    assert not shapes.topics


def test_what_opens_a_cluster_later_is_followed():
    """The custom resource of cdk_msk says what a cluster is once it is deployed."""

    def link(**properties):
        arn = {"Fn::GetAtt": ["C", "Arn"]}
        return {
            "Type": "Custom::MskConnectivity",
            "Properties": {"ClusterArn": arn, **properties},
        }

    vpcs = {"Iam": True, "Scram": False, "Tls": "true"}
    shapes = from_template(
        template(
            C=cluster(),
            D=cluster(),
            One=link(PublicAccess=True, VpcConnectivity=vpcs, NetworkType="DUAL"),
        )
    )
    opened, closed = shapes.clusters["C"], shapes.clusters["D"]
    assert (opened.public_access, opened.network_type) == (True, "DUAL")
    assert opened.vpc_connectivity == {"iam", "tls"}
    assert (closed.public_access, closed.vpc_connectivity) == (False, frozenset())


def test_what_opens_a_cluster_later_may_be_unknown():
    """A parameter decides at deployment."""
    vpcs = {"Iam": {"Ref": "Open"}, "Scram": False, "Tls": False}
    properties = {"ClusterArn": {"Fn::GetAtt": ["C", "Arn"]}, "VpcConnectivity": vpcs}
    resources = {"One": {"Type": "Custom::MskConnectivity", "Properties": properties}}
    assert (
        from_template(template(C=cluster(), **resources)).clusters["C"].vpc_connectivity is UNKNOWN
    )
