"""One description of a client of a cluster, and what it means for IAM and for Kafka's ACLs.

Both translations read the same table of verbs, `msk_model.facts.iam_actions`.
"""

from msk_model.client.acls import acl_bindings
from msk_model.client.check import check_client
from msk_model.client.client_shape import ClientShape, ConnectWorker
from msk_model.client.iam import IamAccess, iam_access
from msk_model.client.names import check_names

__all__ = [
    "ClientShape",
    "ConnectWorker",
    "IamAccess",
    "acl_bindings",
    "check_client",
    "check_names",
    "iam_access",
]
