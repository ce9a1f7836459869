"""Calls of AWS that may be refused: what then is missing is told, and the rest is shown."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from msk_model import nearest
from msk_model.status import Unread
from mskctl.errors import MskctlError

T = TypeVar("T")

_ARN = re.compile(r"arn:[\w-]+:kafka:([\w-]+):\d+:cluster/([^/]+)/[^/]+")
_SERVICES = ("kafka", "cloudwatch", "application-autoscaling")
_DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})


class UnreadableCluster(MskctlError):  # noqa: N818  (it is a cluster, not an error, that is unreadable)
    """A cluster that is not there, or that AWS does not show."""

    exit_code = 2


@dataclass
class Session:
    """The clients of AWS for one cluster, and what they were refused.

    Attributes:
        arn: Of the cluster.
        clients: boto3's clients by service, which threads may share.
        unread: What could not be read so far.
    """

    arn: str
    clients: dict[str, Any]
    unread: list[Unread] = field(default_factory=list)

    def attempt(self, source: str, action: str, call: Callable[[], T], absent: T) -> T:
        """What `call` answers; `absent`, with a note of it, when AWS refuses.

        Args:
            source: What is read, for people: ``alarms``.
            action: The IAM action it takes.
            call: Reads it.
            absent: What stands for it otherwise.
        """
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

        try:
            return call()
        except (BotoCoreError, ClientError) as error:
            self.unread.append(Unread(source=source, action=action, reason=reason_of(error)))
            return absent


def open_session(cluster: str, *, region: str | None, profile: str | None) -> Session:
    """The clients that read `cluster`.

    Args:
        cluster: Name or ARN.
        region: Where it is. Absent: its ARN says, or AWS's settings.
        profile: Of AWS's settings. Absent: the one that is in force.

    Raises:
        UnreadableCluster: There is no such cluster, or AWS does not answer.
    """
    # Imported late: only this needs AWS.
    import boto3  # noqa: PLC0415
    from botocore.config import Config  # noqa: PLC0415
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    match = _ARN.fullmatch(cluster)
    if match is None and cluster.startswith("arn:"):
        raise UnreadableCluster(
            f"CLUSTER must be a name or the ARN of a cluster, arn:aws:kafka:…:cluster/…, got "
            f"{cluster!r}"
        )
    if match and region not in {None, match[1]}:
        raise UnreadableCluster(f"--region must be that of the ARN, {match[1]}, got {region!r}")
    patient = Config(
        retries={"mode": "standard", "max_attempts": 8},
        connect_timeout=5,
        read_timeout=30,
        max_pool_connections=16,
    )
    try:
        session = boto3.Session(profile_name=profile, region_name=match[1] if match else region)
        clients = {name: session.client(name, config=patient) for name in _SERVICES}
        arn = cluster if match else _arn_of(clients["kafka"], cluster)
    except (BotoCoreError, ClientError, ValueError) as error:
        raise UnreadableCluster(
            f"{cluster}: cluster must be readable; {reason_of(error)}"
        ) from error
    return Session(arn=arn, clients=clients)


def reason_of(error: Exception) -> str:
    """AWS's words in one line; of a refusal that it is one."""
    answer = getattr(error, "response", {}).get("Error", {})
    text = " ".join(str(answer.get("Message") or error).split())
    return f"access denied: {text}" if answer.get("Code") in _DENIED else text


def _arn_of(client: Any, name: str) -> str:
    found = dict(_clusters(client, ClusterNameFilter=name))
    if name in found:
        return found[name]
    likely = nearest(name, dict(_clusters(client)))
    hint = f"did you mean {likely!r}?" if likely else "the region has no such cluster"
    raise UnreadableCluster(f"CLUSTER must be the name or ARN of a cluster, got {name!r}; {hint}")


def _clusters(client: Any, **request: str) -> Iterator[tuple[str, str]]:
    for page in client.get_paginator("list_clusters_v2").paginate(**request):
        for one in page["ClusterInfoList"]:
            yield one["ClusterName"], one["ClusterArn"]
