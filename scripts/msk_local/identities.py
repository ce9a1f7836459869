"""Who clients of the data plane are: IAM users, assumed roles and SCRAM users of the account."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from moto.backends import get_backend
from moto.core.utils import utcnow
from moto.iam.exceptions import NotFoundException
from moto.utilities.utils import get_partition

from msk_local.environment import ADMINISTRATOR_ACCESS_KEY_ID, ADMINISTRATOR_SECRET_ACCESS_KEY
from msk_local.kafka import IamIdentity

ScramPassword = Callable[[str, str], str | None]
"""Cluster ARN and user name to the password of that user, none for a stranger."""

_EVERYTHING: Mapping[str, str] = {"Effect": "Allow", "Action": "*", "Resource": "*"}


class AccountIdentities:
    """The identities of one account, read at each question, so that new policies apply at once.

    The key of the local cloud's own environment belongs to the account's root user. Permissions
    boundaries, session policies and service control policies are not considered.

    Args:
        account: Whose users and roles.
        region: Decides the partition; IAM itself has no Region.
        scram_password: Looks up the users associated with a cluster.
    """

    def __init__(self, *, account: str, region: str, scram_password: ScramPassword) -> None:
        self._account = account
        self._partition = get_partition(region)
        self._scram_password = scram_password

    def scram_password(self, cluster_arn: str, username: str) -> str | None:
        """The password of a user associated with the cluster, or `None` for any other name."""
        return self._scram_password(cluster_arn, username)

    def iam_identity(self, access_key_id: str) -> IamIdentity | None:
        """The owner of an access key, or `None` when there is none or the key is spent."""
        if access_key_id == ADMINISTRATOR_ACCESS_KEY_ID:
            return IamIdentity(
                secret_access_key=ADMINISTRATOR_SECRET_ACCESS_KEY,
                principal_arn=f"arn:{self._partition}:iam::{self._account}:root",
                statements=(_EVERYTHING,),
            )
        return self._session(access_key_id) or self._user(access_key_id)

    def _session(self, access_key_id: str) -> IamIdentity | None:
        for session in list(self._backend("sts").assumed_roles):
            if session.access_key_id == access_key_id and session.expiration > utcnow():
                return IamIdentity(
                    secret_access_key=session.secret_access_key,
                    session_token=session.session_token,
                    principal_arn=session.arn,
                    statements=self._role_statements(session.role_arn.rpartition("/")[2]),
                )
        return None

    def _user(self, access_key_id: str) -> IamIdentity | None:
        for user in list(self._backend("iam").users.values()):
            for key in list(user.access_keys):
                if key.access_key_id == access_key_id and key.status == "Active":
                    return IamIdentity(
                        secret_access_key=key.secret_access_key,
                        principal_arn=user.arn,
                        statements=self._user_statements(user),
                    )
        return None

    def _role_statements(self, name: str) -> list[dict[str, Any]]:
        try:
            role = self._backend("iam").get_role(name)
        except NotFoundException:  # simulated STS hands out sessions of roles that do not exist
            return []
        return _statements(role)

    def _user_statements(self, user: Any) -> list[dict[str, Any]]:
        groups = list(self._backend("iam").groups.values())
        holders = [user, *(group for group in groups if user in group.users)]
        return [statement for holder in holders for statement in _statements(holder)]

    def _backend(self, service: Literal["iam", "sts"]) -> Any:
        return get_backend(service)[self._account][self._partition]


def _statements(holder: Any) -> list[dict[str, Any]]:
    """The statements of the inline and the attached policies of a user, group or role."""
    inline: Iterable[str] = list(holder.policies.values())
    attached = [
        version.document
        for policy in list(holder.managed_policies.values())
        for version in policy.versions
        if version.is_default
    ]
    documents = (_document(text) for text in [*inline, *attached])
    return [statement for document in documents for statement in _as_list(document["Statement"])]


def _document(policy: str | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(policy, Mapping):
        return policy
    document: Mapping[str, Any] = json.loads(policy)
    return document


def _as_list(statements: Any) -> list[dict[str, Any]]:
    return statements if isinstance(statements, list) else [statements]
