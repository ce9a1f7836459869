"""The function that administers a cluster from within its network."""

from collections.abc import Sequence
from typing import Final, Self

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk_msk.cluster.client_subnets import function_selection
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.custom_resource.handler_function import HandlerFunction
from cdk_msk.kafka_admin.asset import assembled
from cdk_msk.network_entry import allow_network_entry
from cdk_msk.wildcards import acknowledge_wildcards
from msk_model import ClusterType
from msk_model.facts.iam_actions import action, all_actions

SERVICE_TIMEOUT_SECONDS: Final = 3600
"""Within which the function answers: in 15 minutes; should it die, Lambda calls it twice more."""

_NAME = "KafkaAdmin"
_HTTPS = ec2.Port.tcp(443)


class KafkaAdmin(Construct):
    """The one Lambda function that speaks Kafka's admin protocol with a cluster.

    It keeps what CloudFormation has no type for, or cannot adopt: topics of serverless clusters,
    topics that are there already, ACLs and quotas. It runs in the subnets of the cluster, or in
    private ones when those are public, and authenticates with IAM, which no ACL governs: it can
    open the cluster before there is an ACL, and after a wrong one.

    It may read or write the records of no topic. On a serverless cluster it may administer every
    topic: a policy that lists the topics would run into IAM's 10,240 characters of inline policies
    at a few dozen of them, and would no longer list a topic when CloudFormation comes to delete it.
    What else it may do is added by `allow`, as it is used.

    From its subnets the function reaches two things: the brokers, and over HTTPS the bucket of S3
    in which CloudFormation awaits its answers. A gateway endpoint for S3 is enough for that, as
    `StreamingVpc` has it; where the endpoint has a policy, it has to allow
    ``cloudformation-custom-resource-response-<region>``. STS and KMS are not needed: Lambda brings
    the credentials, and they sign locally.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-vpce-bucketnames.html

    Attributes:
        function: The function.
        role: Of the function.
    """

    @classmethod
    def of(cls, cluster: Cluster) -> Self:
        """The function of `cluster`, in the cluster's stack.

        Raises:
            ValueError: The cluster is imported without its network, or does not accept IAM.
        """
        existing = cluster.node.try_find_child(_NAME)
        return existing if isinstance(existing, cls) else cls(cluster, _NAME)

    def __init__(self, scope: Cluster, id: str) -> None:
        super().__init__(scope, id)
        vpc = _network_of(scope)
        group = ec2.SecurityGroup(
            self,
            "SecurityGroup",
            vpc=vpc,
            description="Kafka admin function: to the brokers, and to CloudFormation through S3",
            allow_all_outbound=False,
        )
        group.add_egress_rule(ec2.Peer.any_ipv4(), _HTTPS, "Answers to CloudFormation, in S3")
        scope.allow_clients_from(group)
        handling = HandlerFunction(
            self,
            "Handler",
            module="kafka_admin",
            code=lambda_.Code.from_asset(str(assembled())),
            # MSK counts new partitions over five minutes; a topic may have to wait for its turn.
            timeout=cdk.Duration.minutes(15),
            vpc=vpc,
            vpc_subnets=function_selection(self, vpc, scope.vpc_subnets),
            security_groups=[group],
        )
        self.function, self.role = handling.function, handling.role
        self._cluster = scope
        # The ways in and out are there before the first topic and until after the last one.
        self.function.node.add_dependency(vpc, group, *scope.connections.security_groups)
        allow_network_entry(handling)
        if scope.cluster_type is ClusterType.SERVERLESS:
            scope.grant_topic_administration(self.function, topics=["*"])

    def allow(self, resource: cdk.CfnResource, name: str, *, actions: Sequence[str]) -> None:
        """Allow what `resource` needs done to the cluster, for as long as it is there.

        The permission is a policy of its own, beside the resource in its stack. In the function's
        own policy it would be gone, with the last resource that needs it, before CloudFormation
        comes to delete that resource.

        Args:
            resource: The custom resource; it waits for the policy.
            name: Of the policy; resources of a stack with the same name share it.
            actions: Of IAM on the cluster, without prefix; what they need is added.
        """
        stack = resource.stack
        is_home = stack is cdk.Stack.of(self)
        home = self if is_home else _foreign_home(stack, self._cluster)
        found = home.node.try_find_child(name)
        policy = found if isinstance(found, iam.Policy) else self._policy(home, name, actions)
        resource.node.add_dependency(policy)

    def allow_topics(self, topic: cdk.CfnResource) -> None:
        """Allow what `topic` needs done, by a policy that is there until the topic is gone.

        The function of a serverless cluster may administer topics anyway.

        Args:
            topic: The custom resource; it waits for the policy.
        """
        if self._cluster.cluster_type is ClusterType.SERVERLESS:
            return
        policy = self.node.try_find_child("Topics")
        if policy is None:
            policy = iam.Policy(self, "Topics", roles=[self.role])
            self._cluster.grant_topic_administration(policy, topics=["*"])
            reason = "the topics are no fixed list: each may be created, changed and deleted"
            acknowledge_wildcards(policy, [self._cluster.topic_arn("*")], reason)
        topic.node.add_dependency(policy)

    def _policy(self, home: Construct, name: str, actions: Sequence[str]) -> iam.Policy:
        wanted = {need for name in actions for need in (*_needs(name), name)}
        allowed = [f"kafka-cluster:{one.name}" for one in all_actions() if one.name in wanted]
        return iam.Policy(
            home,
            name,
            roles=[self.role],
            statements=[
                iam.PolicyStatement(actions=allowed, resources=[self._cluster.cluster_arn])
            ],
        )


def _foreign_home(stack: cdk.Stack, cluster: Cluster) -> Construct:
    """Where policies of `cluster`'s function stand in another stack than the cluster's."""
    name = f"{_NAME}-{cluster.node.path.replace('/', '-')}"
    return stack.node.try_find_child(name) or Construct(stack, name)  # type: ignore[return-value]


def _needs(name: str) -> Sequence[str]:
    found = action(name)
    return found.needs if found else ()


def _network_of(cluster: Cluster) -> ec2.IVpc:
    if cluster.vpc is None or not cluster.connections.security_groups:
        raise ValueError(
            f"{cluster.node.path}: vpc and security_groups must be known to administer it from "
            "within its network, got none; give them to from_cluster_attributes"
        )
    return cluster.vpc
