"""The name of all brokers, which CloudFormation does not know."""

from aws_cdk import aws_iam as iam
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.custom_resource.handled_resource import HandledResource
from msk_model import Unknown


class BrokerDomain(Construct):
    """The name in DNS under which all brokers of a cluster are: ``demo.abc.c2.kafka.…``.

    It is asked for again when the number of brokers changes.

    Attributes:
        name: The name, a token until deployed.
    """

    def __init__(self, scope: Construct, id: str, *, cluster: Cluster) -> None:
        super().__init__(scope, id)
        brokers = cluster.shape.broker_count
        self.name = HandledResource(
            self,
            "Answer",
            resource_type="Custom::MskBrokerDomain",
            handler="broker_domain",
            properties={
                "ClusterArn": cluster.cluster_arn,
                **({} if isinstance(brokers, Unknown) else {"BrokerCount": brokers}),
            },
            policy=[
                iam.PolicyStatement(actions=["kafka:ListNodes"], resources=[cluster.cluster_arn])
            ],
        ).attribute("Domain")
