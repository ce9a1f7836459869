"""A client that has proven who it is."""

import datetime as dt
from dataclasses import dataclass

from msk_local.kafka.front_door.permissions import Permissions


@dataclass(frozen=True)
class Client:
    """The other end of an authenticated connection.

    Attributes:
        principal: As Kafka writes it, ``User:alice``, ``User:arn:aws:sts::…``.
        permissions: What it may do.
        expires: When it must authenticate again. `None`: never.
    """

    principal: str
    permissions: Permissions
    expires: dt.datetime | None = None

    @property
    def name(self) -> str:
        """The principal without its type, as quotas name users."""
        return self.principal.partition(":")[2]
