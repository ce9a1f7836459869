"""Where a client's document is published."""

import re
from typing import Final

from aws_cdk import aws_iam as iam
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from msk_model.client_config import ClientDocument

_MOST_BYTES: Final = 4096
_LATER_BYTES: Final = 1024
"""Room for what is only known at deployment: addresses of brokers and ARNs."""
_TOKEN: Final = re.compile(r"\$\{Token\[[^\]]*\]\}")


class ClientParameter(Construct):
    """One parameter of Systems Manager with a client's document; it holds no secret.

    ``/cdk-msk/<cluster name>/clients/<client name>``, where ``mskctl client-config`` looks.

    Attributes:
        parameter: The parameter.
    """

    def __init__(
        self, scope: Construct, id: str, *, cluster: Cluster, document: ClientDocument
    ) -> None:
        """Publish `document`.

        Raises:
            ValueError: Its lists of names are longer than a parameter may be.
        """
        super().__init__(scope, id)
        text = document.as_json()
        size = len(_TOKEN.sub("", text).encode()) + _LATER_BYTES
        if size > _MOST_BYTES:
            raise ValueError(
                f"{scope.node.path}: produces, consumes, groups and transactional_ids must fit a "
                f"parameter of {_MOST_BYTES} bytes together, got about {size}; name prefixes that "
                "end in '*', or make several clients"
            )
        self.parameter = ssm.StringParameter(
            self,
            "Resource",
            parameter_name=f"/cdk-msk/{cluster.cluster_name}/clients/{document.name}",
            simple_name=False,
            string_value=text,
            description=f"How Kafka client {document.name} connects",
        )

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let `grantee` read the document, and no other parameter."""
        return iam.Grant.add_to_principal(
            grantee=grantee,
            actions=["ssm:GetParameter"],
            resource_arns=[self.parameter.parameter_arn],
        )
