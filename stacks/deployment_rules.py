"""What must hold across a deployment file, MSK's rules included, before a construct is made."""

import ipaddress
from collections.abc import Iterator, Sequence
from pathlib import Path

from msk_model import (
    UNKNOWN,
    ClusterShape,
    ClusterType,
    Finding,
    Severity,
    check_cluster,
    nearest,
)
from msk_model.catalogue import all_rules
from msk_model.facts.server_properties import server_property
from msk_model.quantities import SettingValue, setting_text
from stacks.client_rules import client_faults
from stacks.declared_topics import declared_topics
from stacks.deployment import Deployment, ProvisionedClusterModel
from stacks.output_names import output_name

_FIELDS = {
    "cluster_name": "name",
    "zone_count": "network.zones",
    "broker_count": "cluster.brokers_per_az",
    "volume_size_gib": "cluster.storage.volume_size_gib",
    "volume_throughput_mibps": "cluster.storage.provisioned_throughput_mibps",
    "storage_mode": "cluster.storage.mode",
    "autoscaling_max_gib": "cluster.storage_autoscaling.maximum_gib",
    "autoscaling_target_percent": "cluster.storage_autoscaling.target_utilization_percent",
    "iam": "cluster.authentication.iam",
    "scram": "cluster.authentication.scram",
    "tls": "cluster.authentication.tls_certificate_authorities",
    "unauthenticated": "cluster.authentication.unauthenticated",
    "broker_log_destinations": "cluster.broker_logs",
}
"""Fields of a shape whose place in the file is not ``cluster.<field>``."""


_OWN_CHECKS = "cdk-msk::"
_MOST_TAGS, _LONGEST_KEY, _LONGEST_VALUE = 50, 128, 256


def faults_of(deployment: Deployment, *, folder: Path) -> Iterator[tuple[str, str]]:
    """Path and message of everything that cannot be deployed as the file states it.

    Args:
        deployment: What the file states.
        folder: What paths in it are relative to.
    """
    shape = shape_of(deployment)
    declared = declared_topics(deployment, folder=folder, cluster=shape)
    yield from _references(deployment, [topic.name for topic in declared.topics])
    yield from client_faults(deployment)
    yield from _code(deployment, folder)
    yield from _tags(deployment)
    yield from _network(deployment)
    yield from _type(deployment)
    yield from _public_clients(deployment)
    yield from _prometheus(deployment)
    yield from _accepted(deployment)
    for finding in _errors(check_cluster(shape)):
        yield _FIELDS.get(finding.field, f"cluster.{finding.field}"), _said(finding)
    yield from declared.faults


def shape_of(deployment: Deployment) -> ClusterShape:
    """The cluster of the file, in the terms the rules of MSK are written in."""
    cluster, zones = deployment.cluster, deployment.network.zones
    if not isinstance(cluster, ProvisionedClusterModel):
        return ClusterShape(
            cluster_type=ClusterType.SERVERLESS,
            cluster_name=deployment.name,
            zone_count=zones,
            iam=True,
        )
    storage, scaling, authentication = (
        cluster.storage,
        cluster.storage_autoscaling,
        cluster.authentication,
    )
    return ClusterShape(
        cluster_type=ClusterType.PROVISIONED,
        cluster_name=deployment.name,
        kafka_version=cluster.kafka_version,
        broker_size=cluster.broker_size,
        broker_count=cluster.brokers_per_az * zones,
        zone_count=zones,
        volume_size_gib=storage.volume_size_gib if storage else UNKNOWN,
        volume_throughput_mibps=storage.provisioned_throughput_mibps if storage else None,
        storage_mode=storage.mode if storage else None,
        autoscaling_max_gib=scaling.maximum_gib if scaling else None,
        autoscaling_target_percent=scaling.target_utilization_percent if scaling else None,
        client_broker_encryption="TLS",
        in_cluster_encryption=True,
        iam=authentication.iam,
        scram=authentication.scram,
        tls=authentication.tls,
        unauthenticated=authentication.unauthenticated,
        zookeeper_access=cluster.zookeeper_access,
        monitoring_level=cluster.monitoring_level,
        open_monitoring=cluster.open_monitoring is not None,
        rebalancing=cluster.rebalancing,
        public_access=bool(cluster.public_access and cluster.public_access.open),
        network_type=cluster.network_type or "IPV4",
        vpc_connectivity=_open_to_other_vpcs(cluster),
        server_properties={
            name: _property(name, value) for name, value in cluster.server_properties.items()
        },
    )


def _open_to_other_vpcs(cluster: ProvisionedClusterModel) -> frozenset[str]:
    stated = cluster.vpc_connectivity
    return frozenset(way for way, is_open in stated or () if is_open)


def _property(name: str, value: SettingValue) -> str:
    facts = server_property(name)
    return setting_text(value, None if facts is None else facts.value)


def _type(deployment: Deployment) -> Iterator[tuple[str, str]]:
    cluster = deployment.cluster
    if not isinstance(cluster, ProvisionedClusterModel):
        return
    prefix = {"standard": "kafka.", "express": "express."}[cluster.type]
    if not cluster.broker_size.startswith(prefix):
        yield (
            "cluster.broker_size",
            f"must begin with {prefix!r} on {cluster.type} brokers, got {cluster.broker_size!r}",
        )


def _tags(deployment: Deployment) -> Iterator[tuple[str, str]]:
    """Faults by which CloudFormation refuses all stacks.

    Source: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
    """
    if len(deployment.tags) > _MOST_TAGS:
        yield "tags", f"must be at most {_MOST_TAGS}, as AWS takes, got {len(deployment.tags)}"
    for key, value in deployment.tags.items():
        if not 1 <= len(key) <= _LONGEST_KEY or key.lower().startswith("aws:"):
            yield (
                "tags",
                f"must have keys of 1 to {_LONGEST_KEY} characters, not of AWS (aws:), got {key!r}",
            )
        if len(value) > _LONGEST_VALUE:
            yield f"tags.{key}", f"must have at most {_LONGEST_VALUE} characters, got {len(value)}"


def _network(deployment: Deployment) -> Iterator[tuple[str, str]]:
    network = deployment.network
    named = network.availability_zones
    if named is not None and len(named) != network.zones:
        yield (
            "network.availability_zones",
            f"must name {network.zones} zones as network.zones says, got {list(named)!r}",
        )
    existing, cluster = network.existing_vpc, deployment.cluster
    public = isinstance(cluster, ProvisionedClusterModel) and cluster.public_access
    if existing is None:
        if public and not network.public_subnets:
            yield "network.public_subnets", "must be true for cluster.public_access, got false"
        if isinstance(cluster, ProvisionedClusterModel) and cluster.network_type == "DUAL":
            yield (
                "cluster.network_type",
                (
                    "must be IPV4 in the VPC that is made here, which has no IPv6, got 'DUAL'; "
                    "name network.existing_vpc, whose subnets have IPv6 CIDR blocks"
                ),
            )
        return
    if named is None:
        yield (
            "network.availability_zones",
            "must name the zones of network.existing_vpc.subnet_ids, got nothing",
        )
    if len(existing.subnet_ids) != network.zones:
        yield (
            "network.existing_vpc.subnet_ids",
            f"must name {network.zones} subnets as network.zones says, got {existing.subnet_ids!r}",
        )
    elif len(set(existing.subnet_ids)) != network.zones:
        yield (
            "network.existing_vpc.subnet_ids",
            f"must be different subnets, one in each zone, got {list(existing.subnet_ids)!r}",
        )


def _public_clients(deployment: Deployment) -> Iterator[tuple[str, str]]:
    cluster = deployment.cluster
    if not isinstance(cluster, ProvisionedClusterModel) or cluster.public_access is None:
        return
    for index, cidr in enumerate(cluster.public_access.client_cidrs):
        try:
            ipaddress.IPv4Network(cidr)
        except ValueError as error:
            yield (
                f"cluster.public_access.client_cidrs[{index}]",
                f"must be an IPv4 block such as 198.51.100.0/24, got {cidr!r}; {error}",
            )


def _prometheus(deployment: Deployment) -> Iterator[tuple[str, str]]:
    cluster = deployment.cluster
    if not deployment.monitoring.prometheus:
        return
    if not isinstance(cluster, ProvisionedClusterModel):
        yield "monitoring.prometheus", "must be false for a serverless cluster, got true"
    elif cluster.open_monitoring is None:
        yield (
            "monitoring.prometheus",
            "must be false without exporters, got true; state cluster.open_monitoring",
        )


def _accepted(deployment: Deployment) -> Iterator[tuple[str, str]]:
    known = [f"{_OWN_CHECKS}{rule.id}" for rule in all_rules()]
    for check in deployment.accepted_findings:
        if check.startswith(_OWN_CHECKS) and check not in known:
            close = nearest(check, known)
            advice = f"did you mean {close!r}?" if close else "`mskctl rules` lists them"
            yield "accepted_findings", f"must name a rule, got {check!r}; {advice}"


def _code(deployment: Deployment, folder: Path) -> Iterator[tuple[str, str]]:
    for index, consumer in enumerate(deployment.consumers):
        code = folder / consumer.code
        module = code / (consumer.handler.rpartition(".")[0].replace(".", "/") + ".py")
        if not code.is_dir():
            yield (
                f"consumers[{index}].code",
                f"must be a folder, got {consumer.code!r}, which is none below {folder}",
            )
        elif not module.is_file():
            yield (
                f"consumers[{index}].handler",
                f"must name a module of {consumer.code}, got {consumer.handler!r}",
            )
        elif (code / "kafka_records.py").exists():
            yield (
                f"consumers[{index}].code",
                f"must have no kafka_records.py, got {consumer.code!r} with one; take it out",
            )


def _references(deployment: Deployment, topics: Sequence[str]) -> Iterator[tuple[str, str]]:
    for place, name in _topics_named(deployment):
        is_prefix = place.startswith("clients") and name.endswith("*")
        if name not in topics and not is_prefix:
            yield place, _unknown("a topic of this file", name, topics)
    for part in ("topics", "clients", "s3_sinks", "consumers"):
        yield from _unique(part, [item.name for item in getattr(deployment, part)])


def _topics_named(deployment: Deployment) -> Iterator[tuple[str, str]]:
    for index, client in enumerate(deployment.clients):
        for field in ("produces", "consumes"):
            for at, name in enumerate(getattr(client, field)):
                yield f"clients[{index}].{field}[{at}]", name
    for index, sink in enumerate(deployment.s3_sinks):
        yield f"s3_sinks[{index}].topic", sink.topic
    for index, consumer in enumerate(deployment.consumers):
        yield f"consumers[{index}].topic", consumer.topic
        if consumer.failure_topic is not None:
            yield f"consumers[{index}].failure_topic", consumer.failure_topic
    for index, lag in enumerate(deployment.monitoring.consumer_lag):
        if lag.topic is not None:
            yield f"monitoring.consumer_lag[{index}].topic", lag.topic


def _unique(part: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for index, name in enumerate(names):
        before = names[:index]
        if name in before:
            yield f"{part}[{index}].name", f"must be unique, got {name!r} a second time"
        elif part != "topics" and output_name(name) in map(output_name, before):
            (other, *_) = (one for one in before if output_name(one) == output_name(name))
            yield (
                f"{part}[{index}].name",
                f"must differ from {other!r} by more than dashes, got {name!r}: outputs have none",
            )


def _unknown(what: str, name: str, known: Sequence[str]) -> str:
    close = nearest(name, known)
    advice = f"did you mean {close!r}?" if close else f"the names are {', '.join(known) or 'none'}"
    return f"must be {what}, got {name!r}; {advice}"


def _errors(findings: Sequence[Finding]) -> Iterator[Finding]:
    return (finding for finding in findings if finding.severity is Severity.ERROR)


def _said(finding: Finding) -> str:
    return f"must {finding.must}, got {finding.value!r}; {finding.fix}"
