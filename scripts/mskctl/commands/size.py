"""``mskctl size``."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mskctl.errors import MskctlError, UnwritableFile

if TYPE_CHECKING:
    from msk_model.facts.prices import PriceTable
    from msk_model.sizing import Demand


class UnusableRequest(MskctlError):  # noqa: N818  (the request, not the error, is unusable)
    """A demand that cannot be meant."""

    exit_code = 2


def size(
    *,
    ingress_mbps: Annotated[
        float, typer.Option(help="MB/s that producers write at peak, before replication.")
    ],
    egress_mbps: Annotated[
        float | None,
        typer.Option(help="MB/s that consumers read. Absent: ingress times consumer groups."),
    ] = None,
    retention_hours: Annotated[float, typer.Option(help="Hours records are kept.")] = 168,
    partitions: Annotated[int, typer.Option(help="Partitions of all topics.")] = 100,
    replication: Annotated[
        int, typer.Option(help="Copies on Standard brokers; Express always keeps 3.")
    ] = 3,
    consumer_groups: Annotated[int, typer.Option(help="Groups that read.")] = 1,
    connections: Annotated[
        int, typer.Option(help="Connections with IAM open at once, over all brokers.")
    ] = 0,
    growth: Annotated[
        float, typer.Option(help="Percent that traffic and connections are to grow by.")
    ] = 0,
    target: Annotated[float, typer.Option(help="Percent of a hard limit that may be used.")] = 80,
    zones: Annotated[int, typer.Option(help="Availability Zones: 2 or 3.")] = 3,
    maximum_brokers: Annotated[
        int, typer.Option(help="Brokers the account allows for one cluster.")
    ] = 60,
    every: Annotated[
        bool, typer.Option("--all", help="Every size. Absent: the cheapest of each family.")
    ] = False,
    prices: Annotated[
        Path | None, typer.Option(help="TOML file with prices to replace the list prices.")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(help="Draw cost and capacity against load: an SVG file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Rank the clusters that carry a load: brokers, volumes, what limits them, what they cost.

    Ends with 0 when one does, 1 when none does, 2 when the load makes no sense.

    Examples:
    mskctl size --ingress-mbps 45 --egress-mbps 90 --retention-hours 24

    mskctl size --ingress-mbps 20 --consumer-groups 3 --growth 50 --all

    mskctl size --ingress-mbps 20 --plot size.svg
    """
    # Imported late: other commands need none of this.
    from msk_model.sizing import Demand, choices_for  # noqa: PLC0415
    from mskctl import size_report  # noqa: PLC0415
    from mskctl.prices import read_prices  # noqa: PLC0415

    try:
        demand = Demand(
            ingress_mbps=ingress_mbps,
            egress_mbps=egress_mbps,
            retention_hours=retention_hours,
            partitions=partitions,
            replication_factor=replication,
            consumer_groups=consumer_groups,
            connections=connections,
            growth_percent=growth,
            target_percent=target,
            zones=zones,
            maximum_brokers=maximum_brokers,
        )
    except ValueError as error:
        raise UnusableRequest(str(error)) from error
    table = read_prices(prices)
    sizing = choices_for(demand, table)
    choices = sizing.choices if every else sizing.best
    if as_json:
        content = size_report.as_json(choices, sizing.refusals, demand, table)
        typer.echo(json.dumps(content, indent=2))
    elif choices:
        size_report.print_choices(choices, demand, table)
    if not as_json:
        for refusal in sizing.refusals:
            typer.echo(f"not {refusal.family}: {refusal.reason}")
    if plot is not None:
        _draw(plot, demand, table)
    raise typer.Exit(0 if choices else 1)


def _draw(file: Path, demand: "Demand", prices: "PriceTable") -> None:
    from mskctl.size_plot import size_plot  # noqa: PLC0415

    if not demand.ingress:
        raise UnusableRequest("ingress_mbps: value must be above 0 for a plot, got 0")
    try:
        file.write_text(size_plot(demand, prices), encoding="utf-8")
    except OSError as error:
        raise UnwritableFile(f"{file}: file must be writable; {error.strerror}") from error
