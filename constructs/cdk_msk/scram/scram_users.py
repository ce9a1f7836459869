"""All SCRAM users of one cluster."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_msk as msk
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct, IDependable

from cdk_msk.cluster.cluster import Cluster

MOST_USERS = 1000


class ScramUsers(Construct):
    """The users of a cluster and the one association that owns their list.

    ``AWS::MSK::BatchScramSecret`` is the whole list of a cluster's secrets: two of them for one
    cluster would undo each other. Therefore there is one instance per cluster, made by the first
    `ScramUser`, and all users of a cluster are defined in one stack.

    MSK's own API takes ten secrets in a call. How CloudFormation sends a longer list is not
    documented; with more than ten new users at once, look at the associations after deploying
    (``aws kafka list-scram-secrets``).

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
        self._secret_arns: dict[str, str] = {}
        self._home: Construct | None = None
        self._key: kms.Key | None = None
        self._association: msk.CfnBatchScramSecret | None = None

    def admit(self, user: Construct, username: str) -> None:
        """Refuse `username` before anything is defined for it.

        Raises:
            ValueError: The cluster has that user or no room for one, or its users are in another
                stack.
        """
        path = user.node.path
        if username in self._secret_arns:
            raise ValueError(
                f"{path}: username must be used once per cluster, got {username!r} again"
            )
        if len(self._secret_arns) >= MOST_USERS:
            raise ValueError(
                f"{path}: cluster must have at most {MOST_USERS} users, got one more; "
                "share users between clients or use IAM"
            )
        stack = cdk.Stack.of(user)
        if self._home is None:
            self._home = self._home_in(stack)
        elif cdk.Stack.of(self._home) is not stack:
            raise ValueError(
                f"{path}: all users of a cluster must be defined in one stack, got {username!r} "
                f"in {stack.node.path!r} and others in {cdk.Stack.of(self._home).node.path!r}"
            )

    def key(self, removal_policy: cdk.RemovalPolicy) -> kms.IKey:
        """The key that users without one of their own share.

        It stays when the secret of any of them does.
        """
        assert self._home is not None, "admit() comes first"  # noqa: S101 - for the type checker
        if self._key is None:
            self._key = kms.Key(
                self._home,
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
    ) -> msk.CfnBatchScramSecret:
        """Let the cluster read `secret`, once `after`, its policy, lets it."""
        assert self._home is not None, "admit() comes first"  # noqa: S101 - for the type checker
        if self._association is None:
            self._association = msk.CfnBatchScramSecret(
                self._home, "Resource", cluster_arn=self._cluster.cluster_arn
            )
            self._association.apply_removal_policy(removal_policy)
        elif removal_policy is not cdk.RemovalPolicy.DESTROY:
            self._association.apply_removal_policy(removal_policy)
        self._secret_arns[username] = secret.secret_arn
        # By name, so that moving lines about in an app changes nothing in the template.
        self._association.secret_arn_list = [arn for _, arn in sorted(self._secret_arns.items())]
        if after:
            self._association.node.add_dependency(after)
        return self._association

    def _home_in(self, stack: cdk.Stack) -> Construct:
        """Beside the users, or the cluster's stack and theirs would need each other."""
        if cdk.Stack.of(self) is stack:
            return self
        return Construct(stack, f"ScramUsers-{self._cluster.node.path.replace('/', '-')}")
