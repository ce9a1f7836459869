"""Settings of topics, read and changed, and of brokers, read."""

from collections.abc import Callable, Mapping
from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.broker.embedded.node import Node
from msk_local.kafka.broker.embedded.settings import LIST, STRING, TOPIC_SETTINGS, invalid_setting
from msk_local.kafka.broker.embedded.topics import Topic, TopicError
from msk_local.kafka.protocol import Request

_TOPIC, _BROKER = 2, 4
_FROM_TOPIC, _FROM_BROKER, _FROM_DEFAULT = 1, 4, 5
_SET, _DELETE, _APPEND, _SUBTRACT = range(4)

_Change = Callable[[dict[str, str | None], Topic], Mapping[str, str | None]]


async def describe_configs(node: Node, request: Request) -> Mapping[str, Any]:
    """All settings of each resource, or those asked for."""
    return {"results": [_described(node, resource) for resource in request.body.resources]}


async def alter_configs(node: Node, request: Request) -> Mapping[str, Any]:
    """Replace everything a topic was given."""

    def replacement(resource: Any) -> _Change:
        return lambda _, __: {config.name: config.value for config in resource.configs}

    return _altered(node, request, replacement)


async def incremental_alter_configs(node: Node, request: Request) -> Mapping[str, Any]:
    """Set, delete, append to or subtract from single settings."""

    def change(resource: Any) -> _Change:
        def apply(given: dict[str, str | None], topic: Topic) -> Mapping[str, str | None]:
            for config in resource.configs:
                _apply(given, topic, config)
            return given

        return apply

    return _altered(node, request, change)


def topic_configs(topic: Topic) -> list[Mapping[str, Any]]:
    """The settings of a topic as CreateTopics tells them."""
    return [_told(name, topic.setting(name), _source(topic, name)) for name in TOPIC_SETTINGS]


def _described(node: Node, resource: Any) -> Mapping[str, Any]:
    keys = resource.configuration_keys
    answer = {"resource_type": resource.resource_type, "resource_name": resource.resource_name}
    try:
        if resource.resource_type == _TOPIC:
            topic = node.topics.get(resource.resource_name)
            configs = [
                _entry(name, topic.setting(name), setting.type, _source(topic, name))
                for name, setting in TOPIC_SETTINGS.items()
                if keys is None or name in keys
            ]
        elif _is_broker(node, resource):
            configs = [
                {**_entry(name, value, STRING, _FROM_BROKER), "read_only": True}
                for name, value in sorted(node.topics.server_properties.items())
                if keys is None or name in keys
            ]
        else:
            raise TopicError(ErrorCode.invalid_request, "there is no such resource")
    except TopicError as error:
        refusal = {"error_code": error.code, "error_message": str(error), "configs": []}
        return {**answer, **refusal}
    return {**answer, "error_code": ErrorCode.none, "error_message": None, "configs": configs}


def _altered(
    node: Node, request: Request, change_of: Callable[[Any], _Change]
) -> Mapping[str, Any]:
    responses = []
    for resource in request.body.resources:
        code, message = ErrorCode.none, None
        try:
            _alter(node, resource, change_of(resource), validate_only=request.body.validate_only)
        except TopicError as error:
            code, message = error.code, str(error)
        responses.append(
            {
                "error_code": code,
                "error_message": message,
                "resource_type": resource.resource_type,
                "resource_name": resource.resource_name,
            }
        )
    return {"responses": responses}


def _alter(node: Node, resource: Any, change: _Change, *, validate_only: bool) -> None:
    if resource.resource_type != _TOPIC:
        raise TopicError(
            ErrorCode.invalid_request, "the embedded broker changes settings of topics only"
        )
    topic = node.topics.get(resource.resource_name)
    changed = change(dict(topic.configs), topic)
    if problem := invalid_setting(changed, topic.server_properties):
        raise TopicError(ErrorCode.invalid_config, problem)
    if not validate_only:
        topic.configs = {name: value for name, value in changed.items() if value is not None}


def _apply(given: dict[str, str | None], topic: Topic, config: Any) -> None:
    name, operation = config.name, config.config_operation
    setting = TOPIC_SETTINGS.get(name)
    if setting is None or operation == _SET:
        given[name] = config.value
        return
    if operation == _DELETE:
        given.pop(name, None)
        return
    if setting.type != LIST or operation not in {_APPEND, _SUBTRACT}:
        raise TopicError(ErrorCode.invalid_config, f"{name} is not a list")
    words = [word for word in topic.setting(name).split(",") if word]
    named = [word for word in (config.value or "").split(",") if word]
    kept = [word for word in words if word not in named]
    given[name] = ",".join([*kept, *named] if operation == _APPEND else kept)


def _told(name: str, value: str, source: int) -> Mapping[str, Any]:
    return {
        "name": name,
        "value": value,
        "read_only": False,
        "config_source": source,
        "is_sensitive": False,
    }


def _entry(name: str, value: str, kind: int, source: int) -> Mapping[str, Any]:
    """A setting as DescribeConfigs tells it."""
    more = {"synonyms": [], "config_type": kind, "documentation": None}
    return {**_told(name, value, source), **more}


def _source(topic: Topic, name: str) -> int:
    if name in topic.configs:
        return _FROM_TOPIC
    return _FROM_BROKER if TOPIC_SETTINGS[name].broker in topic.server_properties else _FROM_DEFAULT


def _is_broker(node: Node, resource: Any) -> bool:
    return resource.resource_type == _BROKER and resource.resource_name in {
        str(broker) for broker in node.broker_ids
    }
