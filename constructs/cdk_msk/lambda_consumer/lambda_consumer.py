"""A Lambda function as a consumer of a topic."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk_msk.acl.acl_rule import AclRule
from cdk_msk.checks import known
from cdk_msk.client_certificate.client_certificate import ClientCertificate
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.cluster_place import require_beside_cluster
from cdk_msk.lambda_consumer.failure_destination import (
    FailureDestination,
    KafkaFailures,
    allow_sending,
    destination_arn,
    misplaced,
)
from cdk_msk.lambda_consumer.poller_network import let_pollers_in
from cdk_msk.lambda_consumer.poller_policy import poller_policy
from cdk_msk.lambda_consumer.polling import Polling
from cdk_msk.lambda_consumer.provisioned_pollers import ProvisionedPollers
from cdk_msk.lambda_consumer.reserved_concurrency import reserved_concurrency
from cdk_msk.lambda_consumer.schema_registry import SchemaRegistry
from cdk_msk.lambda_consumer.sign_in import SignIn
from cdk_msk.lambda_consumer.unqualified import unqualified
from cdk_msk.scram.scram_user import ScramUser
from cdk_msk.topic import Topic
from msk_model import Unknown

_Mapping = lambda_.CfnEventSourceMapping
_LONGEST_TIMEOUT_MINUTES = 14


class LambdaConsumer(Construct):
    """A function that is called with the records of a topic, in a consumer group of its own.

    Lambda polls the topic in the function's name. The pollers stand in the cluster's subnets,
    behind the cluster's security groups; what they need is granted here: the way to the brokers,
    the topic and the group for an IAM cluster, the secret of a user or of a certificate, the
    failure destination, the schema registry. On demand they also need a way to Lambda, STS and,
    with a secret, Secrets Manager: a NAT gateway, or the endpoints `StreamingVpc` has from the
    start. `ConsumerAlarms` watches all of it.

    https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html

    Attributes:
        cluster: Where the topic lives.
        topic_name: What is consumed.
        function: What consumes.
        consumer_group: The consumer group.
        event_source_mapping: The CloudFormation resource.
        provisioned_pollers: As they were given.
        on_failure: As it was given.
        schema_registry: As it was given.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: Cluster,
        topic: str | Topic,
        function: lambda_.IFunction,
        consumer_group: str,
        starting_position: lambda_.StartingPosition = lambda_.StartingPosition.TRIM_HORIZON,
        starting_timestamp: dt.datetime | None = None,
        batch_size: int = 100,
        max_batching_window: cdk.Duration | None = None,
        filters: Sequence[Mapping[str, Any]] = (),
        provisioned_pollers: ProvisionedPollers | None = None,
        retry_attempts: int | None = None,
        max_record_age: cdk.Duration | None = None,
        bisect_batch_on_error: bool = False,
        report_batch_item_failures: bool = False,
        on_failure: FailureDestination | None = None,
        schema_registry: SchemaRegistry | None = None,
        enabled: bool = True,
        scram_user: ScramUser | None = None,
        client_certificate: ClientCertificate | None = None,
    ) -> None:
        """Define the consumer.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: Where the topic lives, in the account and Region of the stack.
            topic: A topic of the app, which then exists first, or the name of another.
            function: Called with up to 6 MB of records at a time; its timeout is 14 minutes at
                most. Return means delivered, so a handler has to bear records that come again.
            consumer_group: Unique on the cluster; consumers that share it share the records.
            starting_position: Where a group without committed offsets begins.
            starting_timestamp: With ``StartingPosition.AT_TIMESTAMP``: from when on, with its zone.
            batch_size: Records in a call at the most, 1 to 10000.
            max_batching_window: How long to wait for a full batch, up to 300 seconds. Absent: half
                a second.
            filters: Patterns of Lambda's event filtering, such as
                ``{"value": {"total": [{"numeric": [">", 100]}]}}``; a record passes by matching
                one. Absent: every record.
            provisioned_pollers: Pollers that are always ready. Absent: as many as Lambda sees fit.
            retry_attempts: Calls for one batch after the first, 0 to 10000; needs provisioned
                pollers. Absent: until it succeeds or the records expire, ten with `on_failure`.
            max_record_age: Older records are given up, a minute to a week; needs provisioned
                pollers. Absent: never.
            bisect_batch_on_error: Whether a failed batch is halved; needs provisioned pollers.
            report_batch_item_failures: Whether the function answers with the records that failed,
                as `process` of ``kafka_records`` does; needs provisioned pollers.
            on_failure: Where batches that were given up are noted, such as a `FailureQueue`;
                `KafkaFailures`, a topic of the cluster, needs provisioned pollers. Absent: nowhere;
                a record that always fails holds up its partition.
            schema_registry: What keys and values have to follow; needs provisioned pollers.
                Absent: they may be anything.
            enabled: Whether records are consumed. Paused, the group keeps its place.
            scram_user: Whom to sign in as. Absent: as the function's role, by IAM.
            client_certificate: By which certificate to sign in. Absent: by none.

        Raises:
            ValueError: Something Lambda would not accept, or no way to sign in.
        """
        super().__init__(scope, id)
        require_beside_cluster(self, cluster)
        polling = Polling(
            topic=topic if isinstance(topic, str) else topic.topic_name,
            consumer_group=consumer_group,
            starting_position=starting_position,
            starting_timestamp=starting_timestamp,
            batch_size=batch_size,
            max_batching_window=max_batching_window,
            filters=filters,
            provisioned_pollers=provisioned_pollers,
            retry_attempts=retry_attempts,
            max_record_age=max_record_age,
            bisect_batch_on_error=bisect_batch_on_error,
            report_batch_item_failures=report_batch_item_failures,
            schema_registry=schema_registry,
            enabled=enabled,
        )
        sign_in = SignIn(scram_user, client_certificate)
        self.cluster, self.function, self.consumer_group = cluster, function, consumer_group
        self.topic_name, self.provisioned_pollers = polling.topic, provisioned_pollers
        self.on_failure, self.schema_registry = on_failure, schema_registry
        faults = [
            *polling.faults(),
            *sign_in.faults(cluster),
            *_misfits(cluster, topic),
            *_misfit_function(self, function),
            *self._misplaced_failures(),
        ]
        if faults:
            raise ValueError("\n".join(f"{self.node.path}: {fault}" for fault in faults))
        policy = poller_policy(
            self, cluster=cluster, function=function, with_scram=scram_user is not None
        )
        self.event_source_mapping = _Mapping(
            self,
            _id_of_mapping(polling.topic),
            function_name=function.function_arn,
            event_source_arn=cluster.cluster_arn,
            source_access_configurations=sign_in.access(),
            destination_config=_sent_to(on_failure),
            **polling.properties(),
        )
        self.node.default_child = self.event_source_mapping
        self.event_source_mapping.node.add_dependency(policy)
        for source in (topic, on_failure.topic if isinstance(on_failure, KafkaFailures) else ""):
            if not isinstance(source, str):
                self.event_source_mapping.node.add_dependency(source)
        if on_failure is not None:
            allow_sending(policy, on_failure)
        if schema_registry is not None:
            schema_registry.let_read(policy)
        sign_in.give_secret(policy, self.event_source_mapping)
        if sign_in.by_role and cluster.client_authentication.iam:
            self._grant(policy)
        let_pollers_in(
            self.event_source_mapping,
            cluster,
            listener=sign_in.listener(cluster),
            on_demand=provisioned_pollers is None,
        )

    @property
    def acl_rules(self) -> list[AclRule]:
        """What Kafka's ACLs have to allow a SCRAM user or a certificate that the pollers use.

        ``Acl(…, principal="User:reader", rules=consumer.acl_rules)``, one for each of the user's
        `principals`; the function's role on an IAM cluster needs none.
        """
        rules = [AclRule.consumer(topics=[self.topic_name], groups=[self.consumer_group])]
        if isinstance(self.on_failure, KafkaFailures):
            rules.append(AclRule.producer(topics=[self.on_failure.name]))
        return rules

    def _grant(self, policy: iam.Policy) -> None:
        """Let the role read the topic in its group, and write the topic of failures."""
        self.cluster.grant_consume(policy, topics=[self.topic_name], groups=[self.consumer_group])
        if isinstance(self.on_failure, KafkaFailures):
            self.cluster.grant_produce(policy, topics=[self.on_failure.name])

    def _misplaced_failures(self) -> Iterator[str]:
        return misplaced(
            self.on_failure,
            cluster=self.cluster,
            topic=self.topic_name,
            provisioned=self.provisioned_pollers is not None,
        )


def _misfits(cluster: Cluster, topic: str | Topic) -> Iterator[str]:
    """What does not go together, as ``<argument> must <rule>, got <value>``."""
    if not isinstance(topic, str) and topic.cluster is not cluster:
        yield (
            f"topic must be one of the cluster {cluster.node.path!r}, got one of "
            f"{topic.cluster.node.path!r}"
        )


def _misfit_function(consumer: Construct, function: lambda_.IFunction) -> Iterator[str]:
    """Why Lambda does not feed `function`, likewise."""
    if not hasattr(function, "function_arn"):
        yield (
            f"function must be a function of Lambda, got a {type(function).__name__}; give its "
            "function"
        )
        return
    stack = cdk.Stack.of(consumer)
    for what, own, other in (
        ("account", known(stack.account), known(function.env.account)),
        ("Region", known(stack.region), known(function.env.region)),
    ):
        if not isinstance(own, Unknown) and not isinstance(other, Unknown) and own != other:
            yield (
                f"function must be in the {what} of the stack, {own}, got "
                f"{function.node.path!r} in {other}; define this in a stack of {other}"
            )
    if function.role is None:
        yield (
            f"function must have a role, got {function.node.path!r} without; import it with "
            "Function.from_function_attributes(role=…)"
        )
    if reserved_concurrency(function) == 0:
        yield (
            f"function must have a reserved concurrency of at least 1, got 0 of "
            f"{function.node.path!r}; give enabled=False to pause the consumer"
        )
    timeout = getattr(unqualified(function), "timeout", None)
    if isinstance(timeout, cdk.Duration) and not timeout.is_unresolved():
        minutes = timeout.to_milliseconds() / 60_000
        if minutes > _LONGEST_TIMEOUT_MINUTES:
            yield (
                f"function must have a timeout of at most {_LONGEST_TIMEOUT_MINUTES} minutes, got "
                f"{minutes:g}; Lambda does not feed it from Kafka otherwise"
            )


def _id_of_mapping(topic: str) -> str:
    """Another topic is another resource: CloudFormation reports its change, and changes nothing.

    https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2140
    """
    return "Resource" if isinstance(known(topic), Unknown) else f"Mapping-{topic}"


def _sent_to(destination: FailureDestination | None) -> _Mapping.DestinationConfigProperty | None:
    if destination is None:
        return None
    on_failure = _Mapping.OnFailureProperty(destination=destination_arn(destination))
    return _Mapping.DestinationConfigProperty(on_failure=on_failure)
