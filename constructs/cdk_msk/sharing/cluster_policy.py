"""Who besides the account of a cluster may use it."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam
from aws_cdk import aws_msk as msk
from constructs import Construct, IValidation

from cdk_msk.checks import known
from cdk_msk.sharing.statements import least_size, merged, require_limited
from msk_model import ClusterType, Unknown

if TYPE_CHECKING:
    from cdk_msk.cluster.cluster import Cluster

_CONNECT: Final = (
    "kafka:CreateVpcConnection",
    "kafka:DescribeClusterV2",
    "kafka:GetBootstrapBrokers",
)
_MOST_BYTES: Final = 20 * 1024
_ACCOUNT: Final = re.compile(r"\d{12}")
_ORGANIZATION: Final = re.compile(r"o-[a-z0-9]{10,32}")
_ORGANIZATION_PATH: Final = re.compile(r"o-[a-z0-9]{10,32}/(r-[a-z0-9]+/(ou-[a-z0-9-]+/)*)?\*?")
_NAME: Final = "ClusterPolicy"


class ClusterPolicy(Construct):
    """The one resource policy of a cluster: what other accounts and services may do with it.

    A cluster has one policy or none, so there is one instance per cluster, which gathers all
    statements in an order of their own: moving lines about in an app changes nothing in the
    template. When the last statement goes, the policy goes with the next deployment, and with it
    the access.

    Principals of the cluster's own account need none of this: their own policies are enough.

    https://docs.aws.amazon.com/msk/latest/developerguide/mvpc-cluster-owner-action-policy.html

    Attributes:
        cluster: Whose policy it is.
        resource: The CloudFormation resource.
    """

    @staticmethod
    def of(cluster: "Cluster") -> "ClusterPolicy":
        """The policy of `cluster`, in the cluster's stack, defined by whoever asks first.

        Of a cluster that the app does not own it becomes the whole policy: what others have put
        into it is gone.

        Raises:
            ValueError: The cluster belongs to another account than the stack.
        """
        found = cluster.node.try_find_child(_NAME)
        return found if isinstance(found, ClusterPolicy) else ClusterPolicy(cluster, _NAME)

    def __init__(self, scope: "Cluster", id: str) -> None:
        """Define the policy of `scope`, empty yet; use `ClusterPolicy.of`.

        Args:
            scope: The cluster.
            id: Name of this construct below `scope`.

        Raises:
            ValueError: The cluster belongs to another account than the stack.
        """
        super().__init__(scope, id)
        _require_own_account(scope)
        self.cluster = scope
        self._statements: list[iam.PolicyStatement] = []
        self.resource = msk.CfnClusterPolicy(
            self,
            "Resource",
            cluster_arn=scope.cluster_arn,
            policy={"Version": "2012-10-17", "Statement": cdk.Lazy.any(_Gathered(self))},
        )
        self.node.add_validation(_Size(self))

    def share_with_accounts(self, account_ids: Sequence[str]) -> None:
        """Let other accounts connect from their networks and learn where the brokers are.

        Their administrators decide who of theirs uses it. Records stay closed: for IAM clients add
        `allow_data`, users and certificates have their own ACLs.

        Args:
            account_ids: Of twelve digits.

        Raises:
            ValueError: One is not the id of an account.
        """
        for account_id in self._accounts("account_ids", account_ids):
            self.share_with(iam.AccountPrincipal(account_id))

    def share_with_organization(self, organization_id: str, *, paths: Sequence[str] = ()) -> None:
        """Let every account of an organisation connect, as `share_with_accounts` does.

        Args:
            organization_id: ``o-…``.
            paths: Only accounts below these: ``o-…/r-…/ou-…/*``. Absent: all accounts.

        Raises:
            ValueError: The id or a path is malformed.
        """
        if not _matches(_ORGANIZATION, organization_id):
            raise ValueError(
                f"{self.node.path}: organization_id must be o- and 10 to 32 letters and digits, "
                f"got {organization_id!r}"
            )
        if wrong := [path for path in paths if not _matches(_ORGANIZATION_PATH, path)]:
            raise ValueError(
                f"{self.node.path}: paths must look like o-…/r-…/ou-…/*, got {wrong[0]!r}"
            )
        conditions = {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": list(paths)}}
        self._allow(
            iam.OrganizationPrincipal(organization_id),
            (*_CONNECT, "kafka:DescribeCluster"),
            [self.cluster.cluster_arn],
            conditions if paths else {},
        )

    def share_with(self, principal: iam.IPrincipal) -> None:
        """Let `principal`, a role of another account for example, connect and look around.

        Raises:
            ValueError: It is everybody.
        """
        actions = (*_CONNECT, "kafka:DescribeCluster")
        self._allow(principal, actions, [self.cluster.cluster_arn])

    def share_with_firehose(self, *, source_accounts: Sequence[str] | None = None) -> None:
        """Let Amazon Data Firehose connect through a connection of its own.

        Records are read by the role of the delivery stream, which needs its grants.

        https://docs.aws.amazon.com/firehose/latest/dev/writing-with-msk.html

        Args:
            source_accounts: Whose delivery streams may. Absent: those of the cluster's account.
                Empty: everybody's, without a condition, as AWS's own example has it.

        Raises:
            ValueError: The cluster has no connectivity for IAM clients of other networks, or an
                account has no id of twelve digits.
        """
        self._require_connectivity("Firehose")
        self._allow_service("firehose.amazonaws.com", _CONNECT[:1], source_accounts)

    def share_with_replicators(self, *, source_accounts: Sequence[str] | None = None) -> None:
        """Let MSK Replicator of another Region read from this cluster.

        Records are read by the role of the replicator, which needs its grants.

        https://docs.aws.amazon.com/msk/latest/developerguide/msk-replicator-prepare-clusters.html

        Args:
            source_accounts: Whose replicators may. Absent: those of the cluster's account. Empty:
                everybody's, without a condition, as AWS's own example has it.

        Raises:
            ValueError: The cluster has no connectivity for IAM clients of other networks, or an
                account has no id of twelve digits.
        """
        self._require_connectivity("MSK Replicator")
        self._allow_service("kafka.amazonaws.com", _CONNECT, source_accounts)

    def allow_data(
        self, principal: iam.IPrincipal, actions: Sequence[str], resources: Sequence[str]
    ) -> None:
        """Allow what a client of another account does with records, topics and groups.

        It is one half: the client's own policy has to allow the same.

        Args:
            principal: The client: a role or user of another account, or a whole account.
            actions: Of the data plane: ``kafka-cluster:ReadData``.
            resources: ARNs of the cluster, and of its topics, groups and transactional ids.

        Raises:
            ValueError: An action is not of the data plane, the cluster does not accept IAM, or
                the principal is everybody.
        """
        if wrong := [action for action in actions if not action.startswith("kafka-cluster:")]:
            raise ValueError(
                f"{self.node.path}: actions must begin with kafka-cluster:, got {wrong[0]!r}"
            )
        if self.cluster.shape.iam is False:
            raise ValueError(
                f"{self.node.path}: the cluster must accept IAM to let IAM principals in, got "
                f"{self.cluster.node.path!r} without; switch on iam=True"
            )
        self._allow(principal, actions, resources)

    def add_statement(self, statement: iam.PolicyStatement) -> None:
        """Add what the other verbs do not say.

        Raises:
            ValueError: It allows something to everybody, without a condition on who they are.
        """
        require_limited(self.node.path, statement)
        self._statements.append(statement)

    def _accounts(self, argument: str, account_ids: Sequence[str]) -> Sequence[str]:
        for account_id in _several(self, argument, account_ids):
            if not _matches(_ACCOUNT, account_id):
                raise ValueError(
                    f"{self.node.path}: {argument} must be of twelve digits, got {account_id!r}"
                )
        return account_ids

    def _allow_service(
        self, service: str, actions: Sequence[str], source_accounts: Sequence[str] | None
    ) -> None:
        """A service acts for many customers: the condition names for which of them it may here."""
        accounts: Sequence[str] = [cdk.Stack.of(self).account]
        if source_accounts is not None:
            accounts = self._accounts("source_accounts", source_accounts) if source_accounts else ()
        self._allow(
            iam.ServicePrincipal(service),
            actions,
            [self.cluster.cluster_arn],
            {"StringEquals": {"aws:SourceAccount": sorted(accounts)}} if accounts else {},
        )

    def _allow(
        self,
        principal: iam.IPrincipal,
        actions: Sequence[str],
        resources: Sequence[str],
        conditions: Mapping[str, Any] | None = None,
    ) -> None:
        self.add_statement(
            iam.PolicyStatement(
                principals=[principal],
                actions=sorted({*_several(self, "actions", actions)}),
                resources=list(_several(self, "resources", resources)),
                conditions=conditions,
            )
        )

    def _require_connectivity(self, service: str) -> None:
        shape = self.cluster.shape
        open_ = shape.vpc_connectivity
        if shape.cluster_type is ClusterType.SERVERLESS or isinstance(open_, Unknown):
            return
        if "iam" not in open_:
            raise ValueError(
                f"{self.node.path}: vpc_connectivity must be open for IAM, through which {service} "
                f"connects, got {', '.join(sorted(open_)) or 'none'}; give the cluster "
                "vpc_connectivity=VpcConnectivity(iam=True)"
            )


@jsii.implements(cdk.IStableAnyProducer)
class _Gathered:
    """The statements of a policy when the template is written."""

    def __init__(self, policy: ClusterPolicy) -> None:
        self._policy = policy

    def produce(self) -> list[dict[str, Any]]:
        """Statements that differ in nothing but resources are one."""
        return merged(cdk.Stack.of(self._policy), self._policy._statements)


@jsii.implements(IValidation)
class _Size:
    """Refuses a policy that MSK would not take."""

    def __init__(self, policy: ClusterPolicy) -> None:
        self._policy = policy

    def validate(self) -> list[str]:
        """One line at the most."""
        if not self._policy._statements:
            fault = (
                "the policy of a cluster must hold at least one statement, got none; share the "
                "cluster with somebody, or leave ClusterPolicy.of out"
            )
            return [fault]
        size = least_size(cdk.Stack.of(self._policy).resolve(self._policy.resource.policy))
        if size <= _MOST_BYTES:
            return []
        fault = (
            f"the policy of a cluster must have at most {_MOST_BYTES} bytes, got at least {size}; "
            "share with whole accounts or prefixes instead of single names"
        )
        return [fault]


def _require_own_account(cluster: "Cluster") -> None:
    arn, account = known(cluster.cluster_arn), known(cdk.Stack.of(cluster).account)
    if isinstance(arn, Unknown) or isinstance(account, Unknown):
        return
    owner = arn.split(":")[4]
    if owner != account:
        raise ValueError(
            f"{cluster.node.path}: the policy of a cluster must be defined in the cluster's "
            f"account {owner}, got {account}; define it in a stack of that account"
        )


def _several(policy: ClusterPolicy, argument: str, values: Sequence[str]) -> Sequence[str]:
    if isinstance(values, str) or not values:
        raise ValueError(
            f"{policy.node.path}: {argument} must be a sequence of at least one, got {values!r}; "
            f"write {argument}=[…]"
        )
    return values


def _matches(pattern: re.Pattern[str], text: str) -> bool:
    """Whether `text` has the form; what is known at deployment only may have it."""
    return isinstance(known(text), Unknown) or bool(pattern.fullmatch(text))
