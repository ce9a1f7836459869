"""A deployment file's words for a cluster, as the arguments of the construct."""

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_acmpca as acmpca
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_s3 as s3
from constructs import Construct

from cdk_msk import (
    BrokerLogging,
    BrokerSize,
    ClientAuthentication,
    KafkaVersion,
    MonitoringLevel,
    NetworkType,
    OpenMonitoring,
    PrivateAuthority,
    Rebalancing,
    Storage,
    StorageAutoscaling,
    StorageMode,
    VpcConnectivity,
)
from stacks import deployment as model


def provisioned_arguments(
    scope: Construct, stated: model.ProvisionedClusterModel, retained: cdk.RemovalPolicy
) -> dict[str, Any]:
    """The arguments of `ProvisionedCluster` that the file decides.

    Buckets, streams and certificate authorities that it names are imported below `scope`; an
    authority of its own is defined there, under the policy `retained`.
    """
    monitoring, rebalancing = stated.open_monitoring, stated.rebalancing
    connectivity, network_type = stated.vpc_connectivity, stated.network_type
    return {
        "kafka_version": KafkaVersion.of(stated.kafka_version),
        "broker_size": BrokerSize.of(stated.broker_size),
        "brokers_per_az": stated.brokers_per_az,
        "storage": stated.storage and _storage(stated.storage),
        "storage_autoscaling": stated.storage_autoscaling
        and _autoscaling(stated.storage_autoscaling),
        "client_authentication": _authentication(scope, stated.authentication, retained),
        "monitoring_level": MonitoringLevel(stated.monitoring_level),
        "open_monitoring": monitoring and OpenMonitoring(**monitoring.model_dump()),
        "broker_logging": _logging(scope, "BrokerLog", stated.broker_logs),
        "authorizer_logging": stated.authorizer_logs
        and _logging(scope, "AuthorizerLog", stated.authorizer_logs),
        "rebalancing": rebalancing and Rebalancing(rebalancing),
        "zookeeper_access": stated.zookeeper_access,
        "public_access": stated.public_access and stated.public_access.open,
        "vpc_connectivity": connectivity and VpcConnectivity(**connectivity.model_dump()),
        "network_type": network_type and NetworkType(network_type),
    }


def _storage(stated: model.Storage) -> Storage:
    return Storage(
        volume_size=cdk.Size.gibibytes(stated.volume_size_gib),
        provisioned_throughput_mibps=stated.provisioned_throughput_mibps,
        mode=StorageMode(stated.mode),
    )


def _autoscaling(stated: model.StorageAutoscaling) -> StorageAutoscaling:
    return StorageAutoscaling(
        maximum=cdk.Size.gibibytes(stated.maximum_gib),
        target_utilization_percent=stated.target_utilization_percent,
    )


def _authentication(
    scope: Construct, stated: model.Authentication, retained: cdk.RemovalPolicy
) -> ClientAuthentication:
    authorities = [
        acmpca.CertificateAuthority.from_certificate_authority_arn(
            scope, f"CertificateAuthority{number}", arn
        )
        for number, arn in enumerate(stated.tls_certificate_authorities, start=1)
    ]
    if stated.private_certificate_authority:
        own = PrivateAuthority(
            scope,
            "CertificateAuthority",
            common_name=stated.private_certificate_authority,
            removal_policy=retained,
        )
        authorities.append(own.authority)
    return ClientAuthentication(
        iam=stated.iam,
        scram=stated.scram,
        tls=stated.tls,
        certificate_authorities=authorities,
        unauthenticated=stated.unauthenticated,
    )


def _logging(scope: Construct, id: str, stated: model.Logs) -> BrokerLogging:
    bucket = stated.s3 and s3.Bucket.from_bucket_name(scope, f"{id}Bucket", stated.s3.bucket)
    stream = stated.firehose and firehose.DeliveryStream.from_delivery_stream_name(
        scope, f"{id}Stream", stated.firehose
    )
    return BrokerLogging(
        cloudwatch=stated.cloudwatch,
        bucket=bucket or None,
        bucket_prefix=stated.s3.prefix if stated.s3 else None,
        delivery_stream=stream or None,
    )
