"""Which provisioner is in charge of which resource type."""

from msk_local.cloudformation.provisioner import Provisioner
from msk_local.cloudformation.resources import (
    autoscaling,
    certificates,
    cloudformation,
    cloudwatch,
    custom,
    dynamodb,
    ecr,
    event_source_mapping,
    events,
    firehose,
    functions,
    glue,
    glue_schemas,
    iam,
    kms,
    logs,
    msk_clusters,
    msk_configuration,
    msk_topic,
    msk_vpc_connection,
    private_authorities,
    prometheus,
    prometheus_scrapers,
    s3,
    secretsmanager,
    security_groups,
    sns,
    sqs,
    ssm,
    vpc,
    vpc_endpoints,
    vpc_routes,
)

_CUSTOM = "Custom::"
_MODULES = (
    autoscaling,
    certificates,
    cloudformation,
    cloudwatch,
    custom,
    dynamodb,
    ecr,
    event_source_mapping,
    events,
    firehose,
    functions,
    glue,
    glue_schemas,
    iam,
    kms,
    logs,
    msk_clusters,
    msk_configuration,
    msk_topic,
    msk_vpc_connection,
    private_authorities,
    prometheus,
    prometheus_scrapers,
    s3,
    secretsmanager,
    security_groups,
    sns,
    sqs,
    ssm,
    vpc,
    vpc_endpoints,
    vpc_routes,
)
_PROVISIONERS: dict[str, Provisioner] = {
    one_type: one for module in _MODULES for one in module.PROVISIONERS for one_type in one.types
}


def has_provisioner(resource_type: str) -> bool:
    """Whether the local cloud can provision a type."""
    return resource_type.startswith(_CUSTOM) or resource_type in _PROVISIONERS


def provisioner(resource_type: str) -> Provisioner:
    """The provisioner of a type; every ``Custom::`` type shares one."""
    return _PROVISIONERS[
        "AWS::CloudFormation::CustomResource"
        if resource_type.startswith(_CUSTOM)
        else resource_type
    ]
