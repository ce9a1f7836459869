"""The addresses clients start from, which CloudFormation does not know."""

from aws_cdk import aws_iam as iam
from constructs import Construct

from cdk_msk.cluster.endpoints import Endpoint, open_endpoints
from cdk_msk.custom_resource.handled_resource import HandledResource
from msk_model import ClusterShape, Unknown


class BootstrapBrokers(Construct):
    """The answer of ``GetBootstrapBrokers`` for one cluster.

    It is asked again when the endpoints or the number of brokers change, and the answer awaited
    until it has every endpoint the cluster should have.
    """

    def __init__(self, scope: Construct, id: str, *, cluster_arn: str, shape: ClusterShape) -> None:
        super().__init__(scope, id)
        brokers = shape.broker_count
        self._answer = HandledResource(
            self,
            "Answer",
            resource_type="Custom::MskBootstrapBrokers",
            handler="bootstrap_brokers",
            properties={
                "ClusterArn": cluster_arn,
                "Endpoints": [endpoint.key for endpoint in open_endpoints(shape)],
                **({} if isinstance(brokers, Unknown) else {"BrokerCount": brokers}),
            },
            policy=[
                iam.PolicyStatement(actions=["kafka:GetBootstrapBrokers"], resources=[cluster_arn])
            ],
        )

    def string(self, endpoint: Endpoint) -> str:
        """The ``bootstrap.servers`` of an endpoint, a token until deployed."""
        return self._answer.attribute(endpoint.key)
