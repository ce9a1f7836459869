"""Alarms for certificates that would otherwise expire unnoticed."""

from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from constructs import Construct

from cdk_msk.monitoring.publishing import let_cloudwatch_publish

_SECONDS_OF_A_DAY = 86_400


class ExpiryAlarms(Construct):
    """Tells when ACM does not renew a certificate, and when a renewed one is not copied.

    ACM renews 60 days before the end. The certificate of the authority itself has no such metric;
    its end is a date you chose when you made it.

    https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html

    Attributes:
        expiry: Fires when the certificate is about to expire.
        copying: Fires when the function that copies certificates of this stack has failed.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        common_name: str,
        certificate: acm.ICertificate,
        function: lambda_.IFunction,
        warning_days: int,
        alarm_topic: sns.ITopic | None,
    ) -> None:
        """Define the alarms.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            common_name: Whose certificate it is.
            certificate: The certificate.
            function: What copies it.
            warning_days: Days that are left when `expiry` fires.
            alarm_topic: Told when an alarm fires and when it is over. Absent: nobody is told.
        """
        super().__init__(scope, id)
        notify = [alarm_topic.topic_arn] if alarm_topic else None
        if alarm_topic:
            let_cloudwatch_publish(alarm_topic)
        self.expiry = cloudwatch.CfnAlarm(
            self,
            "Expiry",
            alarm_description=f"The certificate of the Kafka client {common_name} expires in less "
            f"than {warning_days} days and was not renewed. Look at its renewal status in ACM, and "
            "whether ACM may use the certificate authority (RenewalPermission).",
            namespace="AWS/CertificateManager",
            metric_name="DaysToExpiry",
            dimensions=[
                cloudwatch.CfnAlarm.DimensionProperty(
                    name="CertificateArn", value=certificate.certificate_arn
                )
            ],
            statistic="Minimum",
            period=_SECONDS_OF_A_DAY,
            evaluation_periods=1,
            comparison_operator="LessThanThreshold",
            threshold=warning_days,
            treat_missing_data="ignore",  # ACM says nothing any more once it has expired
            alarm_actions=notify,
            ok_actions=notify,
        )
        self.copying = cloudwatch.CfnAlarm(
            self,
            "Copying",
            alarm_description="A certificate of a Kafka client was not copied into its secret, so "
            "that the client goes on with one that expires. The log of the function says why.",
            namespace="AWS/Lambda",
            metric_name="Errors",
            dimensions=[
                cloudwatch.CfnAlarm.DimensionProperty(
                    name="FunctionName", value=function.function_name
                )
            ],
            statistic="Sum",
            period=_SECONDS_OF_A_DAY,
            evaluation_periods=1,
            comparison_operator="GreaterThanThreshold",
            threshold=0,
            treat_missing_data="notBreaching",  # it is called once a day
            alarm_actions=notify,
            ok_actions=notify,
        )
