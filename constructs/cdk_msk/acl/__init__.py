"""Kafka's access control lists: what clients with a password or a certificate may do."""

from cdk_msk.acl.acl import Acl
from cdk_msk.acl.acl_rule import AclRule

__all__ = ["Acl", "AclRule"]
