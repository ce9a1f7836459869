"""Puts metrics of the running clusters into CloudWatch, once a minute."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from msk_local.kafka.front_door.traffic import Volume
from msk_local.metrics import readings
from msk_local.metrics.brokers import look_at
from msk_local.metrics.readings import Reading
from msk_local.msk.data_plane import DataPlane
from msk_local.msk.state import Cluster
from msk_model import BrokerType, ClusterType
from msk_model.facts.metrics import published_metrics

_LOG = logging.getLogger(__name__)
_NAMESPACE: Final = "AWS/Kafka"
_EACH_SECONDS: Final = 60.0
_SHORTEST_SECONDS: Final = 1.0
"""A rate over less would say nothing; and a minute is what there is between two on AWS."""
_MOST_AT_ONCE: Final = 1000
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html"""

Volumes = Mapping[tuple[int, str], Volume]


class MetricsPublisher:
    """Publishes what can be measured of the brokers of this machine, and nothing that cannot.

    Each cluster gets the metrics of its kind and monitoring level, with MSK's dimensions. CPU,
    memory, network and volumes are this machine's and not a broker's, so there are none of them;
    nor of lag in time, which MSK estimates.

    Args:
        clusters: Gives the clusters that run.
        cloudwatch: Gives a boto3 client of CloudWatch, when the first values are there.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        clusters: Callable[[], Sequence[Cluster]],
        cloudwatch: Callable[[], Any],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clusters = clusters
        self._cloudwatch = cloudwatch
        self._clock = clock
        self._lock = threading.Lock()
        self._last = clock()
        self._volumes: dict[str, Volumes] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="msk-metrics", daemon=True)

    def start(self) -> None:
        """Publish a minute from now, and every minute after that."""
        self._thread.start()

    def stop(self) -> None:
        """End when what is being measured has been, at the latest when its brokers time out."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def publish_now(self) -> None:
        """Measure every cluster and publish; one that cannot be measured has no values."""
        with self._lock:
            now = self._clock()
            seconds, self._last = max(now - self._last, _SHORTEST_SECONDS), now
            before, self._volumes = self._volumes, {}
            for cluster in self._clusters():
                try:
                    self._publish(cluster, before.get(cluster.arn, {}), seconds)
                except Exception as error:  # noqa: BLE001 - nothing else may suffer from it
                    _LOG.info("%s could not be measured: %s", cluster.name, error)

    def _publish(self, cluster: Cluster, before: Volumes, seconds: float) -> None:
        data_plane = cluster.data_plane
        if data_plane is None:
            return
        self._volumes[cluster.arn] = volumes = data_plane.volumes
        meanwhile = _difference(volumes, before)
        self._put(cluster.name, list(_measured(cluster, data_plane, meanwhile, seconds)))

    def _run(self) -> None:
        while not self._stopping.wait(_EACH_SECONDS):
            self.publish_now()

    def _put(self, cluster_name: str, found: Iterable[Reading]) -> None:
        data = [
            {
                "MetricName": one.name,
                "Dimensions": [
                    {"Name": name, "Value": value}
                    for name, value in {"Cluster Name": cluster_name, **one.dimensions}.items()
                ],
                "Value": one.value,
            }
            for one in found
        ]
        client = self._cloudwatch()
        for first in range(0, len(data), _MOST_AT_ONCE):
            some = data[first : first + _MOST_AT_ONCE]
            client.put_metric_data(Namespace=_NAMESPACE, MetricData=some)


def _measured(
    cluster: Cluster, data_plane: DataPlane, volumes: Volumes, seconds: float
) -> Iterator[Reading]:
    """The values of those metrics that such a cluster publishes."""
    published = _published(cluster)
    for one in _all(cluster, data_plane, volumes, seconds):
        if (one.name, ("Cluster Name", *one.dimensions)) in published:
            yield one


def _all(
    cluster: Cluster, data_plane: DataPlane, volumes: Volumes, seconds: float
) -> Iterator[Reading]:
    view = look_at(data_plane.internal_bootstrap_servers)
    yield from readings.of_partitions(view)
    yield from readings.of_groups(view)
    yield from readings.of_traffic(view, volumes, seconds)
    yield from readings.of_connections(view, data_plane.connections)
    storage = (cluster.provisioned or {}).get("BrokerNodeGroupInfo", {}).get("StorageInfo") or {}
    if volume := (storage.get("EbsStorageInfo") or {}).get("VolumeSize"):
        yield from readings.of_disks(data_plane.stored_bytes, volume)


def _published(cluster: Cluster) -> frozenset[tuple[str, tuple[str, ...]]]:
    if cluster.provisioned is None:
        facts = published_metrics(ClusterType.SERVERLESS, None, "DEFAULT")
    else:
        size = cluster.provisioned["BrokerNodeGroupInfo"]["InstanceType"]
        express = str(size).startswith("express.")
        facts = published_metrics(
            ClusterType.PROVISIONED,
            BrokerType.EXPRESS if express else BrokerType.STANDARD,
            cluster.provisioned.get("EnhancedMonitoring") or "DEFAULT",
        )
    return frozenset((one.name, one.dimensions) for one in facts)


def _difference(after: Volumes, before: Volumes) -> Volumes:
    """What came in between; topics that had traffic before and none since are there, with 0."""
    return {key: volume - before.get(key, Volume()) for key, volume in after.items()}
