"""Clusters come and go, and change, while the API answers."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from msk_local.msk.account import Account
from msk_local.msk.data_plane import (
    SERVERLESS_BROKERS,
    DataPlaneFactory,
    authentications,
    certificate_authority_arns,
    tiered_storage,
)
from msk_local.msk.state import Cluster, Operation, Store, new_version, now

_LOG = logging.getLogger(__name__)
_STOP_TIMEOUT_SECONDS = 60


class Lifecycle:
    """Starts, changes and stops the data planes of clusters in the background.

    Args:
        store: Where clusters are remembered and forgotten.
        account: Where certificate authorities are looked up.
        new_data_plane: Makes the brokers of a cluster.
    """

    def __init__(self, store: Store, account: Account, new_data_plane: DataPlaneFactory) -> None:
        self._store = store
        self._account = account
        self._new_data_plane = new_data_plane
        self._threads: list[threading.Thread] = []
        self._stopped = False

    def client_authorities(self, provisioned: Mapping[str, Any] | None) -> list[str]:
        """Certificates in PEM: who may sign those of the clients of a Provisioned structure.

        Raises:
            MskError: An authority does not exist or is not active.
        """
        return self._account.certificate_authorities(certificate_authority_arns(provisioned))

    def launch(self, cluster: Cluster) -> None:
        """Start the brokers of a new cluster; it turns ACTIVE, or FAILED with a reason."""
        self._run(f"create {cluster.name}", lambda: self._create(cluster))

    def change(self, cluster: Cluster, operation: Operation, apply: Callable[[], None]) -> None:
        """Run `apply` as a change of an ACTIVE cluster; its version token is new afterwards.

        A change that fails leaves the cluster ACTIVE and the operation UPDATE_FAILED.
        """
        cluster.state = "UPDATING"
        cluster.operations[operation.arn] = operation
        self._run(f"update {cluster.name}", lambda: self._update(cluster, operation, apply))

    def dissolve(self, cluster: Cluster) -> None:
        """Stop the brokers of a cluster and forget it."""
        cluster.state = "DELETING"
        self._run(f"delete {cluster.name}", lambda: self._delete(cluster))

    def stop(self) -> None:
        """End every change under way and every data plane; later calls start nothing."""
        self._stopped = True
        for thread in self._threads:
            thread.join(_STOP_TIMEOUT_SECONDS)
        with self._store.lock:
            running = [c.data_plane for c in self._store.clusters.values() if c.data_plane]
        for data_plane in running:
            data_plane.stop()

    def _run(self, name: str, change: Callable[[], None]) -> None:
        thread = threading.Thread(target=change, name=f"msk: {name}", daemon=True)
        self._threads = [*(t for t in self._threads if t.is_alive()), thread]
        thread.start()

    def _create(self, cluster: Cluster) -> None:
        provisioned = cluster.provisioned
        count = SERVERLESS_BROKERS if provisioned is None else provisioned["NumberOfBrokerNodes"]
        try:
            data_plane = self._new_data_plane(
                cluster_arn=cluster.arn,
                broker_count=count,
                authentications=authentications(provisioned),
                server_properties=self._store.server_properties(cluster.configuration),
                tiered_storage=tiered_storage(provisioned),
                client_certificate_authorities=self.client_authorities(provisioned),
            )
            cluster.data_plane = data_plane
            if not self._stopped:
                data_plane.start()
        except Exception as error:  # noqa: BLE001 - a thread has nobody to raise to
            _LOG.exception("the brokers of %s did not start", cluster.arn)
            with self._store.lock:
                cluster.state, cluster.state_message = "FAILED", str(error)
            return
        with self._store.lock:
            cluster.state = "ACTIVE"

    def _update(self, cluster: Cluster, operation: Operation, apply: Callable[[], None]) -> None:
        try:
            apply()
            operation.state = "UPDATE_COMPLETE"
        except Exception as error:  # noqa: BLE001 - a thread has nobody to raise to
            _LOG.exception("%s of %s failed", operation.operation_type, cluster.arn)
            operation.state, operation.error = "UPDATE_FAILED", str(error)
        with self._store.lock:
            operation.ended = now()
            cluster.version = new_version()
            cluster.state = "ACTIVE"

    def _delete(self, cluster: Cluster) -> None:
        try:
            if cluster.data_plane is not None:
                cluster.data_plane.stop()
        except Exception as error:  # noqa: BLE001 - a thread has nobody to raise to
            _LOG.exception("the brokers of %s did not stop", cluster.arn)
            with self._store.lock:
                cluster.state, cluster.state_message = "FAILED", str(error)
            return
        with self._store.lock:
            self._store.clusters.pop(cluster.arn, None)
