"""Guards of the requests of consumer groups."""

from collections.abc import Iterable, Mapping
from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.access.acl import Operation, ResourceType
from msk_local.kafka.front_door.guards.listed import each, refused_partitions
from msk_local.kafka.front_door.outcome import Outcome
from msk_local.kafka.front_door.permissions import Permissions
from msk_local.kafka.protocol import Request, amended

_GROUP = ErrorCode.group_authorization_failed
_TOPIC = ErrorCode.topic_authorization_failed
_LAST_VERSION_OF_ONE_GROUP = 7
_FIRST_VERSION_WITH_GROUP_ERROR = 2


def join_group(request: Request, may: Permissions) -> Outcome:
    """READ on the group."""
    nothing = {"generation_id": -1, "protocol_name": "", "leader": "", "members": []}
    refusal = {"member_id": request.body.member_id, "protocol_type": None, **nothing}
    return _altering(request, may, refusal)


def sync_group(request: Request, may: Permissions) -> Outcome:
    """READ on the group."""
    return _altering(
        request, may, {"assignment": b"", "protocol_type": None, "protocol_name": None}
    )


def heartbeat(request: Request, may: Permissions) -> Outcome:
    """READ on the group."""
    return _altering(request, may, {})


def leave_group(request: Request, may: Permissions) -> Outcome:
    """READ on the group."""
    return _altering(request, may, {"members": []})


def offset_commit(request: Request, may: Permissions) -> Outcome:
    """READ on the group, READ on each topic."""
    group = may.on_group(Operation.READ, request.body.group_id)
    return each(
        request,
        within="topics",
        allowed=lambda topic: group and may.on_topic(Operation.READ, topic.name),
        answers="topics",
        refusal=lambda topic: {
            "name": topic.name,
            "partitions": refused_partitions(topic, _TOPIC if group else _GROUP),
        },
    )


def offset_fetch(request: Request, may: Permissions) -> Outcome:
    """DESCRIBE on each group, DESCRIBE on each topic."""
    if request.version <= _LAST_VERSION_OF_ONE_GROUP:
        return _offset_fetch_of_one_group(request, may)
    refusals: dict[str, Iterable[Mapping[str, Any]]] = {}
    asked = []
    for group in request.body.groups:
        if may.on_group(Operation.DESCRIBE, group.group_id):
            shown, refusals[group.group_id] = _split(group.topics, may)
            asked.append(amended(group, topics=shown))
    refused = [
        {"group_id": group.group_id, "topics": [], "error_code": _GROUP}
        for group in request.body.groups
        if group.group_id not in refusals
    ]
    if not asked:
        return Outcome.refuses(request, {"groups": refused})

    def amend(response: Any) -> Any:
        told = [
            amended(g, topics=[*_described(g.topics, may), *refusals.get(g.group_id, ())])
            for g in response.groups
        ]
        return amended(response, groups=[*told, *refused])

    return Outcome(
        amended(request.body, groups=asked),
        amend=amend,
        refused=bool(refused) or any(refusals.values()),
    )


def offset_delete(request: Request, may: Permissions) -> Outcome:
    """DELETE on the group, READ on each topic."""
    if not may.on_group(Operation.DELETE, request.body.group_id):
        return Outcome.refuses(request, {"error_code": _GROUP, "topics": []})
    return each(
        request,
        within="topics",
        allowed=lambda topic: may.on_topic(Operation.READ, topic.name),
        answers="topics",
        refusal=lambda topic: {
            "name": topic.name,
            "partitions": refused_partitions(topic, _TOPIC),
        },
    )


def describe_groups(request: Request, may: Permissions) -> Outcome:
    """DESCRIBE on each group."""
    outcome = each(
        request,
        within="groups",
        allowed=lambda group_id: may.on_group(Operation.DESCRIBE, group_id),
        answers="groups",
        refusal=lambda group_id: {
            "error_code": _GROUP,
            "group_id": group_id,
            "group_state": "",
            "protocol_type": "",
            "protocol_data": "",
            "members": [],
        },
    )
    if not getattr(request.body, "include_authorized_operations", False):
        return outcome
    before = outcome.amend or (lambda response: response)

    def told(group: Any) -> Any:
        if group.error_code != ErrorCode.none:
            return group
        allowed = may.authorized_operations(ResourceType.GROUP, group.group_id)
        return amended(group, authorized_operations=allowed)

    def amend(response: Any) -> Any:
        response = before(response)
        return amended(response, groups=[told(group) for group in response.groups])

    return Outcome(outcome.forward, outcome.answer, amend, outcome.refused)


def list_groups(request: Request, may: Permissions) -> Outcome:
    """DESCRIBE on the cluster shows all groups; without it, DESCRIBE on each."""
    if may.on_cluster(Operation.DESCRIBE):
        return Outcome.passes(request)

    def amend(response: Any) -> Any:
        shown = [g for g in response.groups if may.on_group(Operation.DESCRIBE, g.group_id)]
        return amended(response, groups=shown)

    return Outcome.passes(request, amend=amend)


def delete_groups(request: Request, may: Permissions) -> Outcome:
    """DELETE on each group."""
    return each(
        request,
        within="groups_names",
        allowed=lambda group_id: may.on_group(Operation.DELETE, group_id),
        answers="results",
        refusal=lambda group_id: {"group_id": group_id, "error_code": _GROUP},
    )


def _altering(request: Request, may: Permissions, refusal: Mapping[str, Any]) -> Outcome:
    if may.on_group(Operation.READ, request.body.group_id):
        return Outcome.passes(request)
    return Outcome.refuses(request, {"error_code": _GROUP, **refusal})


def _offset_fetch_of_one_group(request: Request, may: Permissions) -> Outcome:
    topics = request.body.topics
    if not may.on_group(Operation.DESCRIBE, request.body.group_id):
        if request.version >= _FIRST_VERSION_WITH_GROUP_ERROR:
            return Outcome.refuses(request, {"topics": [], "error_code": _GROUP})
        return Outcome.refuses(request, {"topics": [_unfetched(t, _GROUP) for t in topics]})
    shown, refusals = _split(topics, may)
    if topics and not shown:
        return Outcome.refuses(request, {"topics": refusals, "error_code": 0})
    return Outcome(
        amended(request.body, topics=shown),
        amend=lambda response: amended(
            response, topics=[*_described(response.topics, may), *refusals]
        ),
        refused=bool(refusals),
    )


def _split(
    topics: Iterable[Any] | None, may: Permissions
) -> tuple[list[Any] | None, list[Mapping[str, Any]]]:
    """The topics to ask the broker for, `None` for all, and the answers for the others."""
    if topics is None:
        return None, []
    shown = _described(topics, may)
    return shown, [_unfetched(topic, _TOPIC) for topic in topics if topic not in shown]


def _described(topics: Iterable[Any], may: Permissions) -> list[Any]:
    return [topic for topic in topics if may.on_topic(Operation.DESCRIBE, topic.name)]


def _unfetched(topic: Any, error: ErrorCode) -> Mapping[str, Any]:
    unknown = {"committed_offset": -1, "metadata": None, "error_code": error}
    return {
        "name": topic.name,
        "partitions": [{"partition_index": index, **unknown} for index in topic.partition_indexes],
    }
