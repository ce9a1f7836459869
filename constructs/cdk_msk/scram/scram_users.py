"""All SCRAM users of one cluster."""

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
import jsii
from aws_cdk import aws_kms as kms
from aws_cdk import aws_msk as msk
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct, IDependable

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.scram.verified_users import VerifiedUsers

MOST_USERS = 1000


class ScramUsers(Construct):
    """The users of a cluster and the one association that owns their list.

    ``AWS::MSK::BatchScramSecret`` is the whole list of a cluster's secrets: two of them for one
    cluster would undo each other. Therefore there is one instance per cluster, made by the first
    `ScramUser`, and all users of a cluster are defined in one stack.

    MSK's own API takes ten secrets in a call, and answers a call of which it refused single secrets
    with success. What CloudFormation's resource makes of either is not documented. It stays the
    owner, so that its drift is found and the list goes with it; `VerifiedUsers` looks after it.

    MSK takes a thousand users. A stack takes 500 resources, which is some 240 users, or 80 that are
    rotated.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-password-limitations.html
    """

    @staticmethod
    def of(cluster: Cluster) -> "ScramUsers":
        """The users of `cluster`."""
        found = cluster.node.try_find_child("ScramUsers")
        return found if isinstance(found, ScramUsers) else ScramUsers(cluster, "ScramUsers")

    def __init__(self, scope: Cluster, id: str) -> None:
        """Define the users of `scope`, none yet; use `ScramUsers.of`.

        Args:
            scope: The cluster.
            id: Name of this construct below `scope`.
        """
        super().__init__(scope, id)
        self._cluster = scope
        self._admitted: set[str] = set()
        self._secret_arns: dict[str, str] = {}
        self._home: Construct | None = None
        self._key: kms.Key | None = None
        self._association: msk.CfnBatchScramSecret | None = None
        self._verified: VerifiedUsers | None = None

    @property
    def home(self) -> Construct:
        """Where what the users share is defined, once the first was admitted: in their stack."""
        assert self._home is not None, "admit() comes first"  # noqa: S101 - for the type checker
        return self._home

    @property
    def verified(self) -> VerifiedUsers:
        """What waits until every user of the cluster is associated, once the first is defined."""
        assert self._verified is not None, "associate() comes first"  # noqa: S101 - for the type checker
        return self._verified

    def admit(self, user: Construct, usernames: Sequence[str]) -> None:
        """Refuse `usernames` before anything is defined for them.

        Raises:
            ValueError: The cluster has such a user or no room for one, or its users are in another
                stack.
        """
        path = user.node.path
        for username in usernames:
            if username in self._admitted:
                raise ValueError(
                    f"{path}: username must be used once per cluster, got {username!r} again"
                )
        if len(self._admitted) + len(usernames) > MOST_USERS:
            raise ValueError(
                f"{path}: cluster must have at most {MOST_USERS} users, got one more; "
                "share users between clients or use IAM"
            )
        stack = cdk.Stack.of(user)
        if self._home is None:
            self._home = self._home_in(stack)
        elif cdk.Stack.of(self._home) is not stack:
            raise ValueError(
                f"{path}: all users of a cluster must be defined in one stack, got "
                f"{usernames[0]!r} in {stack.node.path!r} and others in "
                f"{cdk.Stack.of(self._home).node.path!r}"
            )
        self._admitted.update(usernames)

    def key(self, removal_policy: cdk.RemovalPolicy) -> kms.IKey:
        """The key that users without one of their own share.

        It stays when the secret of any of them does.
        """
        if self._key is None:
            self._key = kms.Key(
                self.home,
                "Key",
                description="Encrypts the passwords of SCRAM users of an MSK cluster",
                enable_key_rotation=True,
                removal_policy=removal_policy,
            )
        elif removal_policy is not cdk.RemovalPolicy.DESTROY:
            self._key.apply_removal_policy(removal_policy)
        return self._key

    def associate(
        self,
        username: str,
        secret: secretsmanager.ISecret,
        *,
        after: IDependable | None,
        removal_policy: cdk.RemovalPolicy,
    ) -> None:
        """Let the cluster read `secret`, once `after`, its policy, lets it."""
        self._secret_arns[username] = secret.secret_arn
        if self._association is None:
            self._association = self._define()
            self._association.apply_removal_policy(removal_policy)
        elif removal_policy is not cdk.RemovalPolicy.DESTROY:
            self._association.apply_removal_policy(removal_policy)
        if secret.encryption_key:
            self.verified.allow_key(secret.encryption_key)
        if after:
            self._association.node.add_dependency(after)

    def _define(self) -> msk.CfnBatchScramSecret:
        """The list and what looks after it; both are filled when the template is written."""
        secret_arns = cdk.Lazy.list(_SortedByName(self._secret_arns))
        association = msk.CfnBatchScramSecret(
            self.home,
            "Resource",
            cluster_arn=self._cluster.cluster_arn,
            secret_arn_list=secret_arns,
        )
        self._verified = VerifiedUsers(
            self.home, "Verified", cluster=self._cluster, secret_arns=secret_arns
        )
        self._verified.node.add_dependency(association)
        return association

    def _home_in(self, stack: cdk.Stack) -> Construct:
        """Beside the users, or the cluster's stack and theirs would need each other."""
        if cdk.Stack.of(self) is stack:
            return self
        return Construct(stack, f"ScramUsers-{self._cluster.node.path.replace('/', '-')}")


@jsii.implements(cdk.IStableListProducer)
class _SortedByName:
    """By name, so that moving lines about in an app changes nothing in the template."""

    def __init__(self, secret_arns: Mapping[str, str]) -> None:
        self._secret_arns = secret_arns

    def produce(self) -> list[str]:
        """ARNs; called when the template is written, after the last user."""
        return [arn for _, arn in sorted(self._secret_arns.items())]
