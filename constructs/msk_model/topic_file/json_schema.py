"""JSON Schemas of topic files and of policies, for editors that check while one writes.

They say what a single field takes. What depends on other fields, on the policy or on the cluster is
for `read_topic_file`, `read_policy_file` and `checked` to say.
"""

from collections.abc import Mapping
from typing import Any

from msk_model.facts.settings import SettingType, ValueFacts
from msk_model.facts.topic_properties import TopicHost, all_topic_properties
from msk_model.finding import Severity
from msk_model.quantities import unit_names

Schema = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"
_COUNT = {"type": "integer", "minimum": 1}
_TEXT = {"type": "string", "pattern": r"\S"}
_FLAG = {"type": "boolean"}
_OR_NOTHING = ["object", "null"]
"""A plan that asks for nothing may be a name and a colon."""
_SETTINGS = {"allOf": [{"$ref": "#/definitions/configs"}]}
_NAME = {"type": "string", "pattern": r"^[a-zA-Z0-9._-]{1,249}$"}


def topic_file_schema() -> Schema:
    """The JSON Schema of a file of topics."""
    topic = {
        "name": _said(_NAME, "Its name."),
        "plan": _said(_TEXT, "The plan of the policy it follows. Absent: the default plan."),
        "partition_count": _said(
            _COUNT, "Can grow later, never shrink. Absent: what the plan states."
        ),
        "replication_factor": _said(
            _COUNT, "Absent: what the plan states, or one copy in each zone."
        ),
        "configs": _said(_SETTINGS, "Settings by Kafka's names."),
        "owner": _said(_TEXT, "Who answers for it. Absent: the owner of the file."),
        "dead_letter": _said(
            _FLAG, "Whether a dead-letter topic stands beside it. Absent: the policy decides."
        ),
        "protected": _said(_FLAG, "It is never deleted, whatever else is asked of it."),
        "adopt": _said(_FLAG, "It exists already, and is taken over as it is."),
    }
    listed = {"type": "array", "items": {**_object(topic), "required": ["name"]}}
    whole = {
        "owner": _said(_TEXT, "Who answers for the topics that name no other."),
        "topics": _said(listed, "The topics."),
    }
    return {**_whole("Topics", whole), "required": ["topics"]}


def policy_file_schema() -> Schema:
    """The JSON Schema of a file with a topic policy."""
    names = sorted(one.name for one in all_topic_properties())
    plan = {
        "partition_count": _said(_COUNT, "Of topics that state none."),
        "max_partition_count": _said(_COUNT, "The most a topic of the plan may have."),
        "replication_factor": _said(_COUNT, "Of every topic of the plan."),
        "configs": _said(_SETTINGS, "Settings that no topic of the plan may state otherwise."),
        "default_configs": _said(_SETTINGS, "Settings of topics that do not state their own."),
    }
    naming = {
        "pattern": _said(_TEXT, "Regular expression that the whole name matches."),
        "reason": _said(_TEXT, "What it means, in words."),
    }
    letters = {
        "suffix": _said(
            {"type": "string", "pattern": "^[a-zA-Z0-9._-]+$"}, "Appended to the topic's name."
        ),
        "partition_count": _COUNT,
        "configs": _SETTINGS,
        "for_every_topic": _said(_FLAG, "Whether topics have one unless they decline."),
    }
    whole = {
        "naming": _said({**_object(naming), "required": list(naming)}, "What names look like."),
        "plans": _said(
            {"type": "object", "additionalProperties": {**_object(plan), "type": _OR_NOTHING}},
            "Levels of service by name. With any, every topic follows one of them.",
        ),
        "default_plan": _said(_TEXT, "The plan of topics that name none."),
        "allowed_configs": _said(
            {"type": "array", "items": {"enum": names}},
            "Settings that topics may state besides those of their plan. Absent: all.",
        ),
        "config_ranges": _said(_object(_ranges()), "Values that topics may state, by setting."),
        "max_partitions_per_topic": _COUNT,
        "max_partitions_per_cluster": _COUNT,
        "owner_required": _said(_FLAG, "Whether every topic names its owner."),
        "owners": _said(_texts(), "Who may own topics. Absent: anybody."),
        "dead_letters": _said(_object(letters), "What dead-letter topics are like."),
        "severity": _said(
            {"enum": [one.value for one in Severity]}, "`warning` refuses nothing, and says it."
        ),
        "source": _said(_TEXT, "Address of the page that explains the policy."),
    }
    return _whole("Topic policy", whole)


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": dict(properties)}


def _whole(title: str, properties: Mapping[str, Schema]) -> Schema:
    definitions = {"configs": _settings()}
    return {"$schema": _DRAFT, "title": title, **_object(properties), "definitions": definitions}


def _said(schema: Schema, description: str) -> Schema:
    return {"description": description, **schema}


def _texts() -> Schema:
    return {"type": "array", "items": {"type": "string"}}


def _settings() -> Schema:
    facts = {one.name: one.values[TopicHost.STANDARD] for one in all_topic_properties()}
    return _object({name: _value(one) for name, one in sorted(facts.items())})


def _ranges() -> dict[str, Schema]:
    """Limits for numbers only; words have no order."""
    found: dict[str, Schema] = {}
    for one in sorted(all_topic_properties(), key=lambda one: one.name):
        facts = one.values[TopicHost.STANDARD]
        value = {"$ref": f"#/definitions/configs/properties/{one.name}"}
        limits = {"minimum": value, "maximum": value} if _is_number(facts) else {}
        found[one.name] = _object({**limits, "allowed": _texts()})
    return found


def _is_number(facts: ValueFacts) -> bool:
    return facts.type in {SettingType.INT, SettingType.LONG, SettingType.DOUBLE}


def _value(facts: ValueFacts) -> Schema:
    """What a setting takes: numbers in Kafka's unit, text with a unit, words."""
    if facts.type is SettingType.BOOLEAN:
        return {"enum": [True, False, "true", "false"]}
    if facts.type is SettingType.LIST and facts.allowed:
        word = f"({'|'.join(facts.allowed)})"
        lists = {"type": "array", "items": {"enum": list(facts.allowed)}}
        return {"anyOf": [{"type": "string", "pattern": rf"^{word}(,\s*{word})*$"}, lists]}
    if facts.type is SettingType.LIST:
        return {"anyOf": [{"type": "string"}, _texts()]}
    if facts.type is SettingType.STRING:
        words = ["string", "number", "boolean"]
        return {"enum": list(facts.allowed)} if facts.allowed else {"type": words}
    bounds = {"minimum": facts.minimum, "maximum": facts.maximum}
    kind = "number" if facts.type is SettingType.DOUBLE else "integer"
    number = {"type": kind, **{name: one for name, one in bounds.items() if one is not None}}
    units = "|".join(unit_names(facts.unit))
    text = rf"^[+-]?[\d.eE+-]+$|^\d+(\.\d+)?\s*({units})$" if units else r"^[+-]?[\d.eE+-]+$"
    also = [{"enum": [int(one) for one in facts.also]}] if facts.also else []
    return {"anyOf": [number, {"type": "string", "pattern": text}, *also]}
