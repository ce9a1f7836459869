"""Every client of a deployment against every topic: what it was given works, and no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from main_job.assertions import MainJobError
from main_job.platform import Platform
from main_job.work import Access
from main_job.workers import Worker

Operation = Literal["write", "read"]
OPERATIONS: tuple[Operation, ...] = ("write", "read")
_GROUP = "access-table"


class AccessError(MainJobError):
    """A client may do what it was not given, or may not do what it was."""


@dataclass(frozen=True, kw_only=True)
class DeclaredClient:
    """A client as a deployment file has it, as far as topics of the file go."""

    name: str
    authentication: str
    writes: tuple[str, ...]
    """Topics or prefixes ending in ``*``."""
    reads: tuple[str, ...]
    """Topics or prefixes ending in ``*``."""
    group: str
    """One it may read in; some group when it has none."""

    @classmethod
    def of(cls, stated: dict[str, Any]) -> "DeclaredClient":
        """Reads one of ``clients`` of a deployment file."""
        everything: Sequence[str] = ("*",) if stated.get("admin") else ()
        application = stated.get("streams_application_id")
        own: Sequence[str] = (f"{application}-*",) if application else ()
        worker = stated.get("connect_worker") and "connect-*"
        groups = [*stated.get("groups", ()), *(one for one in (application, worker) if one)]
        return cls(
            name=stated["name"],
            authentication=stated.get("authentication", "iam"),
            writes=(*stated.get("produces", ()), *own, *everything),
            reads=(*stated.get("consumes", ()), *own, *everything),
            group=groups[0].replace("*", _GROUP) if groups else _GROUP,
        )

    def may(self, operation: Operation, topic: str) -> bool:
        """Whether the file gives it that."""
        names = self.writes if operation == "write" else self.reads
        return any(
            topic.startswith(name[:-1]) if name.endswith("*") else topic == name for name in names
        )


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What became of it when a client tried something."""

    client: str
    authentication: str
    topic: str
    operation: Operation
    refused_with: str | None
    """Kafka's name of the error. Absent: it was let do it."""


def declared(deployment: Path) -> tuple[Sequence[DeclaredClient], Sequence[str]]:
    """The clients and the names of the topics of a deployment file."""
    stated = yaml.safe_load(deployment.read_text(encoding="utf-8"))
    clients = [DeclaredClient.of(client) for client in stated.get("clients", ())]
    return clients, [topic["name"] for topic in stated.get("topics", ())]


def access_is_as_declared(
    worker: Worker, platform: Platform, deployment: Path
) -> Sequence[Attempt]:
    """Lets every client write to and read from every topic, once.

    Writes that are allowed leave a record behind.

    Raises:
        AccessError: Something was refused that the file gives, or the other way round.
        WorkError: Kafka gave no answer.
    """
    clients, topics = declared(deployment)
    attempts = []
    for client in clients:
        access = _access(platform, client)
        for topic in topics:
            for operation in OPERATIONS:
                refused_with = _attempt(worker, access, client, operation, topic)
                _require(client, operation, topic, refused_with)
                attempts.append(
                    Attempt(
                        client=client.name,
                        authentication=client.authentication,
                        topic=topic,
                        operation=operation,
                        refused_with=refused_with,
                    )
                )
    return attempts


def counts(attempts: Iterable[Attempt]) -> tuple[int, int]:
    """How many were allowed, and how many refused."""
    refused = [attempt.refused_with is not None for attempt in attempts]
    return refused.count(False), refused.count(True)


def _access(platform: Platform, client: DeclaredClient) -> Access:
    match client.authentication:
        case "scram":
            return platform.scram(client.name)
        case "tls":
            return platform.tls(client.name)
        case _:
            return platform.iam(client.name)


def _attempt(
    worker: Worker, access: Access, client: DeclaredClient, operation: Operation, topic: str
) -> str | None:
    if operation == "write":
        return worker.write_refusal(access, topic)
    return worker.read_refusal(access, topic, client.group)


def _require(
    client: DeclaredClient, operation: Operation, topic: str, refused_with: str | None
) -> None:
    allowed = client.may(operation, topic)
    if allowed and refused_with is not None:
        raise AccessError(
            f"{client.name} over {client.authentication} must be allowed to {operation} {topic}, "
            f"got {refused_with}"
        )
    if not allowed and (refused_with is None or "AUTHORIZATION_FAILED" not in refused_with):
        raise AccessError(
            f"{client.name} over {client.authentication} must be refused to {operation} {topic} "
            f"with Kafka's AUTHORIZATION_FAILED, got {refused_with or 'it done'}"
        )
