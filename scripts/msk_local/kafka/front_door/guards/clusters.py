"""Guards of the requests that find topics, coordinators and brokers."""

from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.access.acl import CLUSTER_NAME, Operation, ResourceType
from msk_local.kafka.front_door.guards.listed import each
from msk_local.kafka.front_door.outcome import Outcome
from msk_local.kafka.front_door.permissions import Permissions
from msk_local.kafka.protocol import Request, amended

_TRANSACTION = 1


def metadata(request: Request, may: Permissions) -> Outcome:
    """DESCRIBE on each topic; without names, the topics that it is allowed on.

    A topic that does not exist is made in passing only with CREATE on it or on the cluster,
    whatever the broker is configured to do.
    """

    def visible(name: str | None) -> bool:
        return name is not None and may.on_topic(Operation.DESCRIBE, name)

    def without_hidden(response: Any) -> Any:
        topics = [
            _with_topic_operations(t, request, may) for t in response.topics if visible(t.name)
        ]
        return amended(_with_cluster_operations(response, request, may), topics=topics)

    body = request.body
    if _names_all_topics(request):
        return Outcome.passes(request, amend=without_hidden)
    hidden = [topic for topic in body.topics if not visible(topic.name)]
    shown = [topic for topic in body.topics if topic not in hidden]
    changes: dict[str, Any] = {"topics": shown}
    if getattr(body, "allow_auto_topic_creation", False):
        changes["allow_auto_topic_creation"] = may.on_cluster(Operation.CREATE) or all(
            may.on_topic(Operation.CREATE, topic.name) for topic in shown
        )
    refusals = [_undescribed(topic) for topic in hidden]

    def with_refusals(response: Any) -> Any:
        # Versions that cannot say "no topics" say "all topics" with an empty list.
        told = without_hidden(response)
        return amended(told, topics=[*(told.topics if shown else ()), *refusals])

    return Outcome(amended(body, **changes), amend=with_refusals, refused=bool(hidden))


def find_coordinator(request: Request, may: Permissions) -> Outcome:
    """DESCRIBE on the group, or on the transactional id."""
    body = request.body
    transactional = getattr(body, "key_type", 0) == _TRANSACTION
    error = (
        ErrorCode.transactional_id_authorization_failed
        if transactional
        else ErrorCode.group_authorization_failed
    )
    allowed_on = may.on_transactional_id if transactional else may.on_group
    nowhere = {"node_id": -1, "host": "", "port": -1, "error_code": error, "error_message": None}
    if hasattr(body, "coordinator_keys"):
        return each(
            request,
            within="coordinator_keys",
            allowed=lambda key: allowed_on(Operation.DESCRIBE, key),
            answers="coordinators",
            refusal=lambda key: {"key": key, **nowhere},
        )
    if allowed_on(Operation.DESCRIBE, body.key):
        return Outcome.passes(request)
    return Outcome.refuses(request, nowhere)


def describe_cluster(request: Request, may: Permissions) -> Outcome:
    """Nothing: Kafka tells every client its brokers."""
    return Outcome.passes(
        request, amend=lambda response: _with_cluster_operations(response, request, may)
    )


def _names_all_topics(request: Request) -> bool:
    topics = request.body.topics
    return topics is None or (request.version == 0 and not topics)


def _with_cluster_operations(response: Any, request: Request, may: Permissions) -> Any:
    """What the client may do to the cluster, if it asked; nothing without DESCRIBE on it."""
    if not getattr(request.body, "include_cluster_authorized_operations", False):
        return response
    allowed = 0
    if may.on_cluster(Operation.DESCRIBE):
        allowed = may.authorized_operations(ResourceType.CLUSTER, CLUSTER_NAME)
    return amended(response, cluster_authorized_operations=allowed)


def _with_topic_operations(topic: Any, request: Request, may: Permissions) -> Any:
    if not getattr(request.body, "include_topic_authorized_operations", False):
        return topic
    allowed = may.authorized_operations(ResourceType.TOPIC, topic.name)
    return amended(topic, topic_authorized_operations=allowed)


def _undescribed(topic: Any) -> dict[str, Any]:
    by_name = topic.name is not None
    return {
        "error_code": (
            ErrorCode.topic_authorization_failed if by_name else ErrorCode.unknown_topic_id
        ),
        "name": topic.name,
        "topic_id": getattr(topic, "topic_id", None),
        "is_internal": False,
        "partitions": [],
    }
