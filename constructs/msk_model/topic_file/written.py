"""What a file of topics has to say, so that somebody may write its YAML."""

from collections.abc import Iterable

from msk_model.quantities import setting_value
from msk_model.topic_policy.declared_topic import DeclaredTopic
from msk_model.topic_policy.parts import value_facts
from msk_model.unknown import Unknown


def topic_file_of(topics: Iterable[DeclaredTopic], *, owner: str | None) -> dict[str, object]:
    """The content of the file of `owner`, which reads back as the same topics.

    Args:
        topics: The topics of the file.
        owner: Who owns those that name nobody else. None: the file names nobody.
    """
    named = {} if owner is None else {"owner": owner}
    return {**named, "topics": [_entry(topic, owner) for topic in topics]}


def _entry(topic: DeclaredTopic, owner: str | None) -> dict[str, object]:
    shape = topic.shape
    configs = {} if isinstance(shape.configs, Unknown) else shape.configs
    stated: dict[str, object] = {
        "name": topic.name,
        "owner": topic.owner if topic.owner != owner else None,
        "plan": topic.plan,
        "partition_count": _known(shape.partition_count),
        "replication_factor": _known(shape.replication_factor),
        "configs": {
            name: setting_value(text, value_facts(name))
            for name, text in sorted(configs.items())
            if isinstance(text, str)
        }
        or None,
        "dead_letter": topic.dead_letter,
        "protected": topic.protected or None,
        "adopt": topic.adopt or None,
    }
    return {name: value for name, value in stated.items() if value is not None}


def _known(number: int | Unknown) -> int | None:
    return None if isinstance(number, Unknown) else number
