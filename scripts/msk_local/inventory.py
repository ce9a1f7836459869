"""What is left in the account, to prove that a destroyed deployment is gone."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import boto3
from botocore.exceptions import ClientError

_BOOTSTRAP_STACK: Final = "CDKToolkit"

Lister = Callable[[boto3.Session], Iterable[str]]


def remaining(session: boto3.Session) -> dict[str, list[str]]:
    """Names and ids of what exists, by kind, without what the CDK's bootstrap stack made.

    A key or secret that is scheduled for deletion counts as gone, as it does on the bill.
    """
    bootstrap = _bootstrap_resources(session)
    found = {kind: sorted(set(lister(session)) - bootstrap) for kind, lister in _KINDS.items()}
    return {kind: names for kind, names in found.items() if names}


def _bootstrap_resources(session: boto3.Session) -> set[str]:
    stacks = session.client("cloudformation")
    try:
        pages = stacks.get_paginator("list_stack_resources").paginate(StackName=_BOOTSTRAP_STACK)
        resources = [r for answer in pages for r in answer["StackResourceSummaries"]]
    except ClientError:  # never bootstrapped
        return {_BOOTSTRAP_STACK}
    return {_BOOTSTRAP_STACK} | {r["PhysicalResourceId"] for r in resources}


def _listed(service: str, operation: str, members: str, name: str, **options: Any) -> Lister:
    """A lister for the common case: one paginated List operation, one member that names a thing."""

    def lister(session: boto3.Session) -> Iterable[str]:
        pages = session.client(service).get_paginator(operation).paginate(**options)
        items = [item for answer in pages for item in answer.get(members, ())]
        return [item[name] if name else item for item in items]

    return lister


def _stacks(session: boto3.Session) -> Iterable[str]:
    pages = session.client("cloudformation").get_paginator("describe_stacks").paginate()
    return [stack["StackName"] for answer in pages for stack in answer["Stacks"]]


def _keys(session: boto3.Session) -> Iterable[str]:
    kms = session.client("kms")
    ids = _listed("kms", "list_keys", "Keys", "KeyId")(session)
    described = [kms.describe_key(KeyId=key_id)["KeyMetadata"] for key_id in ids]
    return [k["KeyId"] for k in described if k["KeyManager"] == "CUSTOMER" and k["Enabled"]]


def _alarms(session: boto3.Session) -> Iterable[str]:
    answer = session.client("cloudwatch").describe_alarms(
        AlarmTypes=["MetricAlarm", "CompositeAlarm"]
    )
    alarms = [*answer["MetricAlarms"], *answer["CompositeAlarms"]]
    return [alarm["AlarmName"] for alarm in alarms]


def _interfaces(session: boto3.Session) -> Iterable[str]:
    described = session.client("ec2").describe_network_interfaces()["NetworkInterfaces"]
    return [interface["NetworkInterfaceId"] for interface in described]


def _targets(session: boto3.Session) -> Iterable[str]:
    scaling = session.client("application-autoscaling")
    targets = scaling.describe_scalable_targets(ServiceNamespace="kafka")["ScalableTargets"]
    return [target["ResourceId"] for target in targets]


def _authorities(session: boto3.Session) -> Iterable[str]:
    pages = session.client("acm-pca").get_paginator("list_certificate_authorities").paginate()
    authorities = [a for answer in pages for a in answer["CertificateAuthorities"]]
    return [a["Arn"] for a in authorities if a["Status"] != "DELETED"]


_KINDS: Final[dict[str, Lister]] = {
    "stacks": _stacks,
    "clusters": _listed("kafka", "list_clusters_v2", "ClusterInfoList", "ClusterName"),
    "configurations": _listed("kafka", "list_configurations", "Configurations", "Name"),
    "VPCs": _listed(
        "ec2",
        "describe_vpcs",
        "Vpcs",
        "VpcId",
        Filters=[{"Name": "is-default", "Values": ["false"]}],
    ),
    "network interfaces": _interfaces,
    "buckets": lambda session: [b["Name"] for b in session.client("s3").list_buckets()["Buckets"]],
    "secrets": _listed("secretsmanager", "list_secrets", "SecretList", "Name"),
    "keys": _keys,
    "parameters": _listed("ssm", "describe_parameters", "Parameters", "Name"),
    "log groups": _listed("logs", "describe_log_groups", "logGroups", "logGroupName"),
    "alarms": _alarms,
    "dashboards": _listed("cloudwatch", "list_dashboards", "DashboardEntries", "DashboardName"),
    "functions": _listed("lambda", "list_functions", "Functions", "FunctionName"),
    "event source mappings": _listed(
        "lambda", "list_event_source_mappings", "EventSourceMappings", "UUID"
    ),
    "roles": _listed("iam", "list_roles", "Roles", "RoleName"),
    "queues": _listed("sqs", "list_queues", "QueueUrls", ""),
    "SNS topics": _listed("sns", "list_topics", "Topics", "TopicArn"),
    "tables": _listed("dynamodb", "list_tables", "TableNames", ""),
    "scalable targets": _targets,
    "rules": _listed("events", "list_rules", "Rules", "Name"),
    "Prometheus workspaces": _listed("amp", "list_workspaces", "workspaces", "arn"),
    "certificates": _listed("acm", "list_certificates", "CertificateSummaryList", "CertificateArn"),
    "certificate authorities": _authorities,
}
