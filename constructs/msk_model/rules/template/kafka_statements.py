"""The statements of IAM policies in a template that allow something on clusters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msk_model.intrinsics import look_up, members, text_of
from msk_model.resource import properties_of
from msk_model.rules.template.view import TemplateView

PREFIX = "kafka-cluster:"

_INLINE = ("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group")
_POLICIES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", *(f"{one}Policy" for one in _INLINE))
_SAM = ("AWS::Serverless::Function", "AWS::Serverless::StateMachine")


@dataclass(frozen=True, kw_only=True)
class KafkaStatement:
    """An ``Allow`` of actions on clusters, topics, groups or transactional ids.

    Attributes:
        resource: Logical id of what carries the policy.
        property_path: Where the policy stands in it.
        actions: The actions as written, with their prefix.
        resources: The ARNs, with `HOLE` for what intrinsics put there; no others are missing.
        conditional: Whether a condition narrows it.
    """

    resource: str
    property_path: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditional: bool


def kafka_statements(view: TemplateView) -> Iterator[KafkaStatement]:
    """Every statement that allows a ``kafka-cluster`` action."""
    for logical_id, resource in view.resources.items():
        for path, document in _documents(resource):
            for statement in members(look_up(document, "Statement")):
                if isinstance(statement, Mapping) and statement.get("Effect") == "Allow":
                    yield from _of_kafka(logical_id, path, statement)


def _documents(resource: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    properties = properties_of(resource)
    kind = resource.get("Type")
    if kind in _POLICIES:
        yield "PolicyDocument", properties.get("PolicyDocument")
    if kind in _INLINE:
        for policy in members(properties.get("Policies")):
            yield "Policies", look_up(policy, "PolicyDocument")
    if kind in _SAM:
        for policy in members(properties.get("Policies")):
            yield "Policies", policy


def _of_kafka(
    logical_id: str, path: str, statement: Mapping[str, object]
) -> Iterator[KafkaStatement]:
    actions = tuple(
        action
        for one in members(statement.get("Action"))
        if (action := text_of(one)) and action.lower().startswith(PREFIX)
    )
    if actions:
        yield KafkaStatement(
            resource=logical_id,
            property_path=path,
            actions=actions,
            resources=tuple(
                text
                for one in members(statement.get("Resource"))
                if (text := text_of(one)) is not None
            ),
            conditional="Condition" in statement,
        )
