"""Consumer groups: joining, leaving, committing, looking."""

from collections.abc import Iterable, Mapping
from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.broker.embedded.group import Group
from msk_local.kafka.broker.embedded.membership import Candidate, Committed, GroupError
from msk_local.kafka.broker.embedded.node import Node
from msk_local.kafka.protocol import Request

_SHORTEST_SESSION_SECONDS, _LONGEST_SESSION_SECONDS = 6.0, 1800.0
"""Kafka's defaults of ``group.min.session.timeout.ms`` and ``group.max.session.timeout.ms``."""
_FIRST_JOIN_VERSION_WITH_ID_REQUIRED = 4
_LAST_OFFSET_FETCH_VERSION_OF_ONE_GROUP = 7
_UNKNOWN_TOPIC = ErrorCode.unknown_topic_or_partition


async def join_group(node: Node, request: Request) -> Mapping[str, Any]:
    """Answered when the new generation begins."""
    body = request.body
    session = body.session_timeout.total_seconds()
    rebalance = getattr(body, "rebalance_timeout", body.session_timeout).total_seconds()
    candidate = Candidate(
        client_id=request.client_id or "",
        client_host=f"/{node.host}",
        instance_id=getattr(body, "group_instance_id", None),
        session_timeout=session,
        rebalance_timeout=rebalance,
        protocol_type=body.protocol_type,
        protocols={protocol.name: protocol.metadata for protocol in body.protocols},
    )
    try:
        if not _SHORTEST_SESSION_SECONDS <= session <= _LONGEST_SESSION_SECONDS:
            raise GroupError(ErrorCode.invalid_session_timeout)
        group = node.groups.get_or_create(body.group_id)
        needs_id = request.version >= _FIRST_JOIN_VERSION_WITH_ID_REQUIRED
        joined = await group.join(body.member_id, candidate, needs_id=needs_id)
    except GroupError as error:
        nothing = {"generation_id": -1, "protocol_name": "", "leader": "", "members": []}
        member_id = error.member_id or body.member_id
        return {"error_code": error.code, "protocol_type": None, "member_id": member_id, **nothing}
    return {
        "error_code": ErrorCode.none,
        "generation_id": joined.generation,
        "protocol_type": joined.protocol_type,
        "protocol_name": joined.protocol,
        "leader": joined.leader,
        "member_id": joined.member_id,
        "members": [
            {
                "member_id": member.member_id,
                "group_instance_id": member.candidate.instance_id,
                "metadata": member.candidate.protocols[joined.protocol],
            }
            for member in joined.members
        ],
    }


async def sync_group(node: Node, request: Request) -> Mapping[str, Any]:
    """Answered when the leader has assigned."""
    body = request.body
    try:
        group = node.groups.get(body.group_id)
        assignment = await group.sync(
            body.member_id,
            body.generation_id,
            {each.member_id: each.assignment for each in body.assignments},
        )
    except GroupError as error:
        nothing = {"protocol_type": None, "protocol_name": None, "assignment": b""}
        return {"error_code": error.code, **nothing}
    return {
        "error_code": ErrorCode.none,
        "protocol_type": group.protocol_type,
        "protocol_name": group.protocol,
        "assignment": assignment,
    }


async def heartbeat(node: Node, request: Request) -> Mapping[str, Any]:
    """A sign of life."""
    body = request.body
    try:
        node.groups.get(body.group_id).heartbeat(body.member_id, body.generation_id)
    except GroupError as error:
        return {"error_code": error.code}
    return {"error_code": ErrorCode.none}


async def leave_group(node: Node, request: Request) -> Mapping[str, Any]:
    """One member up to version 2, several since."""
    body = request.body
    members = getattr(body, "members", None)
    leaving = (
        [(body.member_id, None)]
        if members is None
        else [(member.member_id, member.group_instance_id) for member in members]
    )
    results = []
    for member_id, instance_id in leaving:
        code = ErrorCode.none
        try:
            node.groups.get(body.group_id).leave(member_id, instance_id)
        except GroupError as error:
            code = error.code
        result = {"member_id": member_id, "group_instance_id": instance_id, "error_code": code}
        results.append(result)
    code = results[0]["error_code"] if members is None else ErrorCode.none
    return {"error_code": code, "members": results}


async def offset_commit(node: Node, request: Request) -> Mapping[str, Any]:
    """Offsets of partitions that exist."""
    body = request.body
    generation = getattr(body, "generation_id_or_member_epoch", -1)
    offsets = {
        (topic.name, part.partition_index): Committed(
            part.committed_offset,
            getattr(part, "committed_leader_epoch", -1),
            part.committed_metadata,
        )
        for topic in body.topics
        for part in topic.partitions
        if node.topics.partition(topic.name, part.partition_index)
    }
    code = ErrorCode.none
    try:
        group = node.groups.get_or_create(body.group_id)
        group.commit(body.member_id, generation, offsets)
    except GroupError as error:
        code = error.code
    return {
        "topics": [
            {
                "name": topic.name,
                "partitions": [
                    {
                        "partition_index": part.partition_index,
                        "error_code": (
                            code
                            if (topic.name, part.partition_index) in offsets
                            else _UNKNOWN_TOPIC
                        ),
                    }
                    for part in topic.partitions
                ],
            }
            for topic in body.topics
        ]
    }


async def offset_fetch(node: Node, request: Request) -> Mapping[str, Any]:
    """Committed offsets; -1 where none was committed."""
    body = request.body
    stable = getattr(body, "require_stable", False)
    if request.version <= _LAST_OFFSET_FETCH_VERSION_OF_ONE_GROUP:
        topics = _committed(node, body.group_id, body.topics, stable=stable)
        return {"topics": topics, "error_code": ErrorCode.none}
    return {
        "groups": [
            {
                "group_id": asked.group_id,
                "topics": _committed(node, asked.group_id, asked.topics, stable=stable),
                "error_code": ErrorCode.none,
            }
            for asked in body.groups
        ]
    }


async def offset_delete(node: Node, request: Request) -> Mapping[str, Any]:
    """Forget committed offsets of a group without members."""
    group = node.groups.by_id.get(request.body.group_id)
    if group is None:
        return {"error_code": ErrorCode.group_id_not_found, "topics": []}
    if group.members:
        return {"error_code": ErrorCode.non_empty_group, "topics": []}
    for topic in request.body.topics:
        for part in topic.partitions:
            group.offsets.pop((topic.name, part.partition_index), None)
    return {
        "error_code": ErrorCode.none,
        "topics": [
            {
                "name": topic.name,
                "partitions": [
                    {"partition_index": part.partition_index, "error_code": ErrorCode.none}
                    for part in topic.partitions
                ],
            }
            for topic in request.body.topics
        ],
    }


async def describe_groups(node: Node, request: Request) -> Mapping[str, Any]:
    """Members and state; a group that does not exist is dead."""
    return {
        "groups": [
            _described(group_id, node.groups.by_id.get(group_id))
            for group_id in request.body.groups
        ]
    }


async def list_groups(node: Node, request: Request) -> Mapping[str, Any]:
    """All groups, or those in certain states."""
    states = {state.lower() for state in getattr(request.body, "states_filter", ())}
    types = {kind.lower() for kind in getattr(request.body, "types_filter", ())}
    return {
        "error_code": ErrorCode.none,
        "groups": [
            {
                "group_id": group.group_id,
                "protocol_type": group.protocol_type,
                "group_state": group.state.value,
                "group_type": "classic",
            }
            for group in node.groups.by_id.values()
            if (not states or group.state.value.lower() in states)
            and (not types or "classic" in types)
        ],
    }


async def delete_groups(node: Node, request: Request) -> Mapping[str, Any]:
    """Forget groups without members."""
    results = []
    for group_id in request.body.groups_names:
        code = ErrorCode.none
        try:
            node.groups.delete(group_id)
        except GroupError as error:
            code = error.code
        results.append({"group_id": group_id, "error_code": code})
    return {"results": results}


def _committed(
    node: Node, group_id: str, topics: Iterable[Any] | None, *, stable: bool
) -> list[Mapping[str, Any]]:
    """Offsets by topic; those a transaction is about to change are withheld for the moment.

    Args:
        node: The brokers.
        group_id: Whose offsets.
        topics: Which of them. `None`: all.
        stable: Whether the client would rather wait than be told what may not last.
    """
    group = node.groups.by_id.get(group_id)
    unstable = node.transactions.unstable(group_id) if stable else ()
    offsets = group.offsets if group else {}
    wanted: dict[str, list[int]] = {}
    if topics is None:
        for name, index in sorted(offsets):
            wanted.setdefault(name, []).append(index)
    else:
        wanted = {topic.name: list(topic.partition_indexes) for topic in topics}
    nothing = Committed(-1, -1, "")
    waiting = ErrorCode.unstable_offset_commit
    return [
        {
            "name": name,
            "partitions": [
                {
                    "partition_index": index,
                    "committed_offset": committed.offset,
                    "committed_leader_epoch": committed.leader_epoch,
                    "metadata": committed.metadata,
                    "error_code": waiting if (name, index) in unstable else ErrorCode.none,
                }
                for index in indexes
                for committed in [offsets.get((name, index), nothing)]
            ],
        }
        for name, indexes in wanted.items()
    ]


def _described(group_id: str, group: Group | None) -> Mapping[str, Any]:
    members = group.members.values() if group else ()
    return {
        "error_code": ErrorCode.none,
        "group_id": group_id,
        "group_state": group.state.value if group else "Dead",
        "protocol_type": group.protocol_type if group else "",
        "protocol_data": group.protocol if group else "",
        "members": [
            {
                "member_id": member.member_id,
                "group_instance_id": member.candidate.instance_id,
                "client_id": member.candidate.client_id,
                "client_host": member.candidate.client_host,
                "member_metadata": member.candidate.protocols.get(group.protocol, b"")
                if group
                else b"",
                "member_assignment": member.assignment,
            }
            for member in members
        ],
    }
