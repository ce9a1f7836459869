"""The ARNs that policies name: of a cluster, and of what lies in it."""

import re
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class ClusterResources:
    """A cluster's ARN taken apart.

    Attributes:
        partition_to_account: ``arn:aws:kafka:us-east-1:123456789012``.
        region: Where the cluster stands.
        path: ``<cluster name>/<cluster uuid>``.
    """

    partition_to_account: str
    region: str
    path: str

    @classmethod
    def of(cls, cluster_arn: str) -> Self:
        """Read an ARN like ``arn:aws:kafka:us-east-1:123456789012:cluster/name/uuid``.

        Raises:
            ValueError: It is not the ARN of an MSK cluster.
        """
        parts = cluster_arn.split(":", 5)
        kind, _, path = parts[-1].partition("/")
        if len(parts) != 6 or parts[2] != "kafka" or kind != "cluster" or path.count("/") != 1:
            raise ValueError(
                f"cluster_arn must be arn:<partition>:kafka:<region>:<account>:"
                f"cluster/<name>/<uuid>, got {cluster_arn!r}"
            )
        return cls(":".join(parts[:5]), parts[3], path)

    @property
    def serverless(self) -> bool:
        """Whether the ARN is a serverless cluster's: its uuid ends with ``-s1`` or so."""
        return re.search(r"-s[0-9]+$", self.path) is not None

    @property
    def cluster(self) -> str:
        """ARN of the cluster itself."""
        return f"{self.partition_to_account}:cluster/{self.path}"

    def topic(self, name: str) -> str:
        """ARN of a topic of the cluster."""
        return f"{self.partition_to_account}:topic/{self.path}/{name}"

    def group(self, group_id: str) -> str:
        """ARN of a consumer group of the cluster."""
        return f"{self.partition_to_account}:group/{self.path}/{group_id}"

    def transactional_id(self, transactional_id: str) -> str:
        """ARN of a transactional id of the cluster."""
        return f"{self.partition_to_account}:transactional-id/{self.path}/{transactional_id}"
