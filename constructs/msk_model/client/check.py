"""What cannot work about a client, whatever its cluster."""

import re
from collections.abc import Iterator

from msk_model.client.client_shape import ClientShape
from msk_model.client.names import check_names
from msk_model.finding import Finding, Severity
from msk_model.sources import developer_guide

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)
_APPLICATION_ID = re.compile(r"[A-Za-z0-9._-]{1,128}", re.ASCII)
_USE_CASES = developer_guide("iam-access-control-use-cases")
_STREAMS = "https://kafka.apache.org/documentation/#streamsconfigs_application.id"
_PRODUCERS = "https://kafka.apache.org/documentation/#producerconfigs_transactional.id"


def check_client(client: ClientShape) -> Iterator[Finding]:
    """Every rule the client breaks; the fields of findings are those of `ClientShape`."""
    yield from _identity(client)
    yield from _purpose(client)
    yield from _reading(client)
    yield from _transactions(client)
    lists = ("produces", "consumes", "groups", "transactional_ids", "administers")
    for field in lists:
        yield from check_names(field, getattr(client, field))


def _identity(client: ClientShape) -> Iterator[Finding]:
    if not _NAME.fullmatch(client.name):
        yield _error(
            "client-name-is-plain",
            "name",
            client.name,
            must="be 1 to 64 letters, digits, '.', '_' and '-', a letter or digit first",
            fix="the name of the client's parameter is made of it",
        )
    application = client.streams_application_id
    if application is not None and "${" not in application and not _is_application(application):
        yield _error(
            "streams-application-id-names-topics",
            "streams_application_id",
            application,
            must="be 1 to 128 letters, digits, '.', '_' and '-'",
            fix="the names of its internal topics begin with it",
            source=_STREAMS,
        )


def _is_application(application_id: str) -> bool:
    return _APPLICATION_ID.fullmatch(application_id) is not None


def _purpose(client: ClientShape) -> Iterator[Finding]:
    changes = (
        client.admin
        or client.produces
        or client.administers
        or client.streams_application_id
        or client.connect_worker
    )
    if client.read_only and changes:
        yield _error(
            "read-only-clients-change-nothing",
            "read_only",
            True,
            must="be False for a client that writes or administers",
            fix="leave it out, or make two clients",
        )
    if not (changes or client.consumes or client.read_only):
        yield _error(
            "client-does-something",
            "produces",
            client.produces,
            must="name topics when nothing else is declared",
            fix="declare produces, consumes, administers, streams_application_id, "
            "connect_worker, read_only or admin",
        )


def _reading(client: ClientShape) -> Iterator[Finding]:
    if client.consumes and not client.consumer_groups:
        yield _error(
            "consumers-have-a-group",
            "groups",
            client.groups,
            must="name at least one group for a client that consumes",
            fix="without one MSK refuses to let it read: add groups=[…]",
        )
    if client.groups and not (client.consumes or client.streams_application_id):
        yield _error(
            "groups-are-for-consumers",
            "groups",
            client.groups,
            must="be empty for a client that consumes nothing",
            fix="add consumes=[…], or leave the groups out",
        )


def _transactions(client: ClientShape) -> Iterator[Finding]:
    if client.transactional_ids and not client.produces:
        yield _error(
            "transactions-are-for-producers",
            "transactional_ids",
            client.transactional_ids,
            must="be empty for a client that produces nothing",
            fix="add produces=[…], or leave the transactional ids out",
            source=_PRODUCERS,
        )
    if client.transactional_ids and not client.idempotent:
        yield _error(
            "transactions-are-idempotent",
            "idempotent",
            False,
            must="be True for a client with transactional_ids",
            fix="leave it out: Kafka's transactions need idempotent producers",
            source=_PRODUCERS,
        )


def _error(
    rule: str, field: str, value: object, *, must: str, fix: str, source: str = _USE_CASES
) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.ERROR,
        field=field,
        value=value,
        must=must,
        fix=fix,
        source=source,
    )
