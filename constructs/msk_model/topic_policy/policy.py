"""A topic policy, applied to topics and evaluated over them."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from msk_model.finding import Finding, Severity
from msk_model.shape import TopicShape
from msk_model.topic_policy.declared_topic import DeclaredTopic
from msk_model.topic_policy.parts import (
    ConfigRange,
    DeadLetters,
    NamingRule,
    TopicPlan,
    require_range,
    require_setting_name,
    settings_text,
)
from msk_model.topic_policy.rules import POLICY_RULES, WHOLE_RULES
from msk_model.unknown import Unknown


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A rule of a policy that a topic breaks.

    Attributes:
        topic: The topic.
        finding: The rule, what was found, and what to do about it.
    """

    topic: DeclaredTopic
    finding: Finding


@dataclass(frozen=True, kw_only=True)
class TopicPolicy:
    """What an organization asks of its topics; no broker is needed to evaluate it.

    Attributes:
        naming: What names look like. None: as Kafka allows.
        plans: Levels of service by name. With any, every topic follows one of them.
        default_plan: The plan of topics that name none. None: they have to, if there are plans.
        allowed_configs: Settings that topics may state besides those of their plan. None: all.
        config_ranges: Values that topics may state, by setting.
        max_partitions_per_topic: The most partitions of one topic. None: no limit.
        max_partitions_per_cluster: The most partitions of all topics together. None: no limit.
        owner_required: Whether every topic names its owner.
        owners: Who may own topics. Empty: anybody.
        dead_letters: What dead-letter topics are like. None: there are none.
        severity: WARNING reports violations and stops nothing, while a policy is introduced.
        source: Address of the page that explains the policy.

    Raises:
        ValueError: The default plan is none of the plans; a setting does not exist; a range takes
            no value, or states limits that are none.
    """

    naming: NamingRule | None = None
    plans: Mapping[str, TopicPlan] = field(default_factory=dict)
    default_plan: str | None = None
    allowed_configs: frozenset[str] | None = None
    config_ranges: Mapping[str, ConfigRange] = field(default_factory=dict)
    max_partitions_per_topic: int | None = None
    max_partitions_per_cluster: int | None = None
    owner_required: bool = False
    owners: frozenset[str] = frozenset()
    dead_letters: DeadLetters | None = None
    severity: Severity = Severity.ERROR
    source: str = ""

    def __post_init__(self) -> None:
        if self.default_plan is not None and self.default_plan not in self.plans:
            raise ValueError(
                f"default_plan must be one of {', '.join(self.plans) or 'the plans'}, "
                f"got {self.default_plan!r}"
            )
        for setting in sorted(self.allowed_configs or ()):
            require_setting_name(setting, "allowed_configs")
        for setting, limits in self.config_ranges.items():
            try:
                require_range(setting, limits)
            except ValueError as error:
                raise ValueError(f"config_ranges[{setting!r}]: {error}") from None

    def plan_of(self, topic: DeclaredTopic) -> TopicPlan | None:
        """The plan `topic` follows; None when it follows none of the policy's."""
        return self.plans.get(topic.plan or self.default_plan or "")

    def applied(self, topics: Iterable[DeclaredTopic]) -> tuple[DeclaredTopic, ...]:
        """The topics with what their plans state, each followed by its dead-letter topic.

        A dead-letter topic that is declared itself stays as it is declared.
        """
        declared = tuple(topics)
        names = {topic.name for topic in declared}
        found: list[DeclaredTopic] = []
        for topic in declared:
            planned = self._planned(topic)
            found.append(planned)
            if self.dead_letters is not None and self._has_dead_letters(topic, self.dead_letters):
                letters = _dead_letters_of(planned, self.dead_letters)
                found.extend(() if letters.name in names else (letters,))
        return tuple(found)

    def check(self, topics: Iterable[DeclaredTopic]) -> tuple[Violation, ...]:
        """Every rule of the policy that a topic breaks; `topics` are all of one cluster."""
        declared = tuple(topics)
        found = [Violation(topic=t, finding=f) for t in declared for f in self.check_one(t)]
        for whole in WHOLE_RULES:
            found.extend(Violation(topic=t, finding=f) for t, f in whole(declared, self))
        return tuple(found)

    def check_one(self, topic: DeclaredTopic) -> tuple[Finding, ...]:
        """What a topic breaks by itself; a dead-letter topic is as the policy made it."""
        if topic.dead_letter_of is not None:
            return ()
        return tuple(finding for rule in POLICY_RULES for finding in rule(topic, self))

    def check_added(
        self, topic: DeclaredTopic, others: Sequence[DeclaredTopic]
    ) -> tuple[Finding, ...]:
        """What a topic breaks only together with the others of its cluster."""
        return tuple(
            finding
            for whole in WHOLE_RULES
            for broken_by, finding in whole((*others, topic), self)
            if broken_by is topic
        )

    def _has_dead_letters(self, topic: DeclaredTopic, rule: DeadLetters) -> bool:
        if topic.dead_letter_of is not None or not topic.name or topic.name.endswith(rule.suffix):
            return False
        return rule.for_every_topic if topic.dead_letter is None else topic.dead_letter

    def _planned(self, topic: DeclaredTopic) -> DeclaredTopic:
        plan = self.plan_of(topic)
        if plan is None or topic.dead_letter_of is not None:
            return topic
        shape, configs = topic.shape, topic.shape.configs
        stated = {} if isinstance(configs, Unknown) else configs
        return dataclasses.replace(
            topic,
            plan=topic.plan or self.default_plan,
            shape=TopicShape(
                topic_name=shape.topic_name,
                partition_count=_stated(shape.partition_count, plan.partition_count),
                replication_factor=_stated(shape.replication_factor, plan.replication_factor),
                configs={
                    **settings_text(plan.default_configs),
                    **settings_text(plan.configs),
                    **stated,
                },
            ),
        )


def _stated(own: int | Unknown, of_plan: int | None) -> int | Unknown:
    return of_plan if isinstance(own, Unknown) and of_plan is not None else own


def _dead_letters_of(topic: DeclaredTopic, rule: DeadLetters) -> DeclaredTopic:
    return DeclaredTopic(
        shape=TopicShape(
            topic_name=f"{topic.name}{rule.suffix}",
            partition_count=rule.partition_count,
            replication_factor=topic.shape.replication_factor,
            configs=settings_text(rule.configs),
        ),
        owner=topic.owner,
        plan=topic.plan,
        dead_letter=False,
        protected=topic.protected,
        adopt=topic.adopt,
        dead_letter_of=topic.name,
        file=topic.file,
        path=topic.path,
    )
