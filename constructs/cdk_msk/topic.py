"""Topics."""

import base64
import json
from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_msk as msk
from constructs import Construct

from cdk_msk.checks import known, require
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.kafka_admin.administered_topic import AdministeredTopic
from msk_model import UNKNOWN, BrokerType, ClusterType, TopicShape, check_topic, names
from msk_model.facts.topic_properties import topic_property

ConfigValue = str | int | float | bool | cdk.Duration | cdk.Size
"""A value of a topic setting; a duration or a size is written in the unit of the setting."""

_COPIES = 3
_AT_A_TIME = 5


class Topic(Construct):
    """A Kafka topic managed by CloudFormation.

    The cluster must accept IAM. A provisioned one must run Kafka 3.6 or later, and whoever deploys
    (CloudFormation's execution role, or the caller's) needs ``kafka-cluster:Connect``,
    ``CreateTopic``, ``DescribeTopic``, ``AlterTopic``, ``AlterTopicDynamicConfiguration`` and
    ``DeleteTopic`` for it: `Cluster.grant_topic_administration` grants them. A serverless one,
    which MSK's topic operations do not reach, gets a Lambda function in its network: `KafkaAdmin`.

    Later changes: `partition_count` can grow; Kafka refuses to shrink it, which only shows when
    deploying because a template does not know how many partitions there are. MSK's UpdateTopic
    takes either partitions or settings, so change one of the two in a deployment. A new name or
    cluster would be a new, empty topic, and so would a new replication factor. CloudFormation
    writes settings and never reads them back: it sees no drift in them, and a setting that is taken
    out of `configs` may keep its value on the topic.

    On a serverless cluster, partitions and settings can change together, a setting that is taken
    out of `configs` goes back to its default, ``cleanup.policy`` and the replication factor stay as
    they are, and with RETAIN a topic that is there already, just as declared, is adopted.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-topic-operations-information.html

    Attributes:
        cluster: Where the topic lives.
        topic_name: Its name, as it was given.
        topic_arn: ARN for IAM policies; whoever uses it waits until the topic exists.
        partition_count: Its partitions, as they were given.
        resource: The CloudFormation resource: consumers depend on it.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: Cluster,
        topic_name: str,
        partition_count: int,
        replication_factor: int | None = None,
        configs: Mapping[str, ConfigValue] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        """Define the topic.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: Where the topic lives, owned or imported.
            topic_name: Up to 249 letters, digits, dots, underscores and hyphens.
            partition_count: Partitions; the most consumers of one group that can share the work.
            replication_factor: Brokers that hold each partition. Absent: one copy per zone of the
                cluster, and three where that is not known or the brokers are Express. A serverless
                cluster chooses by itself.
            configs: Topic settings, such as ``{"retention.ms": Duration.days(7)}``. Absent: the
                cluster's defaults. ``{}`` says so explicitly and takes back what was set before.
            removal_policy: RETAIN keeps the topic and its records when it leaves the stack; a
                stack that defines it again then has to import it.

        Raises:
            ValueError: The topic breaks a rule of MSK or Kafka, or the cluster is serverless and
                was imported without its network.
        """
        super().__init__(scope, id)
        settings = None
        if configs is not None:
            settings = {name: self._text(name, configs[name]) for name in sorted(configs)}
        copies = _copies(cluster) if replication_factor is None else replication_factor
        shape = TopicShape(
            topic_name=known(topic_name),
            partition_count=known(partition_count),
            replication_factor=known(copies),
            configs={name: known(text) for name, text in (settings or {}).items()},
        )
        require(self, check_topic(shape, cluster.shape), names(TopicShape))
        self.cluster = cluster
        self.topic_name = topic_name
        self.partition_count = partition_count
        self.resource: cdk.CfnResource
        if cluster.cluster_type is ClusterType.SERVERLESS:
            administered = AdministeredTopic(
                self,
                cluster=cluster,
                topic_name=topic_name,
                partition_count=partition_count,
                replication_factor=replication_factor,
                configs=settings or {},
                removal_policy=removal_policy,
            )
            self.resource, self.topic_arn = administered.resource, administered.topic_arn
        else:
            native = msk.CfnTopic(
                self,
                "Resource",
                cluster_arn=cluster.cluster_arn,
                topic_name=topic_name,
                partition_count=partition_count,
                replication_factor=copies,
                configs=None if settings is None else self._encoded(settings),
            )
            native.apply_removal_policy(removal_policy)
            self.resource, self.topic_arn = native, native.attr_topic_arn
        _Lanes.of(cluster).add(self.resource)

    def _text(self, name: str, value: ConfigValue) -> str:
        """The value as Kafka writes it."""
        match value:
            case bool():
                return "true" if value else "false"
            case cdk.Duration():
                self._require_unit(name, "ms", value)
                return str(round(value.to_milliseconds()))
            case cdk.Size():
                self._require_unit(name, "bytes", value)
                return str(round(value.to_bytes()))
            case float() if cdk.Token.is_unresolved(value):
                return cdk.Token.as_string(value)
            case _:
                return str(value)

    def _require_unit(self, name: str, unit: str, value: cdk.Duration | cdk.Size) -> None:
        """A duration in ``retention.bytes`` would be a number a thousandfold off, silently."""
        facts = topic_property(name)
        if facts is None or any(known.unit == unit for known in facts.values.values()):
            return
        (own,) = {values.unit for values in facts.values.values()}
        raise ValueError(
            f"{self.node.path}: configs[{name!r}] must be {own or 'a plain value'}, "
            f"got {value.to_string()}"
        )

    def _encoded(self, settings: Mapping[str, str]) -> str:
        """A JSON object of strings in Base64.

        AWS documents "encoded as a Base64 string" and not of what. HashiCorp's provider sends and
        reads this, tested against AWS:
        https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/kafka/topic.go
        """
        if any(known(text) is UNKNOWN for text in settings.values()):
            return cdk.Fn.base64(cdk.Stack.of(self).to_json_string(settings))
        text = json.dumps(settings, separators=(",", ":"))
        return base64.b64encode(text.encode()).decode()


def _copies(cluster: Cluster) -> int:
    zones = cluster.shape.zone_count
    if cluster.broker_type is BrokerType.EXPRESS or zones is UNKNOWN:
        return _COPIES
    return min(zones, _COPIES)


class _Lanes(Construct):
    """Lets CloudFormation work on a few topics of a cluster at a time, first defined first.

    All topics of a stack at once would run into the throttling of the topic API and of the
    cluster's controller. Topics in other stacks are not waited for.
    """

    @staticmethod
    def of(cluster: Cluster) -> "_Lanes":
        found = cluster.node.try_find_child("TopicLanes")
        return found if isinstance(found, _Lanes) else _Lanes(cluster, "TopicLanes")

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self._topics: dict[cdk.Stack, list[cdk.CfnResource]] = {}

    def add(self, topic: cdk.CfnResource) -> None:
        topics = self._topics.setdefault(topic.stack, [])
        if len(topics) >= _AT_A_TIME:
            topic.add_dependency(topics[-_AT_A_TIME])
        topics.append(topic)
