"""What Amazon MSK is: shapes of clusters and topics, facts about the service, rules between them.

Pure Python without input or output but its own tables; neither AWS CDK nor boto3 is needed.
"""

from msk_model.check import check_cluster, check_native_topic, check_new_cluster, check_topic
from msk_model.finding import Finding, Severity
from msk_model.nearest import nearest
from msk_model.shape import BrokerType, ClusterShape, ClusterType, FieldNames, TopicShape, names
from msk_model.unknown import UNKNOWN, Unknown

__all__ = [
    "UNKNOWN",
    "BrokerType",
    "ClusterShape",
    "ClusterType",
    "FieldNames",
    "Finding",
    "Severity",
    "TopicShape",
    "Unknown",
    "check_cluster",
    "check_native_topic",
    "check_new_cluster",
    "check_topic",
    "names",
    "nearest",
]
