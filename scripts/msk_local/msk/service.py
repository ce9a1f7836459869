"""The `kafka` service: MSK's API over clusters that really run."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from msk_local.msk.account import Account
from msk_local.msk.bootstrap import Bootstrap
from msk_local.msk.clusters import Clusters
from msk_local.msk.configurations import Configurations
from msk_local.msk.data_plane import DataPlaneFactory
from msk_local.msk.errors import MskError, bad_request, stopped
from msk_local.msk.lifecycle import Lifecycle
from msk_local.msk.nodes import Nodes
from msk_local.msk.operations import Operations
from msk_local.msk.policies import Policies
from msk_local.msk.scram import ScramSecrets, read_credentials
from msk_local.msk.state import Cluster, Store
from msk_local.msk.tags import Tags
from msk_local.msk.topics import Topics
from msk_local.msk.updates import Updates
from msk_local.msk.versions import Versions
from msk_local.msk.vpc_connections import VpcConnections
from msk_local.protocols import RestJsonProtocol, ServiceError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Handler = Callable[[Mapping[str, Any]], dict[str, Any]]

_LOG = logging.getLogger(__name__)


class MskService:
    """WSGI application for the SigV4 service ``kafka``.

    Args:
        account: The account clusters live in.
        region: The Region they live in.
        new_data_plane: Makes the brokers of a cluster.
    """

    def __init__(self, *, account: str, region: str, new_data_plane: DataPlaneFactory) -> None:
        self._protocol = RestJsonProtocol("kafka")
        self._store = Store(account=account, region=region)
        self._account = Account(account=account, region=region)
        self._lifecycle = Lifecycle(self._store, self._account, new_data_plane)
        self._stopping = False
        self._handlers: Mapping[str, Handler] = {
            **self._cluster_handlers(),
            **self._update_handlers(),
            **self._inner_handlers(),
        }

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        return self._answer(Request(environ))(environ, start_response)

    def stop(self) -> None:
        """Stop the brokers of every cluster; whoever still asks is told that nobody is here."""
        self._stopping = True
        self._lifecycle.stop()

    def running_clusters(self) -> list[Cluster]:
        """The clusters whose brokers serve; those that come or go are left out."""
        with self._store.lock:
            return [
                cluster
                for cluster in self._store.clusters.values()
                if cluster.data_plane is not None and cluster.state in {"ACTIVE", "UPDATING"}
            ]

    def scram_password(self, cluster_arn: str, username: str) -> str | None:
        """The password in the associated secret of a user, as it is now; none for a stranger."""
        with self._store.lock:
            cluster = self._store.clusters.get(cluster_arn)
            arns: Sequence[str] = tuple(cluster.scram_secrets) if cluster else ()
        for arn in arns:
            secret = self._account.secret(arn)
            credentials = read_credentials(secret.value) if secret else None
            if credentials is not None and credentials[0] == username:
                return credentials[1]
        return None

    def _answer(self, request: Request) -> Response:
        try:
            operation, parameters = self._protocol.parse(request)
            handler = self._handlers.get(operation)
            if handler is None:
                raise bad_request(f"The local cloud has no {operation} yet.")
            if self._stopping:
                raise stopped()
            return self._protocol.respond(operation, handler(parameters))
        except ServiceError as error:
            return self._protocol.error(error)
        except Exception as error:  # noqa: BLE001 - a client gets an answer whatever happens
            if self._stopping:  # the brokers were stopped while it was being answered
                return self._protocol.error(stopped())
            _LOG.exception("%s %s failed", request.method, request.path)
            return self._protocol.error(MskError("InternalServerErrorException", str(error)))

    def _cluster_handlers(self) -> dict[str, Handler]:
        clusters = Clusters(self._store, self._account, self._lifecycle)
        operations = Operations(self._store)
        nodes = Nodes(self._store, self._account)
        versions = Versions(self._store)
        return {
            "CreateCluster": clusters.create_v1,
            "CreateClusterV2": clusters.create_v2,
            "DeleteCluster": clusters.delete,
            "DescribeCluster": clusters.describe_v1,
            "DescribeClusterV2": clusters.describe_v2,
            "ListClusters": clusters.list_v1,
            "ListClustersV2": clusters.list_v2,
            "GetBootstrapBrokers": Bootstrap(self._store).brokers,
            "ListNodes": nodes.list_nodes,
            "ListKafkaVersions": versions.list_versions,
            "GetCompatibleKafkaVersions": versions.compatible,
            "DescribeClusterOperation": operations.describe_v1,
            "DescribeClusterOperationV2": operations.describe_v2,
            "ListClusterOperations": operations.list_v1,
            "ListClusterOperationsV2": operations.list_v2,
        }

    def _update_handlers(self) -> dict[str, Handler]:
        updates = Updates(self._store, self._account, self._lifecycle)
        return {
            "UpdateBrokerCount": updates.broker_count,
            "UpdateBrokerStorage": updates.broker_storage,
            "UpdateBrokerType": updates.broker_type,
            "UpdateClusterConfiguration": updates.configuration,
            "UpdateClusterKafkaVersion": updates.kafka_version,
            "UpdateConnectivity": updates.connectivity,
            "UpdateMonitoring": updates.monitoring,
            "UpdateRebalancing": updates.rebalancing,
            "UpdateSecurity": updates.security,
            "UpdateStorage": updates.storage,
            "RebootBroker": updates.reboot,
        }

    def _inner_handlers(self) -> dict[str, Handler]:
        configurations = Configurations(self._store)
        scram = ScramSecrets(self._store, self._account)
        topics = Topics(self._store)
        policies = Policies(self._store)
        connections = VpcConnections(self._store, self._account)
        tags = Tags(self._store)
        return {
            "CreateConfiguration": configurations.create,
            "DeleteConfiguration": configurations.delete,
            "DescribeConfiguration": configurations.describe,
            "DescribeConfigurationRevision": configurations.describe_revision,
            "ListConfigurationRevisions": configurations.list_revisions,
            "ListConfigurations": configurations.list_configurations,
            "UpdateConfiguration": configurations.update,
            "BatchAssociateScramSecret": scram.associate,
            "BatchDisassociateScramSecret": scram.disassociate,
            "ListScramSecrets": scram.list_secrets,
            "CreateTopic": topics.create,
            "DeleteTopic": topics.delete,
            "DescribeTopic": topics.describe,
            "DescribeTopicPartitions": topics.describe_partitions,
            "ListTopics": topics.list_topics,
            "UpdateTopic": topics.update,
            "DeleteClusterPolicy": policies.delete,
            "GetClusterPolicy": policies.get,
            "PutClusterPolicy": policies.put,
            "CreateVpcConnection": connections.create,
            "DeleteVpcConnection": connections.delete,
            "DescribeVpcConnection": connections.describe,
            "ListClientVpcConnections": connections.list_of_cluster,
            "ListVpcConnections": connections.list_own,
            "RejectClientVpcConnection": connections.reject,
            "ListTagsForResource": tags.list_tags,
            "TagResource": tags.tag,
            "UntagResource": tags.untag,
        }
