"""The requests that the door answers itself: what they are about never reaches a broker."""

from collections.abc import Callable, Mapping

from msk_local.kafka.front_door.answers import acls, quotas
from msk_local.kafka.front_door.mechanisms import Gate
from msk_local.kafka.front_door.outcome import Outcome
from msk_local.kafka.front_door.permissions import Permissions
from msk_local.kafka.protocol import ApiKey, Request, VersionRange
from msk_local.kafka.protocol.versions import Versions

Answer = Callable[[Request, Permissions, Gate], Outcome]

ANSWERS: Mapping[int, tuple[VersionRange, Answer]] = {
    ApiKey.DESCRIBE_ACLS: (VersionRange(1, 3), acls.describe),
    ApiKey.CREATE_ACLS: (VersionRange(1, 3), acls.create),
    ApiKey.DELETE_ACLS: (VersionRange(1, 3), acls.delete),
    ApiKey.DESCRIBE_CLIENT_QUOTAS: (VersionRange(0, 1), quotas.describe),
    ApiKey.ALTER_CLIENT_QUOTAS: (VersionRange(0, 1), quotas.alter),
}
"""Brokers behind the door see one anonymous client, so nothing about clients can be theirs."""


def answered(gate: Gate) -> Versions:
    """The versions of the requests that the door of a cluster answers itself.

    A serverless cluster has none: IAM is its only authorization, and MSK sets its quotas.
    """
    if gate.resources.serverless:
        return {}
    return {api: versions for api, (versions, _) in ANSWERS.items()}
