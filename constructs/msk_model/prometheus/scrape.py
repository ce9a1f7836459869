"""The configuration of a scraper: a Prometheus server, or a collector that AWS runs."""

from collections.abc import Sequence
from typing import Final

from msk_model.prometheus.rules import duration
from msk_model.prometheus.targets import ScrapeCluster, job_port
from msk_model.prometheus.yaml_text import Yaml, yaml_text

MINIMUM_INTERVAL_SECONDS: Final = 60
"""AWS wants brokers asked no more often: each answer costs them processor time.

https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices.html
"""
_TIMEOUT_SECONDS: Final = 30
_BROKER_HOST: Final = r"b-(\d+)\..*"


def server_configuration(
    clusters: Sequence[ScrapeCluster],
    *,
    rule_files: Sequence[str] = (),
    interval_seconds: int = MINIMUM_INTERVAL_SECONDS,
) -> str:
    """``prometheus.yml`` of a server that reads its targets from the files of `targets_path`.

    Prometheus reads such a file again when it changes, so that brokers can be added without a
    restart. Each job is there once for all clusters: the label ``cluster`` tells them apart.

    Args:
        clusters: What to scrape.
        rule_files: Paths of rule files, relative to the configuration.
        interval_seconds: How often, at least `MINIMUM_INTERVAL_SECONDS`.

    Raises:
        ValueError: The interval is too short.
    """
    jobs = dict.fromkeys(job for cluster in clusters for job in cluster.jobs)
    return yaml_text(
        {
            "global": {
                **_pace(interval_seconds),
                "evaluation_interval": duration(MINIMUM_INTERVAL_SECONDS),
            },
            **({"rule_files": list(rule_files)} if rule_files else {}),
            "scrape_configs": [
                {
                    "job_name": job,
                    "file_sd_configs": [
                        {
                            "files": [
                                targets_path(cluster.name, job)
                                for cluster in clusters
                                if job in cluster.jobs
                            ]
                        }
                    ],
                }
                for job in jobs
            ],
        }
    )


def targets_path(cluster_name: str, job: str) -> str:
    """Where the targets of a job are, relative to ``prometheus.yml``."""
    return f"targets/{cluster_name}-{job}.json"


def collector_configuration(
    cluster: ScrapeCluster,
    domain: str,
    broker_count: int | None,
    *,
    interval_seconds: int = MINIMUM_INTERVAL_SECONDS,
) -> str:
    """The configuration of a managed collector, which finds brokers in DNS and reads no file.

    Controllers of KRaft clusters are not asked: AWS documents no name for them but ``ListNodes``.

    Args:
        cluster: What to scrape; `ScrapeCluster.nodes` does not matter.
        domain: The name all brokers answer to.
        broker_count: How many there are, so that each is asked for by its own name and its series
            say which broker they are of. None: they are found under `domain`, as addresses only,
            and the address stands for the broker.
        interval_seconds: How often, at least `MINIMUM_INTERVAL_SECONDS`.

    Raises:
        ValueError: The interval is too short.

    https://docs.aws.amazon.com/prometheus/latest/userguide/prom-msk-integration.html
    """
    names = (
        [domain]
        if broker_count is None
        else [f"b-{number}.{domain}" for number in range(1, broker_count + 1)]
    )
    return yaml_text(
        {
            "global": _pace(interval_seconds),
            "scrape_configs": [
                {
                    "job_name": job,
                    "dns_sd_configs": [{"names": names, "type": "A", "port": job_port(job)}],
                    "relabel_configs": [
                        {"target_label": "cluster", "replacement": cluster.name},
                        _broker_label(by_name=broker_count is not None),
                    ],
                }
                for job in cluster.jobs
                if job != "controller"
            ],
        }
    )


def _broker_label(*, by_name: bool) -> dict[str, Yaml]:
    if by_name:
        source, pattern = "__meta_dns_name", _BROKER_HOST
    else:
        source, pattern = "__address__", r"(.*):\d+"
    return {
        "source_labels": [source],
        "regex": pattern,
        "target_label": "broker",
        "replacement": "$1",
    }


def _pace(interval_seconds: int) -> dict[str, Yaml]:
    if interval_seconds < MINIMUM_INTERVAL_SECONDS:
        raise ValueError(
            f"interval_seconds must be at least {MINIMUM_INTERVAL_SECONDS}, got "
            f"{interval_seconds}; every scrape costs brokers processor time"
        )
    return {
        "scrape_interval": duration(interval_seconds),
        "scrape_timeout": duration(_TIMEOUT_SECONDS),
    }
