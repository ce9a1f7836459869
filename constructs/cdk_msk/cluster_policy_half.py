"""The half of a grant to another account that the cluster's own policy has to say."""

from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam

from cdk_msk.checks import known
from cdk_msk.cluster_place import account_of
from cdk_msk.sharing.cluster_policy import ClusterPolicy
from msk_model import Unknown

if TYPE_CHECKING:
    from cdk_msk.cluster.cluster import Cluster


def is_of_another_account(cluster: "Cluster", grantee: iam.IGrantable) -> bool:
    """Whether the cluster's account has to let `grantee` in.

    An account that is only known at deployment, that of a stack without an environment, is taken
    for the cluster's own. One that is named is another one unless the cluster's is known and the
    same.
    """
    account = _account_of(grantee.grant_principal)
    if account is None or isinstance(known(account), Unknown):
        return False
    return account != account_of(cluster)


@jsii.implements(iam.IResourceWithPolicy)
class ClusterPolicyHalf(cdk.Resource):
    """A cluster as the CDK's grants see a resource with a policy: statements go to `ClusterPolicy`.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
    """

    @staticmethod
    def of(cluster: "Cluster", grantee: iam.IGrantable) -> "ClusterPolicyHalf | None":
        """The policy of `cluster`, or `None`, with a warning, when this app must not write it.

        The policy of a cluster is one whole. Of a cluster that the app does not own, what others
        have put into it would be gone, so it is only written once `ClusterPolicy.of` was called.
        """
        owned = getattr(cluster, "resource", None) is not None
        if not owned and cluster.node.try_find_child("ClusterPolicy") is None:
            cdk.Annotations.of(cluster).add_warning_v2(
                "cdk-msk:cluster-policy-not-changed",
                f"{cluster.node.path}: a grant to account {_account_of(grantee.grant_principal)} "
                "works only once the policy of the cluster allows it too, and the cluster is not "
                "owned by this app; allow it where the cluster is defined, or call "
                "ClusterPolicy.of(cluster) to own the whole policy here",
            )
            return None
        found = cluster.node.try_find_child("PolicyHalf")
        return (
            found
            if isinstance(found, ClusterPolicyHalf)
            else ClusterPolicyHalf(cluster, "PolicyHalf")
        )

    def __init__(self, scope: "Cluster", id: str) -> None:
        """Stand for the policy of `scope`; use `ClusterPolicyHalf.of`."""
        super().__init__(scope, id)
        self._policy = ClusterPolicy.of(scope)

    def add_to_resource_policy(
        self, statement: iam.PolicyStatement
    ) -> iam.AddToResourcePolicyResult:
        """Add `statement` to the policy of the cluster."""
        self._policy.add_statement(statement)
        return iam.AddToResourcePolicyResult(
            statement_added=True, policy_dependable=self._policy.resource
        )


def _account_of(principal: iam.IPrincipal) -> str | None:
    """The account of a principal; `None` of services, and of what says nothing about it."""
    if principal.principal_account is not None:
        return principal.principal_account
    if isinstance(principal, iam.ArnPrincipal) and principal.arn.count(":") >= 5:
        return principal.arn.split(":")[4]
    return None
