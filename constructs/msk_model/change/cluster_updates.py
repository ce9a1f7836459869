"""The updates MSK makes to a running cluster: which properties each takes, and what it costs.

MSK takes one of them at a time: each names the version of the cluster and changes it.
"""

from dataclasses import dataclass

from msk_model.change.change import ChangeKind
from msk_model.sources import developer_guide

ONE_UPDATE = "https://github.com/aws/aws-cdk/issues/16765"
"""CloudFormation's answer to two updates at once."""


@dataclass(frozen=True, kw_only=True)
class ClusterUpdate:
    """One of MSK's updates.

    Attributes:
        name: What it is called here: ``storage``.
        properties: Paths of the properties it changes, together if need be.
        kind: What it costs a running cluster.
        reason: Why, as a phrase.
        source: The page that says so.
    """

    name: str
    properties: tuple[str, ...]
    kind: ChangeKind
    reason: str
    source: str


_NODES = "BrokerNodeGroupInfo"

CLUSTER_UPDATES = (
    ClusterUpdate(
        name="tags",
        properties=("Tags",),
        kind=ChangeKind.FREE,
        reason="tags are no update of the cluster",
        source=developer_guide("msk-tagging"),
    ),
    ClusterUpdate(
        name="zookeeper-access",
        properties=("ZookeeperAccess",),
        kind=ChangeKind.ONE_AT_A_TIME,
        reason="UpdateConnectivity opens or closes ZooKeeper to clients",
        source=developer_guide("zk-to-kraft-migration"),
    ),
    ClusterUpdate(
        name="monitoring",
        properties=("EnhancedMonitoring", "OpenMonitoring", "LoggingInfo"),
        kind=ChangeKind.ONE_AT_A_TIME,
        reason="UpdateMonitoring changes metrics and logs while brokers keep running",
        source=developer_guide("monitoring"),
    ),
    ClusterUpdate(
        name="storage",
        properties=("StorageMode", f"{_NODES}/StorageInfo"),
        kind=ChangeKind.ONE_AT_A_TIME,
        reason="UpdateStorage changes volumes while brokers keep running; "
        "the next one is taken six hours later",
        source=developer_guide("manually-expand-storage"),
    ),
    ClusterUpdate(
        name="broker-size",
        properties=(f"{_NODES}/InstanceType",),
        kind=ChangeKind.ROLLING_RESTART,
        reason="UpdateBrokerType replaces the brokers one by one",
        source=developer_guide("msk-update-broker-type"),
    ),
    ClusterUpdate(
        name="broker-count",
        properties=("NumberOfBrokerNodes",),
        kind=ChangeKind.ONE_AT_A_TIME,
        reason="UpdateBrokerCount adds or removes brokers; Standard moves no partitions by itself",
        source=developer_guide("msk-update-broker-count"),
    ),
    ClusterUpdate(
        name="rebalancing",
        properties=("Rebalancing",),
        kind=ChangeKind.ONE_AT_A_TIME,
        reason="UpdateRebalancing pauses or resumes the moving of partitions",
        source=developer_guide("intelligent-rebalancing"),
    ),
    ClusterUpdate(
        name="version",
        properties=("KafkaVersion",),
        kind=ChangeKind.ROLLING_RESTART,
        reason="UpdateClusterKafkaVersion upgrades the brokers one by one, and never back",
        source=developer_guide("version-upgrades"),
    ),
    ClusterUpdate(
        name="configuration",
        properties=("ConfigurationInfo",),
        kind=ChangeKind.ROLLING_RESTART,
        reason="UpdateClusterConfiguration restarts the brokers one by one",
        source=developer_guide("msk-update-cluster-config"),
    ),
    ClusterUpdate(
        name="security",
        properties=("ClientAuthentication", "EncryptionInfo/EncryptionInTransit/ClientBroker"),
        kind=ChangeKind.ONE_AT_A_TIME,
        reason="UpdateSecurity changes authentication and client encryption",
        source=developer_guide("msk-update-security"),
    ),
    ClusterUpdate(
        name="connectivity",
        properties=(f"{_NODES}/ConnectivityInfo",),
        kind=ChangeKind.ONE_AT_A_TIME,
        reason="UpdateConnectivity changes the networks clients come from",
        source=developer_guide("public-access"),
    ),
)
"""In the order that is tried first: room and strength before what needs them."""


def cluster_update(path: tuple[str, ...]) -> ClusterUpdate | None:
    """The update that changes the property at `path`; `None` when no update does."""
    text = "/".join(path)
    for update in CLUSTER_UPDATES:
        if any(text == one or text.startswith(f"{one}/") for one in update.properties):
            return update
    return None
