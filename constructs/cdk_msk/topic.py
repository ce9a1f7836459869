"""Topics."""

import dataclasses
from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_msk as msk
from constructs import Construct

from cdk_msk.checks import known, require
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.kafka_admin.administered_topic import AdministeredTopic
from cdk_msk.retained import RETAINED
from cdk_msk.topics.cluster_topics import ClusterTopics
from cdk_msk.topics.topic_configs import ConfigValue, encoded, kafka_text
from msk_model import (
    UNKNOWN,
    BrokerType,
    ClusterType,
    FieldNames,
    TopicShape,
    Unknown,
    check_topic,
    names,
)
from msk_model.rules.topic import NATIVE_TOPIC_RULES
from msk_model.topic_policy import DeclaredTopic, TopicPolicy

_COPIES = 3
_ANYTHING = TopicPolicy()


class Topic(Construct):
    """A Kafka topic managed by CloudFormation.

    The cluster must accept IAM. Whoever deploys (CloudFormation's execution role, or the caller's)
    needs ``kafka-cluster:Connect``, ``CreateTopic``, ``DescribeTopic``, ``AlterTopic``,
    ``AlterTopicDynamicConfiguration`` and ``DeleteTopic`` for a topic of a provisioned cluster:
    `Cluster.grant_topic_administration` grants them. Topics that MSK's topic operations do not
    reach, or not so, get a Lambda function in the cluster's network, `KafkaAdmin`: those of a
    serverless cluster, of Kafka before 3.6, and topics to adopt.

    Later changes: `partition_count` can grow; Kafka refuses to shrink it, which only shows when
    deploying because a template does not know how many partitions there are (``mskctl topics
    plan`` tells before). MSK's UpdateTopic takes either partitions or settings, so change one of
    the two in a deployment. A new name or cluster would be a new, empty topic, and so would a new
    replication factor. CloudFormation writes settings and never reads them back: it sees no drift
    in them, and a setting that is taken out of `configs` may keep its value on the topic.

    Behind the function, partitions and settings can change together, and a setting that is taken
    out of `configs` goes back to its default; ``cleanup.policy`` of a serverless topic and every
    replication factor stay as they are.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-topic-operations-information.html

    Attributes:
        cluster: Where the topic lives.
        topic_name: Its name, as it was given.
        topic_arn: ARN for IAM policies; whoever uses it waits until the topic exists.
        partition_count: Its partitions, as they were given or as its plan has them.
        configs: Its settings as Kafka writes them, the plan's and those that were given.
        dead_letter_topic: What takes records that cannot be processed. None: nothing does.
        resource: The CloudFormation resource: consumers depend on it.
    """

    dead_letter_topic: "Topic | None"

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: Cluster,
        topic_name: str,
        partition_count: int | None = None,
        replication_factor: int | None = None,
        configs: Mapping[str, ConfigValue] | None = None,
        policy: TopicPolicy | None = None,
        plan: str | None = None,
        owner: str | None = None,
        dead_letter: bool | None = None,
        protected: bool = False,
        adopt: bool = False,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ) -> None:
        """Define the topic.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: Where the topic lives, owned or imported.
            topic_name: Up to 249 letters, digits, dots, underscores and hyphens.
            partition_count: Partitions; the most consumers of one group that can share the work.
                Absent: what the plan states.
            replication_factor: Brokers that hold each partition. Absent: what the plan states, else
                one copy per zone of the cluster, and three where that is not known or the brokers
                are Express. A serverless cluster chooses by itself.
            configs: Topic settings, such as ``{"retention.ms": Duration.days(7)}``. Absent: the
                plan's, else the cluster's defaults. ``{}`` says so explicitly and takes back what
                was set before.
            policy: What is asked of topics. Absent: only what MSK and Kafka ask.
            plan: The plan of `policy` that the topic follows. Absent: its default plan.
            owner: Who answers for the topic. Absent: nobody, which `policy` may refuse.
            dead_letter: Whether a dead-letter topic stands beside it. Absent: `policy` decides.
            protected: Keep the topic whatever is asked of it later: nothing but a failed first
                deployment deletes it, not even an aspect of the app.
            adopt: Take over a topic that exists already, if it is just as declared. Absent: MSK
                refuses to create one that exists. It stays as it is for the life of the topic.
            removal_policy: Retained, the topic and its records stay when it leaves the stack; to
                define it again, then, import it, or `adopt` it. DESTROY deletes them.

        Raises:
            ValueError: The topic breaks a rule of MSK, Kafka or `policy`; it is protected or
                adopted and would be destroyed; or it needs `KafkaAdmin`, and the cluster was
                imported without its network.
        """
        super().__init__(scope, id)
        self._require_kept(protected or adopt, removal_policy)
        rules = policy or _ANYTHING
        stated = {name: kafka_text(self, name, value) for name, value in (configs or {}).items()}
        declared = DeclaredTopic(
            shape=TopicShape(
                topic_name=known(topic_name),
                partition_count=_or_unknown(partition_count),
                replication_factor=_or_unknown(replication_factor),
                configs={name: known(text) for name, text in stated.items()},
            ),
            owner=owner,
            plan=plan,
            dead_letter=dead_letter,
        )
        planned, *letters = rules.applied([declared])
        self.cluster = cluster
        self.topic_name = topic_name
        copies = _stated(replication_factor, planned.shape.replication_factor)
        texts = {**_texts(planned.shape.configs), **stated}
        self.configs = dict(sorted(texts.items()))
        self._check(planned, rules, copies=_copies(cluster) if copies is None else copies)
        self.partition_count = self._partitions(partition_count, planned)
        self.resource, self.topic_arn = self._define(
            settings=None if configs is None and not texts else self.configs,
            copies=copies,
            removal_policy=removal_policy,
            adopt=adopt,
        )
        if protected:
            self._protect()
        ClusterTopics.of(cluster).queue(self.resource)
        self.dead_letter_topic = None
        for letter in letters:
            self.dead_letter_topic = Topic(
                self,
                "DeadLetters",
                cluster=cluster,
                topic_name=letter.name,
                partition_count=_stated(None, letter.shape.partition_count),
                replication_factor=copies,
                configs=_texts(letter.shape.configs),
                protected=protected,
                adopt=adopt,
                removal_policy=removal_policy,
            )

    def _protect(self) -> None:
        """Hold on to the policies against aspects: what is overridden is rendered last."""
        made_now = self.resource.cfn_options.deletion_policy
        unless_it_failed = made_now is cdk.CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE
        kept = "RetainExceptOnCreate" if unless_it_failed else "Retain"
        self.resource.add_override("DeletionPolicy", kept)
        self.resource.add_override("UpdateReplacePolicy", "Retain")

    def _require_kept(self, kept: bool, removal_policy: cdk.RemovalPolicy) -> None:
        """What somebody else made, or what must not be lost, is never deleted."""
        if kept and removal_policy not in RETAINED:
            raise ValueError(
                f"{self.node.path}: removal_policy must be RETAIN for a topic that is protected or "
                f"adopted, got {removal_policy.name}; leave it out"
            )

    def _partitions(self, stated: int | None, planned: DeclaredTopic) -> int:
        count = _stated(stated, planned.shape.partition_count)
        if count is None:
            raise ValueError(
                f"{self.node.path}: partition_count must be stated, unless a plan of the policy "
                "states it; state it, or name such a plan"
            )
        return count

    def _check(self, topic: DeclaredTopic, rules: TopicPolicy, *, copies: int) -> None:
        shape = dataclasses.replace(topic.shape, replication_factor=known(copies))
        counted = dataclasses.replace(topic, shape=shape)
        of_topic = check_topic(shape, self.cluster.shape)
        together = ClusterTopics.of(self.cluster).add(counted, rules)
        require(self, (*of_topic, *rules.check_one(topic), *together), _Names())

    def _define(
        self,
        *,
        settings: Mapping[str, str] | None,
        copies: int | None,
        removal_policy: cdk.RemovalPolicy,
        adopt: bool,
    ) -> tuple[cdk.CfnResource, str]:
        if adopt or not _is_within_reach(self.cluster):
            chosen = adopt or self.cluster.cluster_type is ClusterType.SERVERLESS
            administered = AdministeredTopic(
                self,
                cluster=self.cluster,
                topic_name=self.topic_name,
                partition_count=self.partition_count,
                replication_factor=copies or (None if chosen else _copies(self.cluster)),
                configs=settings or {},
                removal_policy=removal_policy,
            )
            return administered.resource, administered.topic_arn
        native = msk.CfnTopic(
            self,
            "Resource",
            cluster_arn=self.cluster.cluster_arn,
            topic_name=self.topic_name,
            partition_count=self.partition_count,
            replication_factor=copies or _copies(self.cluster),
            configs=None if settings is None else encoded(self, settings),
        )
        native.apply_removal_policy(removal_policy)
        return native, native.attr_topic_arn


class _Names(dict[str, FieldNames]):
    """What fields of a topic are called as arguments, down to single settings."""

    def __init__(self) -> None:
        super().__init__(names(TopicShape))

    def __missing__(self, field: str) -> FieldNames:
        argument, _, setting = field.partition(".")
        return FieldNames(f"{argument}[{setting!r}]" if setting else argument, field)


def _is_within_reach(cluster: Cluster) -> bool:
    """Whether MSK's own topic operations reach the topics of `cluster`."""
    beyond = (rule(TopicShape(), cluster.shape) for rule in NATIVE_TOPIC_RULES)
    return not any(beyond)


def _copies(cluster: Cluster) -> int:
    zones = cluster.shape.zone_count
    if cluster.broker_type is BrokerType.EXPRESS or zones is UNKNOWN:
        return _COPIES
    return min(zones, _COPIES)


def _or_unknown(number: int | None) -> int | Unknown:
    return UNKNOWN if number is None else known(number)


def _stated(own: int | None, planned: int | Unknown) -> int | None:
    if own is not None:
        return own
    return None if isinstance(planned, Unknown) else planned


def _texts(configs: Mapping[str, str | Unknown] | Unknown) -> dict[str, str]:
    """The settings that are known; those that are not are stated by the caller anyway."""
    if isinstance(configs, Unknown):
        return {}
    return {name: text for name, text in configs.items() if isinstance(text, str)}
