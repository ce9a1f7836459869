"""``mskctl prometheus``."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mskctl.errors import MskctlError, UnwritableFile

if TYPE_CHECKING:
    from msk_model.prometheus import MonitoredCluster


class WrongScrape(MskctlError):  # noqa: N818  (it is what was asked for that is wrong)
    """Neither clusters nor a template, two clusters of one name, or too short an interval."""

    exit_code = 2


def _clusters(incomplete: str) -> list[str]:
    from mskctl.topics_live import cluster_names  # noqa: PLC0415 - only the shell asks for it

    return cluster_names(incomplete)


def prometheus(
    clusters: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CLUSTER]...",
            help="Names or ARNs of clusters with open monitoring.",
            autocompletion=_clusters,
            show_default=False,
        ),
    ] = None,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write the files to.")],
    template: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="Instead of clusters: a template or folder such as cdk.out. Targets are left out, "
            "for only a running cluster has them.",
        ),
    ] = None,
    interval: Annotated[
        int, typer.Option(metavar="SECONDS", help="How often brokers are asked; at least 60.")
    ] = 60,
    lag_records: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Tell of a consumer group that is N records behind."),
    ] = None,
    lag_seconds: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Tell of a consumer group that is N seconds behind."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was written as JSON.")
    ] = False,
) -> None:
    """Write what a Prometheus server and a Grafana need: targets, rules, alerts and a dashboard.

    It reads the cluster and its list of brokers, and changes nothing: not the cluster, and no
    security group. Write the files again when brokers were added or removed.

    Ends with 0, and with 2 when there is no such cluster, it has no open monitoring, or two have
    one name.

    Examples: mskctl prometheus orders --out monitoring;
    mskctl prometheus orders billing --out monitoring --lag-seconds 300;
    mskctl prometheus --template cdk.out --out monitoring
    """
    from msk_model.prometheus import LagObjective, monitoring_files  # noqa: PLC0415

    monitored = _monitored(clusters or [], template)
    try:
        files = monitoring_files(
            monitored,
            lag=LagObjective(offsets=lag_records, seconds=lag_seconds),
            interval_seconds=interval,
        )
    except ValueError as error:
        raise WrongScrape(str(error).replace("interval_seconds", "--interval")) from error
    for name, text in files.items():
        _write(out / name, text)
    if as_json:
        typer.echo(json.dumps(_summary(monitored, out, files), indent=2))
        return
    for one in monitored:
        typer.echo(f"{one.scrape.name}: {_nodes(one)}")
    for name in files:
        typer.echo(out / name)


def _monitored(clusters: list[str], template: Path | None) -> "tuple[MonitoredCluster, ...]":
    if bool(clusters) == (template is not None):
        raise WrongScrape("mskctl prometheus takes either clusters or --template")
    if template is not None:
        from mskctl.prometheus_template import template_clusters  # noqa: PLC0415

        return _of_different_names(template_clusters(template))
    from mskctl.prometheus_live import live_cluster  # noqa: PLC0415

    return _of_different_names(live_cluster(one) for one in dict.fromkeys(clusters))


def _of_different_names(found: Iterable["MonitoredCluster"]) -> "tuple[MonitoredCluster, ...]":
    """Each once: a cluster may be named twice, by its name and by its ARN."""
    by_name: dict[str, MonitoredCluster] = {}
    for one in found:
        name = one.scrape.name
        known = by_name.setdefault(name, one)
        if (set(known.scrape.nodes), known.shape) != (set(one.scrape.nodes), one.shape):
            raise WrongScrape(
                f"clusters must have different names, got two called {name!r}; the label cluster "
                "tells them apart, so give each a server and a folder of its own"
            )
    return tuple(by_name.values())


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnwritableFile(f"{path}: file must be writable; {error.strerror}") from error


def _nodes(one: "MonitoredCluster") -> str:
    brokers = sum(node.broker_id is not None for node in one.scrape.nodes)
    controllers = len(one.scrape.nodes) - brokers
    if not one.scrape.nodes:
        return f"targets are known once it runs: mskctl prometheus {one.scrape.name} --out DIR"
    return f"brokers: {brokers}, controllers: {controllers}"


def _summary(
    monitored: "tuple[MonitoredCluster, ...]", out: Path, files: dict[str, str]
) -> dict[str, object]:
    return {
        "clusters": [
            {
                "name": one.scrape.name,
                "jobs": one.scrape.jobs,
                "targets": [node.host for node in one.scrape.nodes],
            }
            for one in monitored
        ],
        "files": [str(out / name) for name in files],
    }
