"""Guards of the requests that change topics and configurations."""

from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.access.acl import Operation
from msk_local.kafka.front_door.guards.listed import each, refused_partitions
from msk_local.kafka.front_door.outcome import Outcome
from msk_local.kafka.front_door.permissions import Permissions
from msk_local.kafka.protocol import Request, amended

_TOPIC = ErrorCode.topic_authorization_failed
_TOPIC_RESOURCE = 2
_BROKER_RESOURCE = 4
_REFUSED = {"error_code": _TOPIC, "error_message": None}


def create_topics(request: Request, may: Permissions) -> Outcome:
    """CREATE on the cluster or on each topic; DESCRIBE_CONFIGS to be told its settings."""
    anything = may.on_cluster(Operation.CREATE)
    outcome = each(
        request,
        within="topics",
        allowed=lambda topic: anything or may.on_topic(Operation.CREATE, topic.name),
        answers="topics",
        refusal=lambda topic: {
            "name": topic.name,
            "topic_id": None,
            "configs": None,
            **_REFUSED,
        },
    )
    if outcome.forward is None:
        return outcome
    before = outcome.amend or (lambda response: response)

    def amend(response: Any) -> Any:
        response = before(response)
        return amended(response, topics=[_with_known_configs(t, may) for t in response.topics])

    return Outcome(outcome.forward, amend=amend, refused=outcome.refused)


def delete_topics(request: Request, may: Permissions) -> Outcome:
    """DELETE on each topic."""
    return each(
        request,
        within="topic_names",
        allowed=lambda name: may.on_topic(Operation.DELETE, name),
        answers="responses",
        refusal=lambda name: {"name": name, **_REFUSED},
    )


def delete_records(request: Request, may: Permissions) -> Outcome:
    """DELETE on each topic."""
    return each(
        request,
        within="topics",
        allowed=lambda topic: may.on_topic(Operation.DELETE, topic.name),
        answers="topics",
        refusal=lambda topic: {
            "name": topic.name,
            "partitions": refused_partitions(topic, _TOPIC, low_watermark=-1),
        },
    )


def create_partitions(request: Request, may: Permissions) -> Outcome:
    """ALTER on each topic."""
    return each(
        request,
        within="topics",
        allowed=lambda topic: may.on_topic(Operation.ALTER, topic.name),
        answers="results",
        refusal=lambda topic: {"name": topic.name, **_REFUSED},
    )


def describe_configs(request: Request, may: Permissions) -> Outcome:
    """DESCRIBE_CONFIGS on each topic, or on the cluster for brokers."""
    return each(
        request,
        within="resources",
        allowed=lambda resource: _may(Operation.DESCRIBE_CONFIGS, resource, may),
        answers="results",
        refusal=lambda resource: {**_configuration_refusal(resource), "configs": []},
    )


def alter_configs(request: Request, may: Permissions) -> Outcome:
    """ALTER_CONFIGS on each topic, or on the cluster for brokers."""
    return each(
        request,
        within="resources",
        allowed=lambda resource: _may(Operation.ALTER_CONFIGS, resource, may),
        answers="responses",
        refusal=_configuration_refusal,
    )


def _may(operation: Operation, resource: Any, may: Permissions) -> bool:
    if resource.resource_type == _TOPIC_RESOURCE:
        return may.on_topic(operation, resource.resource_name)
    return resource.resource_type == _BROKER_RESOURCE and may.on_cluster(operation)


def _configuration_refusal(resource: Any) -> dict[str, Any]:
    topic = resource.resource_type == _TOPIC_RESOURCE
    return {
        "error_code": _TOPIC if topic else ErrorCode.cluster_authorization_failed,
        "error_message": None,
        "resource_type": resource.resource_type,
        "resource_name": resource.resource_name,
    }


def _with_known_configs(topic: Any, may: Permissions) -> Any:
    known = may.on_topic(Operation.DESCRIBE_CONFIGS, topic.name)
    if known or not getattr(topic, "configs", None):
        return topic
    return amended(
        topic,
        configs=None,
        topic_config_error_code=int(_TOPIC),
        num_partitions=-1,
        replication_factor=-1,
    )
