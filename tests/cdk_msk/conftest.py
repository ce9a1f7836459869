"""A cluster without resources, for constructs that only look at one."""

from collections.abc import Callable

import pytest
from constructs import Construct

from cdk_msk.cluster.client_authentication import ClientAuthentication
from cdk_msk.cluster.cluster import Cluster
from msk_model import ClusterShape, ClusterType


class DescribedCluster(Cluster):
    """A cluster as `msk_model` would describe it, and nothing behind it."""

    def __init__(self, scope: Construct, id: str, shape: ClusterShape) -> None:
        super().__init__(scope, id)
        self.cluster_arn = "arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b2c3d-2"
        self.cluster_name = "demo"
        self.client_authentication = ClientAuthentication(iam=True)
        self.shape = shape
        self.vpc = None
        self.vpc_subnets = None


@pytest.fixture(scope="session")
def define_cluster() -> Callable[..., Cluster]:
    """Defines a cluster; by default three Standard m7g.large brokers in three zones."""

    def define(scope: Construct, id: str = "Cluster", **differences) -> Cluster:
        shape = {
            "cluster_type": ClusterType.PROVISIONED,
            "cluster_name": "demo",
            "kafka_version": "3.9.x.kraft",
            "broker_size": "kafka.m7g.large",
            "broker_count": 3,
            "zone_count": 3,
            "iam": True,
            "scram": True,
            "monitoring_level": "PER_BROKER",
        }
        return DescribedCluster(scope, id, ClusterShape(**{**shape, **differences}))

    return define
