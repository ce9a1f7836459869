"""Guards of the requests that find topics, coordinators and brokers."""

from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.front_door.guards.listed import each
from msk_local.kafka.front_door.outcome import Outcome
from msk_local.kafka.front_door.permissions import Permissions
from msk_local.kafka.protocol import Request, amended

_TRANSACTION = 1
_NOT_TOLD = -2147483648
"""The protocol's "no authorized operations were asked for": only Kafka ACLs could list them."""


def metadata(request: Request, may: Permissions) -> Outcome:
    """``DescribeTopic`` on each topic; without names, the topics that it is allowed on.

    A topic that does not exist is made in passing only with ``CreateTopic``, whatever the broker
    is configured to do.
    """

    def visible(name: str | None) -> bool:
        return name is not None and may.on_topic("DescribeTopic", name)

    def without_hidden(response: Any) -> Any:
        topics = [_without_operations(t) for t in response.topics if visible(t.name)]
        return amended(_without_operations(response), topics=topics)

    body = request.body
    if _names_all_topics(request):
        return Outcome.passes(request, amend=without_hidden)
    hidden = [topic for topic in body.topics if not visible(topic.name)]
    shown = [topic for topic in body.topics if topic not in hidden]
    changes: dict[str, Any] = {"topics": shown}
    if getattr(body, "allow_auto_topic_creation", False):
        changes["allow_auto_topic_creation"] = all(
            may.on_topic("CreateTopic", topic.name) for topic in shown
        )
    refusals = [_undescribed(topic) for topic in hidden]

    def with_refusals(response: Any) -> Any:
        shown_topics = without_hidden(response).topics if shown else ()
        return amended(_without_operations(response), topics=[*shown_topics, *refusals])

    return Outcome(amended(body, **changes), amend=with_refusals, refused=bool(hidden))


def find_coordinator(request: Request, may: Permissions) -> Outcome:
    """``DescribeGroup`` on a group, ``DescribeTransactionalId`` on a transactional id."""
    body = request.body
    transactional = getattr(body, "key_type", 0) == _TRANSACTION
    error = (
        ErrorCode.transactional_id_authorization_failed
        if transactional
        else ErrorCode.group_authorization_failed
    )

    def allowed(key: str) -> bool:
        if transactional:
            return may.on_transactional_id("DescribeTransactionalId", key)
        return may.on_group("DescribeGroup", key)

    nowhere = {"node_id": -1, "host": "", "port": -1, "error_code": error, "error_message": None}
    if hasattr(body, "coordinator_keys"):
        return each(
            request,
            within="coordinator_keys",
            allowed=allowed,
            answers="coordinators",
            refusal=lambda key: {"key": key, **nowhere},
        )
    return Outcome.passes(request) if allowed(body.key) else Outcome.refuses(request, nowhere)


def describe_cluster(request: Request, may: Permissions) -> Outcome:  # noqa: ARG001
    """Nothing beyond ``Connect``: Kafka tells every client its brokers."""
    return Outcome.passes(request, amend=_without_operations)


def _names_all_topics(request: Request) -> bool:
    topics = request.body.topics
    return topics is None or (request.version == 0 and not topics)


def _without_operations(message: Any) -> Any:
    for field in ("topic_authorized_operations", "cluster_authorized_operations"):
        if getattr(message, field, _NOT_TOLD) != _NOT_TOLD:
            message = amended(message, **{field: _NOT_TOLD})
    return message


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
