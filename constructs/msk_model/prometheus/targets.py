"""Whom to scrape: brokers, and controllers of KRaft clusters."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from msk_model.facts.ports import exporter_port

Job = Literal["kafka", "node", "controller"]

_BROKER_HOST: Final = re.compile(r"b-(\d+)\.(.+)")


@dataclass(frozen=True, kw_only=True)
class ScrapeNode:
    """One machine of a cluster, as ``ListNodes`` tells it.

    Attributes:
        host: Its name in DNS.
        broker_id: Of a broker. None: it is a controller.
        zone: The id of its availability zone. None: unknown.
    """

    host: str
    broker_id: int | None = None
    zone: str | None = None


@dataclass(frozen=True, kw_only=True)
class ScrapeCluster:
    """A cluster with open monitoring.

    Attributes:
        name: The value of the label ``cluster``.
        nodes: Its machines; empty when they are found in DNS only.
        jmx: Whether the JMX exporter is on.
        node: Whether the node exporter is on.
    """

    name: str
    nodes: tuple[ScrapeNode, ...] = ()
    jmx: bool = True
    node: bool = True

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs there are targets for: controllers have Kafka's metrics only."""
        jobs: list[Job] = []
        if self.jmx:
            jobs.append("kafka")
        if self.node:
            jobs.append("node")
        if self.jmx and any(one.broker_id is None for one in self.nodes):
            jobs.append("controller")
        return tuple(jobs)


def job_port(job: Job) -> int:
    """The port a job asks at: that of the node exporter, or else that of the JMX exporter."""
    return exporter_port("node" if job == "node" else "jmx")


def cluster_domain(hosts: Iterable[str]) -> str | None:
    """The name that all brokers answer to, from the names of brokers: without ``b-1.``.

    None: none of them is the name of a broker.
    https://docs.aws.amazon.com/prometheus/latest/userguide/prom-msk-integration.html
    """
    return next((found[2] for host in hosts if (found := _BROKER_HOST.fullmatch(host))), None)


def targets_file(cluster: ScrapeCluster, job: Job) -> str:
    """The targets of one job for ``file_sd_configs``, each with labels of its own.

    https://docs.aws.amazon.com/msk/latest/developerguide/set-up-prometheus-host.html
    """
    chosen = [one for one in cluster.nodes if (one.broker_id is None) == (job == "controller")]
    targets = [
        {"targets": [f"{node.host}:{job_port(job)}"], "labels": _labels(cluster.name, node)}
        for node in sorted(chosen, key=lambda one: (one.broker_id or 0, one.host))
    ]
    return json.dumps(targets, indent=2) + "\n"


def _labels(cluster_name: str, node: ScrapeNode) -> dict[str, str]:
    stated = {
        "cluster": cluster_name,
        "broker": None if node.broker_id is None else str(node.broker_id),
        "zone": node.zone,
    }
    return {name: value for name, value in stated.items() if value is not None}
