"""Differences of topics that both templates have, classified."""

from collections.abc import Iterator, Mapping

from msk_model.change.change import ABSENT, Change, ChangeKind
from msk_model.change.classify import Verdict, verdict_on
from msk_model.change.comparison import Comparison
from msk_model.change.custom_types import TOPIC, is_mechanics
from msk_model.change.difference import Difference, differences
from msk_model.change.topic_verdict import (
    COPIES,
    PARTITIONS_SOURCE,
    config_verdict,
    partition_verdict,
)
from msk_model.check import check_native_topic
from msk_model.facts.replacement import ReplacementFacts
from msk_model.finding import Severity
from msk_model.intrinsics import look_up, whole_number_at
from msk_model.resource import from_resource, properties_of
from msk_model.shape import TopicShape
from msk_model.sources import KAFKA_TOPIC_CONFIGS, developer_guide
from msk_model.topic_policy.parts import readable_setting
from msk_model.unknown import UNKNOWN, Unknown

_OPERATIONS = developer_guide("msk-topic-operations-information")


def topic_changes(both: Comparison, name: str, facts: ReplacementFacts) -> Iterator[Change]:
    """Every difference of a topic, one change for each setting."""
    old, new = both.old_resources[name], both.new_resources[name]
    found = [
        one
        for one in differences(properties_of(old), properties_of(new))
        if not is_mechanics(facts.name, one.path)
    ]
    if any(one.path[:1] in {("ClusterArn",), ("TopicName",)} for one in found):
        for one in found:
            yield _change(name, facts, one, _of_another_topic(both, name, facts, one))
        return
    before, after = _shape(old), _shape(new)
    for one in found:
        if one.path[:1] != ("Configs",):
            yield _change(name, facts, one, _verdict(both, name, facts, one, (before, after)))
    if any(one.path[:1] == ("Configs",) for one in found):
        yield from _configs(name, facts, before, after)
    if facts.name != TOPIC:
        yield from _errors(both, name, facts)


def _of_another_topic(
    both: Comparison, name: str, facts: ReplacementFacts, difference: Difference
) -> Verdict:
    if facts.is_create_only(difference.path) or not difference.path:
        return verdict_on(both, name, facts, difference)
    return Verdict(ChangeKind.FREE, "is that of the other topic", facts.source)


def _verdict(
    both: Comparison,
    name: str,
    facts: ReplacementFacts,
    difference: Difference,
    shapes: tuple[TopicShape, TopicShape],
) -> Verdict:
    old, new = shapes
    match difference.path[:1]:
        case ("PartitionCount",):
            before, after = old.partition_count, new.partition_count
            if isinstance(before, int) and isinstance(after, int):
                return Verdict(*partition_verdict(before, after), PARTITIONS_SOURCE)
            reason = "partitions only ever grow"
            return Verdict(ChangeKind.CANNOT_BE_TOLD, reason, PARTITIONS_SOURCE)
        case ("ReplicationFactor",):
            if isinstance(old.replication_factor, int) and isinstance(new.replication_factor, int):
                return Verdict(*COPIES, _OPERATIONS)
            reason = "what the cluster has chosen, or the deployment will, decides"
            return Verdict(ChangeKind.CANNOT_BE_TOLD, reason, _OPERATIONS)
        case ("Adopt",):
            return Verdict(ChangeKind.FREE, "nothing of the topic itself changes", _OPERATIONS)
    return verdict_on(both, name, facts, difference)


def _configs(
    name: str, facts: ReplacementFacts, before: TopicShape, after: TopicShape
) -> Iterator[Change]:
    old, new = before.configs, after.configs
    if isinstance(old, Unknown) or isinstance(new, Unknown):
        hidden = Difference(path=("Configs",), old=ABSENT, new=ABSENT)
        verdict = Verdict(ChangeKind.CANNOT_BE_TOLD, "the configs cannot be read", _OPERATIONS)
        yield _change(name, facts, hidden, verdict)
        return
    for setting in sorted({*old, *new}):
        was, will = old.get(setting), new.get(setting)
        path = ("Configs", setting)
        if isinstance(was, Unknown) or isinstance(will, Unknown):
            if was is not will:
                told = Difference(path=path, old=ABSENT, new=ABSENT)
                reason = "only the deployment knows its value"
                verdict = Verdict(ChangeKind.CANNOT_BE_TOLD, reason, KAFKA_TOPIC_CONFIGS)
                yield _change(name, facts, told, verdict)
        elif was != will:
            told = Difference(
                path=path,
                old=ABSENT if was is None else readable_setting(setting, was),
                new=ABSENT if will is None else readable_setting(setting, will),
            )
            verdict = Verdict(*config_verdict(setting, was, will, old), KAFKA_TOPIC_CONFIGS)
            yield _change(name, facts, told, verdict)


def _errors(both: Comparison, name: str, facts: ReplacementFacts) -> Iterator[Change]:
    """What MSK refuses of the topic as it is to be, and did not before."""
    was, placed = both.old_shapes.topics[name], both.new_shapes.topics[name]
    before = {(one.rule, one.field) for one in check_native_topic(was.topic, was.cluster)}
    for finding in check_native_topic(placed.topic, placed.cluster):
        if finding.severity is Severity.ERROR and (finding.rule, finding.field) not in before:
            yield Change(
                resource=name,
                resource_type=facts.name,
                path="",
                old=getattr(was.topic, finding.field, None),
                new=finding.value,
                kind=ChangeKind.FORBIDDEN,
                reason=f"{finding.field} must {finding.must}; {finding.fix}",
                source=finding.source,
            )


def _shape(resource: Mapping[str, object]) -> TopicShape:
    """The topic of either type."""
    shape = from_resource(resource)
    if isinstance(shape, TopicShape):
        return shape
    properties = properties_of(resource)
    return TopicShape(
        partition_count=_number(properties, "PartitionCount"),
        replication_factor=_number(properties, "ReplicationFactor"),
        configs=_settings(look_up(properties, "Configs")),
    )


def _settings(configs: object) -> Mapping[str, str | Unknown] | Unknown:
    if configs is None:
        return {}
    if not isinstance(configs, Mapping):
        return UNKNOWN
    return {
        str(name): UNKNOWN if isinstance(value, Mapping | list) else _text(value)
        for name, value in configs.items()
    }


def _number(properties: Mapping[str, object], name: str) -> int | Unknown:
    found = whole_number_at(properties, name)
    return UNKNOWN if found is None else found


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _change(name: str, facts: ReplacementFacts, told: Difference, verdict: Verdict) -> Change:
    return Change(
        resource=name,
        resource_type=facts.name,
        path="/".join(told.path),
        old=told.old,
        new=told.new,
        kind=verdict.kind,
        reason=verdict.reason,
        source=verdict.source,
    )
