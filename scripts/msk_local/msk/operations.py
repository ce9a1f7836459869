"""Cluster operations: what was changed, when, and how it ended."""

from collections.abc import Mapping
from typing import Any

from msk_local.msk.errors import not_found
from msk_local.msk.page import page
from msk_local.msk.state import Cluster, Operation, Store


class Operations:
    """The cluster operation operations of the API, in both of its versions."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def list_v1(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """ListClusterOperations, newest first."""
        cluster = self._store.cluster(parameters)
        described = [_v1(cluster, operation) for operation in _newest_first(cluster)]
        return page(parameters, described, "ClusterOperationInfoList")

    def list_v2(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """ListClusterOperationsV2, newest first."""
        cluster = self._store.cluster(parameters)
        described = [_v2_summary(cluster, operation) for operation in _newest_first(cluster)]
        return page(parameters, described, "ClusterOperationInfoList")

    def describe_v1(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """DescribeClusterOperation."""
        cluster, operation = self._find(parameters["ClusterOperationArn"])
        return {"ClusterOperationInfo": _v1(cluster, operation)}

    def describe_v2(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """DescribeClusterOperationV2."""
        cluster, operation = self._find(parameters["ClusterOperationArn"])
        details = {
            "OperationSteps": [],
            "SourceClusterInfo": operation.source,
            "TargetClusterInfo": operation.target,
        }
        described = {
            **_v2_summary(cluster, operation),
            "ErrorInfo": _error(operation),
            "Provisioned": details,
        }
        return {"ClusterOperationInfo": described}

    def _find(self, arn: str) -> tuple[Cluster, Operation]:
        with self._store.lock:
            for cluster in self._store.clusters.values():
                if arn in cluster.operations:
                    return cluster, cluster.operations[arn]
        raise not_found("clusterOperationArn")


def _newest_first(cluster: Cluster) -> list[Operation]:
    return list(reversed(cluster.operations.values()))


def _error(operation: Operation) -> dict[str, str] | None:
    if operation.error is None:
        return None
    return {"ErrorCode": "INTERNAL_ERROR", "ErrorString": operation.error}


def _v1(cluster: Cluster, operation: Operation) -> dict[str, Any]:
    return {
        "ClusterArn": cluster.arn,
        "CreationTime": operation.created,
        "EndTime": operation.ended,
        "ErrorInfo": _error(operation),
        "OperationArn": operation.arn,
        "OperationState": operation.state,
        "OperationType": operation.operation_type,
        "SourceClusterInfo": operation.source,
        "TargetClusterInfo": operation.target,
    }


def _v2_summary(cluster: Cluster, operation: Operation) -> dict[str, Any]:
    return {
        "ClusterArn": cluster.arn,
        "ClusterType": cluster.cluster_type,
        "StartTime": operation.created,
        "EndTime": operation.ended,
        "OperationArn": operation.arn,
        "OperationState": operation.state,
        "OperationType": operation.operation_type,
    }
