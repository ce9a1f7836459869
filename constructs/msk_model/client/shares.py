"""A client taken apart into verbs, each on the resources it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msk_model.client.client_shape import ClientShape
from msk_model.facts.iam_actions import Resource, Verb

_EVERY: Mapping[Resource, tuple[str, ...]] = {
    "topic": ("*",),
    "group": ("*",),
    "transactional-id": ("*",),
}


@dataclass(frozen=True, kw_only=True)
class Share:
    """One verb of a client.

    Attributes:
        verb: What it does.
        names: On which resources of each kind; a kind that is absent is not needed. The cluster is
            always meant.
        idempotent: Whether it produces idempotently.
        transactional: Whether it produces in transactions.
    """

    verb: Verb
    names: Mapping[Resource, tuple[str, ...]]
    idempotent: bool = False
    transactional: bool = False


def shares(client: ClientShape) -> Iterator[Share]:
    """Everything `client` does, connecting first."""
    yield Share(verb="connect", names={})
    if client.admin:
        yield Share(verb="admin", names=_EVERY)
    if client.read_only:
        yield Share(verb="describe", names=_EVERY)
    if client.produces:
        yield Share(
            verb="produce",
            names={"topic": client.produces, "transactional-id": client.transactional_ids},
            idempotent=client.idempotent,
            transactional=bool(client.transactional_ids),
        )
    if client.consumes:
        yield Share(
            verb="consume", names={"topic": client.consumes, "group": client.consumer_groups}
        )
    if client.administers:
        yield Share(verb="administer-topics", names={"topic": client.administers})
    if client.streams_application_id is not None:
        yield _streams(client.streams_application_id)
    if client.connect_worker:
        worker = client.connect_worker
        yield Share(
            verb="connect-worker",
            names={
                "topic": worker.internal_topics,
                "group": (worker.group_id,),
                "transactional-id": worker.transactional_ids,
            },
            transactional=worker.exactly_once,
        )


def _streams(application_id: str) -> Share:
    """What belongs to the application itself.

    Internal topics are called ``<application.id>-<operator>-changelog`` or ``-repartition``, and
    transactional ids ``<application.id>-<process>-<thread>``: the dash keeps ``orders`` out of
    what belongs to ``orders2``.
    https://kafka.apache.org/documentation/streams/developer-guide/security.html
    """
    own = (f"{application_id}-*",)
    return Share(
        verb="streams",
        names={"topic": own, "group": (application_id,), "transactional-id": own},
    )
