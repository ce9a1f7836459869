"""What brings a certificate of ACM and its key to where a client can read them."""

import aws_cdk as cdk
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from cdk_msk.custom_resource.handled_resource import HandledResource
from cdk_msk.custom_resource.handler_function import HandlerFunction
from cdk_msk.key_itself import key_itself

_HANDLER = "client_certificate"


class CertificateCopy(Construct):
    """Writes a certificate and its private key into a secret, now and after each renewal.

    ACM says when it has renewed a certificate, by an event that may be lost ("best effort").
    Therefore the function also looks once a day, and exports only what the secret does not hold.

    https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-acm.html

    Attributes:
        function: What writes it; all certificates of a stack share it.
        rule: When it is called besides deployments.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        certificate: acm.ICertificate,
        secret: secretsmanager.ISecret,
        encryption_key: kms.IKey,
    ) -> None:
        """Define the copy.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            certificate: Issued by ACM from a private certificate authority.
            secret: Where the copy goes.
            encryption_key: The key of the secret.
        """
        super().__init__(scope, id)
        told = {"CertificateArn": certificate.certificate_arn, "SecretArn": secret.secret_arn}
        HandledResource(
            self,
            "Content",
            resource_type="Custom::MskClientCertificate",
            handler=_HANDLER,
            properties=told,
            policy=_policy(self, certificate, secret, encryption_key),
        )
        self.function: lambda_.Function = HandlerFunction.of(self, _HANDLER).function
        self.rule = events.Rule(
            self,
            "Renewals",
            description="Copies a renewed certificate of a Kafka client into its secret",
            event_pattern=events.EventPattern(
                source=["aws.acm"],
                detail_type=["ACM Certificate Available"],
                resources=[certificate.certificate_arn],
            ),
            schedule=events.Schedule.rate(cdk.Duration.days(1)),
            targets=[
                targets.LambdaFunction(
                    self.function, event=events.RuleTargetInput.from_object(told)
                )
            ],
        )


def _policy(
    scope: Construct, certificate: acm.ICertificate, secret: secretsmanager.ISecret, key: kms.IKey
) -> list[iam.PolicyStatement]:
    region = cdk.Stack.of(scope).region
    via = {"StringEquals": {"kms:ViaService": f"secretsmanager.{region}.amazonaws.com"}}
    return [
        iam.PolicyStatement(
            actions=["acm:DescribeCertificate", "acm:ExportCertificate", "acm:GetCertificate"],
            resources=[certificate.certificate_arn],
        ),
        iam.PolicyStatement(
            actions=["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
            resources=[secret.secret_arn],
        ),
        iam.PolicyStatement(
            actions=["kms:Decrypt", "kms:GenerateDataKey"],
            resources=[key_itself(key).key_arn],
            conditions=via,
        ),
    ]
