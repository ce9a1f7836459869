"""The alert manager of a workspace: alerts go to an SNS topic."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns

from cdk_msk.monitoring.publishing import let_use_key
from msk_model.prometheus.alert_manager import alert_manager_configuration
from msk_model.prometheus.yaml_text import Yaml, yaml_text


def alert_manager_definition(topic: sns.ITopic) -> str:
    """The definition by which alerts are told to `topic`, one message for each incident.

    https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-config.html
    """
    told: dict[str, Yaml] = {
        "topic_arn": topic.topic_arn,
        "sigv4": {"region": cdk.Stack.of(topic).region},
        "subject": "{{ .CommonLabels.cluster }} {{ .CommonLabels.incident }} {{ .Status }}",
    }
    return yaml_text({"alertmanager_config": alert_manager_configuration({"sns_configs": [told]})})


def let_alert_manager_publish(topic: sns.ITopic) -> None:
    """Let workspaces of this account publish to `topic` and use its key.

    https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-receiver-AMPpermission.html
    """
    service = iam.ServicePrincipal("aps.amazonaws.com")
    topic.add_to_resource_policy(
        iam.PolicyStatement(
            sid="AllowPrometheusToPublish",
            principals=[service],
            actions=["sns:Publish", "sns:GetTopicAttributes"],
            resources=[topic.topic_arn],
            conditions={"StringEquals": {"aws:SourceAccount": cdk.Aws.ACCOUNT_ID}},
        )
    )
    let_use_key(topic, service)
