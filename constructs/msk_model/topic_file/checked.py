"""Declared topics under a policy and under the rules of MSK, all faults at once."""

from collections.abc import Iterable, Iterator

from msk_model.check import check_topic
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.topic_file.fault import FileFault
from msk_model.topic_policy.declared_topic import DeclaredTopic
from msk_model.topic_policy.policy import TopicPolicy
from msk_model.unknown import Unknown

_NAMES = {"topic_name": "name"}
_IN_THE_FORM = {"topic-config-is-settable", "topic-config-takes-its-value", "topic-has-partitions"}
"""Rules whose errors were noted when the file was read; they may still depend on the cluster."""


def checked(
    topics: Iterable[DeclaredTopic],
    policy: TopicPolicy | None = None,
    cluster: ClusterShape | None = None,
) -> tuple[tuple[DeclaredTopic, ...], tuple[FileFault, ...]]:
    """The topics with what the policy adds, and what they break.

    Args:
        topics: All declared topics of a cluster.
        policy: What the organization asks. None: only that names differ.
        cluster: Where the topics will live. None: only what holds on every cluster.
    """
    rules = policy or TopicPolicy()
    applied = rules.applied(topics)
    faults = [fault for topic in applied for fault in _of_msk(topic, cluster)]
    faults.extend(_fault(one.topic, one.finding) for one in rules.check(applied))
    return applied, tuple(faults)


def _of_msk(topic: DeclaredTopic, cluster: ClusterShape | None) -> Iterator[FileFault]:
    if isinstance(topic.shape.partition_count, Unknown):
        yield FileFault(
            file=topic.file,
            path=f"{topic.path}.partition_count"
            if topic.path
            else _place(topic, "partition_count"),
            message="must be a whole number, at least 1, unless a plan states it",
        )
    for finding in check_topic(topic.shape, cluster or ClusterShape()):
        if cluster is not None or finding.rule not in _IN_THE_FORM:
            yield _fault(topic, finding)


def _fault(topic: DeclaredTopic, finding: Finding) -> FileFault:
    name = _NAMES.get(finding.field, finding.field)
    return FileFault(
        file=topic.file,
        path=_place(topic, name),
        message=f"must {finding.must}, got {finding.value!r}; {finding.fix}",
        severity=Severity(finding.severity),
        rule=finding.rule,
    )


def _place(topic: DeclaredTopic, field: str) -> str:
    """Where the field stands, and in which topic."""
    if not topic.path:
        return f"{topic.name or 'a topic without a name'}: {field}"
    about = f" ({topic.name})" if topic.name and field != "name" else ""
    return f"{topic.path}.{field}{about}"
