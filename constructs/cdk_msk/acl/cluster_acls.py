"""The ACLs of one cluster, principal by principal."""

from collections.abc import Mapping

import aws_cdk as cdk
from constructs import Construct

from cdk_msk.acl.principal_acls import PrincipalAcls
from cdk_msk.cluster.cluster import Cluster

_NAME = "Acls"
_OPEN = "allow.everyone.if.no.acl.found"


class ClusterAcls(Construct):
    """Knows which principals of a cluster have ACLs, and where they are kept.

    There is one instance per cluster, made by the first `Acl`.
    """

    @staticmethod
    def of(cluster: Cluster) -> "ClusterAcls":
        """The ACLs of `cluster`."""
        found = cluster.node.try_find_child(_NAME)
        return found if isinstance(found, ClusterAcls) else ClusterAcls(cluster, _NAME)

    def __init__(self, scope: Cluster, id: str) -> None:
        """Define the ACLs of `scope`, none yet; use `ClusterAcls.of`."""
        super().__init__(scope, id)
        self._cluster = scope
        self._principals: dict[str, PrincipalAcls] = {}
        self._warn_if_open()

    def acls_of(self, acl: Construct, principal: str) -> PrincipalAcls:
        """Where the entries of `principal` are kept, all in the stack of the first of them.

        Raises:
            ValueError: That is another stack than the one of `acl`.
        """
        stack = cdk.Stack.of(acl)
        if principal not in self._principals:
            home = self._home_in(stack)
            self._principals[principal] = PrincipalAcls(
                home, cluster=self._cluster, principal=principal
            )
        found = self._principals[principal]
        if cdk.Stack.of(found) is not stack:
            raise ValueError(
                f"{acl.node.path}: all rules of a principal must be defined in one stack, got some "
                f"of {principal!r} in {stack.node.path!r} and others in "
                f"{cdk.Stack.of(found).node.path!r}"
            )
        return found

    def _home_in(self, stack: cdk.Stack) -> Construct:
        """Beside the rules, or the cluster's stack and theirs would need each other."""
        if cdk.Stack.of(self) is stack:
            return self
        name = f"{_NAME}-{self._cluster.node.path.replace('/', '-')}"
        found = stack.node.try_find_child(name)
        return found if isinstance(found, Construct) else Construct(stack, name)

    def _warn_if_open(self) -> None:
        """Warn of a configuration that is known to leave resources without ACLs to everybody."""
        properties = self._cluster.shape.server_properties
        if properties is None:
            stated: object = "true"
        elif isinstance(properties, Mapping):
            stated = properties.get(_OPEN, "true")
        else:
            return
        if isinstance(stated, str) and stated.strip().lower() == "true":
            cdk.Annotations.of(self._cluster).add_warning_v2(
                "cdk-msk:acls-leave-the-rest-open",
                f"{self._cluster.node.path}: configuration must set {_OPEN} to false, or what no "
                "ACL speaks of stays open to every client that signs in without IAM, got true; "
                "on a cluster with clients deploy the ACLs first, then set it to false",
            )
