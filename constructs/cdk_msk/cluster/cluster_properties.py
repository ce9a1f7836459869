"""The value objects of a provisioned cluster as properties of ``AWS::MSK::Cluster``.

Switches that every cluster has are said to be off rather than left out: what an update leaves out,
MSK leaves as it is.
"""

from collections.abc import Sequence

from aws_cdk.aws_msk import CfnCluster

from cdk_msk.cluster.client_authentication import ClientAuthentication
from cdk_msk.cluster.cluster_logs import ClusterLogs
from cdk_msk.cluster.encryption import ClientBrokerEncryption
from cdk_msk.cluster.log_delivery import LogDelivery
from cdk_msk.cluster.monitoring import OpenMonitoring
from cdk_msk.cluster.storage import Storage
from cdk_msk.configuration import Configuration


def storage_info(storage: Storage | None) -> CfnCluster.StorageInfoProperty | None:
    """The volumes; None for Express brokers."""
    if storage is None:
        return None
    throughput = storage.provisioned_throughput_mibps
    return CfnCluster.StorageInfoProperty(
        ebs_storage_info=CfnCluster.EBSStorageInfoProperty(
            volume_size=storage.volume_size_gib,
            provisioned_throughput=None
            if throughput is None
            else CfnCluster.ProvisionedThroughputProperty(
                enabled=True, volume_throughput=throughput
            ),
        )
    )


def client_authentication(
    authentication: ClientAuthentication,
) -> CfnCluster.ClientAuthenticationProperty:
    """How clients prove who they are."""
    authorities: Sequence[str] = [
        authority.certificate_authority_arn for authority in authentication.certificate_authorities
    ]
    return CfnCluster.ClientAuthenticationProperty(
        sasl=CfnCluster.SaslProperty(
            iam=CfnCluster.IamProperty(enabled=authentication.iam),
            scram=CfnCluster.ScramProperty(enabled=authentication.scram),
        ),
        tls=CfnCluster.TlsProperty(
            enabled=authentication.tls, certificate_authority_arn_list=authorities or None
        ),
        unauthenticated=CfnCluster.UnauthenticatedProperty(enabled=authentication.unauthenticated),
    )


def encryption_info(
    *, key_arn: str, client_broker: ClientBrokerEncryption, in_cluster: bool
) -> CfnCluster.EncryptionInfoProperty:
    """Encryption of volumes, between clients and brokers, and between brokers."""
    return CfnCluster.EncryptionInfoProperty(
        encryption_at_rest=CfnCluster.EncryptionAtRestProperty(data_volume_kms_key_id=key_arn),
        encryption_in_transit=CfnCluster.EncryptionInTransitProperty(
            client_broker=client_broker.value, in_cluster=in_cluster
        ),
    )


def configuration_info(
    configuration: Configuration | None,
) -> CfnCluster.ConfigurationInfoProperty | None:
    """The broker settings, always at their latest revision; None for MSK's own."""
    if configuration is None:
        return None
    return CfnCluster.ConfigurationInfoProperty(
        arn=configuration.configuration_arn, revision=configuration.latest_revision
    )


def open_monitoring(
    monitoring: OpenMonitoring | None,
) -> CfnCluster.OpenMonitoringProperty:
    """The Prometheus exporters."""
    return CfnCluster.OpenMonitoringProperty(
        prometheus=CfnCluster.PrometheusProperty(
            jmx_exporter=CfnCluster.JmxExporterProperty(
                enabled_in_broker=monitoring is not None and monitoring.jmx_exporter
            ),
            node_exporter=CfnCluster.NodeExporterProperty(
                enabled_in_broker=monitoring is not None and monitoring.node_exporter
            ),
        )
    )


def zookeeper_access(enabled: bool | None) -> CfnCluster.ZookeeperAccessProperty | None:
    """Whether clients may reach ZooKeeper; None on KRaft, and where MSK is to decide."""
    return None if enabled is None else CfnCluster.ZookeeperAccessProperty(enabled=enabled)


def logging_info(logs: ClusterLogs) -> CfnCluster.LoggingInfoProperty:
    """Where logs go."""
    broker, authorizer = logs.broker, logs.authorizer
    return CfnCluster.LoggingInfoProperty(
        broker_logs=CfnCluster.BrokerLogsProperty(
            cloud_watch_logs=_cloud_watch_logs(broker),
            s3=_s3(broker),
            firehose=_firehose(broker),
        ),
        authorizer_logs=CfnCluster.AuthorizerLogsProperty(
            cloud_watch_logs=_cloud_watch_logs(authorizer),
            s3=_s3(authorizer),
            firehose=_firehose(authorizer),
        )
        if authorizer
        else None,
    )


def _cloud_watch_logs(delivery: LogDelivery) -> CfnCluster.CloudWatchLogsProperty:
    group = delivery.log_group
    return CfnCluster.CloudWatchLogsProperty(
        enabled=group is not None, log_group=group.log_group_name if group else None
    )


def _s3(delivery: LogDelivery) -> CfnCluster.S3Property:
    bucket = delivery.bucket
    return CfnCluster.S3Property(
        enabled=bucket is not None,
        bucket=bucket.bucket_name if bucket else None,
        prefix=delivery.logging.bucket_prefix,
    )


def _firehose(delivery: LogDelivery) -> CfnCluster.FirehoseProperty:
    stream = delivery.logging.delivery_stream
    return CfnCluster.FirehoseProperty(
        enabled=stream is not None, delivery_stream=stream.delivery_stream_name if stream else None
    )
