"""What the data plane asks of the account it belongs to: keys, policies and SCRAM passwords."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class IamIdentity:
    """The owner of an access key.

    Attributes:
        secret_access_key: What requests of this key are signed with.
        principal_arn: The user or the assumed role, ``arn:aws:sts::…:assumed-role/…``.
        statements: All policy statements that apply to the principal, in IAM's JSON form.
        session_token: Must travel with every signature. Absent: a long-lived key.
    """

    secret_access_key: str
    principal_arn: str
    statements: Sequence[Mapping[str, Any]]
    session_token: str | None = None


class Identities(Protocol):
    """The account's users, roles and secrets; called from several threads, so must allow that."""

    def iam_identity(self, access_key_id: str) -> IamIdentity | None:
        """The owner of an access key, or `None` when the account has no such key."""

    def scram_password(self, cluster_arn: str, username: str) -> str | None:
        """The password of a user associated with the cluster, or `None` for any other name."""
