"""The versions of the client's secret, and the secrets that the cluster reads."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Self

from .credentials import Credentials
from .errors import RotationError

_CURRENT, _PENDING = "AWSCURRENT", "AWSPENDING"


class ClientSecret:
    """The secret that clients read, during the rotation to one version of it.

    Args:
        secrets: A boto3 client of Secrets Manager.
        secret_id: The ARN.
        token: Id of the version that is to become the current one.
        stages: The labels of each version, by id.
    """

    def __init__(
        self, secrets: Any, secret_id: str, token: str, stages: Mapping[str, Sequence[str]]
    ) -> None:
        self._secrets = secrets
        self._secret_id = secret_id
        self._token = token
        self._stages = stages

    @classmethod
    def being_rotated(cls, secrets: Any, secret_id: str, token: str) -> Self:
        """The secret of a request.

        Raises:
            RotationError: The secret is not rotated, or not to that version.
        """
        found = secrets.describe_secret(SecretId=secret_id)
        if found.get("RotationEnabled") is False:
            msg = f"{secret_id} is not enabled for rotation"
            raise RotationError(msg)
        stages = found.get("VersionIdsToStages", {})
        if not {_CURRENT, _PENDING} & set(stages.get(token, ())):
            msg = f"{secret_id} has no version {token} that is to become {_CURRENT}"
            raise RotationError(msg)
        return cls(secrets, secret_id, token, stages)

    @property
    def is_rotated(self) -> bool:
        """Whether the version is the current one already."""
        return _CURRENT in self._stages[self._token]

    @cached_property
    def current(self) -> Credentials:
        """What clients read now."""
        found = self._secrets.get_secret_value(SecretId=self._secret_id, VersionStage=_CURRENT)
        return Credentials.of(found["SecretString"])

    @property
    def pending(self) -> Credentials | None:
        """What clients are to read. None: nothing is decided yet."""
        try:
            found = self._secrets.get_secret_value(
                SecretId=self._secret_id, VersionId=self._token, VersionStage=_PENDING
            )
        except self._secrets.exceptions.ResourceNotFoundException:
            return None
        return Credentials.of(found["SecretString"])

    def put_pending(self, credentials: Credentials) -> None:
        """Decide what clients are to read."""
        self._secrets.put_secret_value(
            SecretId=self._secret_id,
            ClientRequestToken=self._token,
            SecretString=credentials.text,
            VersionStages=[_PENDING],
        )

    def make_current(self) -> None:
        """Let clients read it."""
        holder = next(version for version, labels in self._stages.items() if _CURRENT in labels)
        self._secrets.update_secret_version_stage(
            SecretId=self._secret_id,
            VersionStage=_CURRENT,
            MoveToVersionId=self._token,
            RemoveFromVersionId=holder,
        )


def give_to_cluster(secrets: Any, secret_id: str, credentials: Credentials) -> None:
    """Put `credentials` into a secret that the cluster reads, unless they are there.

    Compared with what is there, rather than told apart by a token: a password that somebody has put
    there meanwhile is replaced as well.
    """
    found = secrets.get_secret_value(SecretId=secret_id, VersionStage=_CURRENT)
    if found.get("SecretString") != credentials.text:
        secrets.put_secret_value(SecretId=secret_id, SecretString=credentials.text)
