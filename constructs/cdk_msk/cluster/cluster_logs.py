"""Both kinds of logs of a provisioned cluster."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from constructs import Construct, IDependable

from cdk_msk.cluster.broker_logging import BrokerLogging
from cdk_msk.cluster.log_delivery import LogDelivery


class ClusterLogs(Construct):
    """The destinations of a cluster's broker and authorizer logs.

    Attributes:
        broker: Of the broker logs.
        authorizer: Of the authorizer logs, or None.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster_name: str,
        broker_logging: BrokerLogging,
        authorizer_logging: BrokerLogging | None,
        encryption_key: kms.IKey,
        removal_policy: cdk.RemovalPolicy,
    ) -> None:
        super().__init__(scope, id)
        name = f"/aws/vendedlogs/msk/{cluster_name}"
        self.broker = LogDelivery(
            self,
            "Broker",
            logging=broker_logging,
            log_group_name=name,
            encryption_key=encryption_key,
            removal_policy=removal_policy,
        )
        self.authorizer: LogDelivery | None = None
        if authorizer_logging:
            self.authorizer = LogDelivery(
                self,
                "Authorizer",
                logging=authorizer_logging,
                log_group_name=f"{name}/authorizer",
                encryption_key=encryption_key,
                removal_policy=removal_policy,
            )

    @property
    def ready(self) -> list[IDependable]:
        """What has to be in place before the cluster may send logs."""
        return self.broker.ready + (self.authorizer.ready if self.authorizer else [])
