"""Topics compared with topics."""

from collections.abc import Iterable, Iterator

from msk_model.change import ChangeKind
from msk_model.change.topic_verdict import (
    COPIES,
    PARTITIONS_SOURCE,
    config_verdict,
    partition_verdict,
)
from msk_model.sources import KAFKA_TOPIC_CONFIGS, developer_guide
from msk_model.topic_change.topic_change import TopicChange
from msk_model.topic_policy.declared_topic import DeclaredTopic
from msk_model.topic_policy.parts import readable_setting
from msk_model.unknown import Unknown

_TOPICS = developer_guide("msk-topic-operations-information")
_NOTED = ("owner", "plan", "protected", "adopt")


def compare_topics(
    old: Iterable[DeclaredTopic], new: Iterable[DeclaredTopic], *, live: bool = False
) -> tuple[TopicChange, ...]:
    """What deploying `new` over `old` does, the worst first.

    Args:
        old: What is there; whoever declared it with its policy applied.
        new: What is wanted, likewise.
        live: Whether `old` is what a cluster has rather than what was declared: then what no file
            states is nobody's to take away.
    """
    before, after = ({one.name: one for one in topics} for topics in (old, new))
    changes: list[TopicChange] = []
    for name in sorted({*before, *after}):
        was, will = before.get(name), after.get(name)
        if was is None and will is not None:
            changes.append(_created(will))
        elif will is None and was is not None:
            changes.append(_unmanaged(was) if live else _deleted(was))
        elif was is not None and will is not None:
            changes.extend(_changed(was, will, live=live))
    return tuple(sorted(changes, key=lambda one: -one.kind.rank))


def _created(topic: DeclaredTopic) -> TopicChange:
    count = topic.shape.partition_count
    said = f"created with {count} partitions" if isinstance(count, int) else "created"
    return _whole(topic, ChangeKind.FREE, said, _TOPICS)


def _unmanaged(topic: DeclaredTopic) -> TopicChange:
    reason = "is in no file; it stays as it is, and `mskctl topics import` writes a file for it"
    return _whole(topic, ChangeKind.FREE, reason, _TOPICS)


def _deleted(topic: DeclaredTopic) -> TopicChange:
    if topic.protected:
        reason = "is protected; first take its protection away, in a deployment of its own"
        return _whole(topic, ChangeKind.FORBIDDEN, reason, _TOPICS)
    reason = "deleted with all its records, unless its removal policy retains it, unmanaged"
    return _whole(topic, ChangeKind.DATA_LOSS, reason, _TOPICS)


def _whole(topic: DeclaredTopic, kind: ChangeKind, reason: str, source: str) -> TopicChange:
    return TopicChange(
        topic=topic.name,
        owner=topic.owner,
        field="",
        old=None,
        new=None,
        kind=kind,
        reason=reason,
        source=source,
    )


def _changed(was: DeclaredTopic, will: DeclaredTopic, *, live: bool) -> Iterator[TopicChange]:
    yield from _partitions(was, will)
    yield from _copies(was, will)
    yield from _configs(was, will, live=live)
    for field in () if live else _NOTED:
        old, new = getattr(was, field), getattr(will, field)
        if old != new:
            yield TopicChange(
                topic=will.name,
                owner=will.owner,
                field=field,
                old=old,
                new=new,
                kind=ChangeKind.FREE,
                reason="nothing of the topic itself changes",
                source=_TOPICS,
            )


def _partitions(was: DeclaredTopic, will: DeclaredTopic) -> Iterator[TopicChange]:
    old, new = was.shape.partition_count, will.shape.partition_count
    if isinstance(old, Unknown) or isinstance(new, Unknown) or old == new:
        return
    kind, reason = partition_verdict(old, new)
    yield TopicChange(
        topic=will.name,
        owner=will.owner,
        field="partition_count",
        old=old,
        new=new,
        kind=kind,
        reason=reason,
        source=PARTITIONS_SOURCE,
    )


def _copies(was: DeclaredTopic, will: DeclaredTopic) -> Iterator[TopicChange]:
    old, new = was.shape.replication_factor, will.shape.replication_factor
    if isinstance(old, Unknown) or isinstance(new, Unknown) or old == new:
        return
    kind, reason = COPIES
    yield TopicChange(
        topic=will.name,
        owner=will.owner,
        field="replication_factor",
        old=old,
        new=new,
        kind=kind,
        reason=reason,
        source=_TOPICS,
    )


def _configs(was: DeclaredTopic, will: DeclaredTopic, *, live: bool) -> Iterator[TopicChange]:
    old, new = was.shape.configs, will.shape.configs
    if isinstance(old, Unknown) or isinstance(new, Unknown):
        return
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        if isinstance(before, Unknown) or isinstance(after, Unknown) or before == after:
            continue
        kind, reason = (
            (ChangeKind.FREE, "set on the cluster, stated in no file; it stays as it is")
            if live and after is None
            else config_verdict(name, before, after, dict(old))
        )
        yield TopicChange(
            topic=will.name,
            owner=will.owner,
            field=f"configs.{name}",
            old=readable_setting(name, before),
            new=readable_setting(name, after),
            kind=kind,
            reason=reason,
            source=KAFKA_TOPIC_CONFIGS,
        )
