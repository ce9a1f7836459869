"""What MSK says of a cluster."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from msk_model import ClusterShape
from msk_model.resource import from_resource
from msk_model.status import Broker, Operation
from mskctl.status.session import Session, UnreadableCluster, reason_of

_OPERATIONS = 5
_AUTOSCALED = "kafka:broker-storage:VolumeSize"


def describe(session: Session) -> dict[str, Any]:
    """DescribeClusterV2's answer.

    Raises:
        UnreadableCluster: AWS does not answer: nothing can be said without it.
    """
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        info: dict[str, Any] = session.clients["kafka"].describe_cluster_v2(ClusterArn=session.arn)[
            "ClusterInfo"
        ]
    except (BotoCoreError, ClientError) as error:
        raise UnreadableCluster(
            f"{session.arn}: cluster must be readable; {reason_of(error)}"
        ) from error
    return info


def shape_of(info: Mapping[str, Any]) -> ClusterShape:
    """The cluster, as the template that states all of it would have it."""
    if "Serverless" in info:
        kind, properties = "AWS::MSK::ServerlessCluster", dict(info["Serverless"])
    else:
        kind, properties = "AWS::MSK::Cluster", _provisioned(info.get("Provisioned", {}))
    properties["ClusterName"] = info["ClusterName"]
    shape = from_resource({"Type": kind, "Properties": properties})
    if not isinstance(shape, ClusterShape):
        raise TypeError(kind)
    return shape


def _provisioned(live: Mapping[str, Any]) -> dict[str, Any]:
    nodes = dict(live.get("BrokerNodeGroupInfo", {}))
    if "StorageInfo" in nodes:
        nodes["StorageInfo"] = {"EBSStorageInfo": nodes["StorageInfo"].get("EbsStorageInfo", {})}
    software = live.get("CurrentBrokerSoftwareInfo", {})
    stated = {**live, "BrokerNodeGroupInfo": nodes, "KafkaVersion": software.get("KafkaVersion")}
    if "ConfigurationArn" in software:
        stated["ConfigurationInfo"] = {"Arn": software["ConfigurationArn"]}
    return stated


def brokers(session: Session) -> tuple[Broker, ...] | None:
    """The brokers by number, `None` when they cannot be read."""

    def read() -> tuple[Broker, ...]:
        pages = (
            session.clients["kafka"].get_paginator("list_nodes").paginate(ClusterArn=session.arn)
        )
        found = [
            broker
            for page in pages
            for node in page.get("NodeInfoList", [])
            if (broker := _broker(node)) is not None
        ]
        return tuple(sorted(found, key=lambda one: int(one.id)))

    return session.attempt("brokers", "kafka:ListNodes", read, None)


def _broker(node: Mapping[str, Any]) -> Broker | None:
    """A node that is a broker; controllers and ZooKeeper are nodes too."""
    info = node.get("BrokerNodeInfo")
    if not info or "BrokerId" not in info:
        return None
    return Broker(
        id=str(int(info["BrokerId"])),
        subnet=info.get("ClientSubnet", ""),
        kafka_version=info.get("CurrentBrokerSoftwareInfo", {}).get("KafkaVersion"),
    )


def operations(session: Session) -> tuple[Operation, ...] | None:
    """The last operations, newest first, `None` when they cannot be read."""
    kafka = session.clients["kafka"]

    def read() -> tuple[Operation, ...]:
        found = kafka.list_cluster_operations_v2(ClusterArn=session.arn, MaxResults=25)
        listed = found.get("ClusterOperationInfoList", [])
        return tuple(
            sorted(
                (_operation(session, one) for one in listed),
                key=lambda one: one.started or datetime.min.replace(tzinfo=UTC),
                reverse=True,
            )
        )[: _OPERATIONS * 2]

    return session.attempt("operations", "kafka:ListClusterOperationsV2", read, None)


def _operation(session: Session, listed: Mapping[str, Any]) -> Operation:
    found = Operation(
        type=listed.get("OperationType", "unknown"),
        state=listed.get("OperationState", "unknown"),
        started=listed.get("StartTime"),
        ended=listed.get("EndTime"),
    )
    if not found.failed:
        return found

    def read() -> Operation:
        described = session.clients["kafka"].describe_cluster_operation_v2(
            ClusterOperationArn=listed["OperationArn"]
        )["ClusterOperationInfo"]
        error = (described.get("ErrorInfo") or {}).get("ErrorString")
        return replace(found, error=error)

    action = "kafka:DescribeClusterOperationV2"
    return session.attempt("why an operation failed", action, read, found)


def with_autoscaling(session: Session, shape: ClusterShape) -> ClusterShape:
    """The cluster with its storage autoscaling; as it was when that cannot be read."""
    client = session.clients["application-autoscaling"]

    def targets() -> Iterator[Mapping[str, Any]]:
        found = client.describe_scalable_targets(
            ServiceNamespace="kafka", ResourceIds=[session.arn], ScalableDimension=_AUTOSCALED
        )
        yield from found.get("ScalableTargets", [])

    def read() -> ClusterShape:
        target = next(targets(), None)
        if target is None:
            return replace(shape, autoscaling_max_gib=None, autoscaling_target_percent=None)
        policies = client.describe_scaling_policies(
            ServiceNamespace="kafka", ResourceId=session.arn, ScalableDimension=_AUTOSCALED
        ).get("ScalingPolicies", [])
        aims = [
            one["TargetTrackingScalingPolicyConfiguration"]["TargetValue"]
            for one in policies
            if "TargetTrackingScalingPolicyConfiguration" in one
        ]
        return replace(
            shape,
            # Without a policy nothing ever grows, whatever the maximum.
            autoscaling_max_gib=target["MaxCapacity"] if aims else None,
            autoscaling_target_percent=int(aims[0]) if aims else None,
        )

    action = "application-autoscaling:DescribeScalableTargets and DescribeScalingPolicies"
    return session.attempt("storage autoscaling", action, read, shape)
