"""Shapes of the clusters and topics in a CloudFormation template."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msk_model.intrinsics import flag_at, referred_to, text_at, whole_number_at
from msk_model.resource import from_resource, properties_of
from msk_model.server_properties_text import parse_server_properties
from msk_model.shape import ClusterShape, TopicShape
from msk_model.unknown import UNKNOWN, Unknown

Resources = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, kw_only=True)
class TopicOnCluster:
    """A topic of a template and the cluster it is on, all unknown when that stands elsewhere."""

    topic: TopicShape
    cluster: ClusterShape


@dataclass(frozen=True, kw_only=True)
class TemplateShapes:
    """What a template says about MSK, by logical id."""

    clusters: Mapping[str, ClusterShape]
    topics: Mapping[str, TopicOnCluster]


def from_template(template: Mapping[str, object]) -> TemplateShapes:
    """Every cluster and topic of `template`, joined with what else it says about them.

    A configuration, a scalable target, a scaling policy and what opens a cluster after its creation
    are followed when they stand in the same template; what stands elsewhere is unknown.
    """
    clusters: dict[str, ClusterShape] = {}
    topics: dict[str, TopicOnCluster] = {}
    resources = resources_of(template)
    for logical_id, resource in resources.items():
        shape = from_resource(resource)
        if isinstance(shape, ClusterShape):
            clusters[logical_id] = _joined(logical_id, resource, shape, resources)
    for logical_id, resource in resources.items():
        shape = from_resource(resource)
        if isinstance(shape, TopicShape):
            cluster_id = referred_to(properties_of(resource).get("ClusterArn"))
            cluster = clusters.get(cluster_id or "", ClusterShape())
            topics[logical_id] = TopicOnCluster(topic=shape, cluster=cluster)
    return TemplateShapes(clusters=clusters, topics=topics)


def resources_of(template: Mapping[str, object]) -> Resources:
    """Every resource of `template`, by logical id; none when it is malformed."""
    resources = template.get("Resources")
    if not isinstance(resources, Mapping):
        return {}
    return {
        str(logical_id): resource
        for logical_id, resource in resources.items()
        if isinstance(resource, Mapping)
    }


def _joined(
    logical_id: str,
    resource: Mapping[str, object],
    shape: ClusterShape,
    resources: Resources,
) -> ClusterShape:
    """`shape` with what other resources of the same template say about the cluster."""
    if (stated := _configuration_of(resource, resources)) is not UNKNOWN:
        shape = dataclasses.replace(shape, server_properties=stated)
    for target_id, target in resources.items():
        properties = properties_of(target)
        if (
            target.get("Type") == "AWS::ApplicationAutoScaling::ScalableTarget"
            and properties.get("ScalableDimension") == "kafka:broker-storage:VolumeSize"
            and referred_to(properties.get("ResourceId")) == logical_id
        ):
            shape = dataclasses.replace(
                shape,
                autoscaling_max_gib=whole_number_at(properties, "MaxCapacity"),
                autoscaling_target_percent=_autoscaling_target(target_id, resources),
            )
        if (
            target.get("Type") == "Custom::MskConnectivity"
            and referred_to(properties.get("ClusterArn")) == logical_id
        ):
            shape = dataclasses.replace(shape, **_connectivity(properties))
    return shape


def _connectivity(properties: Mapping[str, object]) -> dict[str, Any]:
    """What is opened after the cluster was created, by the custom resource of `cdk_msk`."""
    found: dict[str, Any] = {}
    if "PublicAccess" in properties:
        found["public_access"] = flag_at(properties, "PublicAccess")
    if "VpcConnectivity" in properties:
        flags = {
            name.lower(): flag_at(properties, "VpcConnectivity", name)
            for name in ("Iam", "Scram", "Tls")
        }
        is_told = not any(isinstance(flag, Unknown) for flag in flags.values())
        opened = frozenset(name for name, flag in flags.items() if flag is True)
        found["vpc_connectivity"] = opened if is_told else UNKNOWN
    if "NetworkType" in properties:
        found["network_type"] = text_at(properties, "NetworkType")
    return found


def _configuration_of(
    resource: Mapping[str, object], resources: Resources
) -> dict[str, str] | Unknown:
    """The properties of the configuration `resource` refers to, if it stands here in plain text."""
    info = properties_of(resource).get("ConfigurationInfo")
    configuration_id = referred_to(info.get("Arn")) if isinstance(info, Mapping) else None
    configuration = resources.get(configuration_id or "", {})
    if configuration.get("Type") != "AWS::MSK::Configuration":
        return UNKNOWN
    text = text_at(properties_of(configuration), "ServerProperties")
    return parse_server_properties(text) if isinstance(text, str) else UNKNOWN


def _autoscaling_target(target_id: str, resources: Resources) -> int | Unknown | None:
    for policy in resources.values():
        properties = properties_of(policy)
        if (
            policy.get("Type") == "AWS::ApplicationAutoScaling::ScalingPolicy"
            and referred_to(properties.get("ScalingTargetId")) == target_id
        ):
            return whole_number_at(
                properties, "TargetTrackingScalingPolicyConfiguration", "TargetValue"
            )
    return UNKNOWN
