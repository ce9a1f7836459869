"""``mskctl cost``."""

import json
from pathlib import Path
from typing import Annotated

import typer


def cost(
    paths: Annotated[
        list[Path],
        typer.Argument(help="CloudFormation templates (JSON, YAML) or folders such as cdk.out."),
    ],
    *,
    ingress_mbps: Annotated[
        float | None, typer.Option(help="MB/s written to each cluster, on average.")
    ] = None,
    egress_mbps: Annotated[
        float | None, typer.Option(help="MB/s read from each cluster, on average.")
    ] = None,
    retention_hours: Annotated[float | None, typer.Option(help="Hours records are kept.")] = None,
    partitions: Annotated[
        int | None, typer.Option(help="Partitions of each serverless cluster.")
    ] = None,
    load: Annotated[
        Path | None, typer.Option(help="YAML file with the load; may differ by cluster.")
    ] = None,
    prices: Annotated[
        Path | None, typer.Option(help="TOML file with prices to replace the list prices.")
    ] = None,
    budget: Annotated[
        float | None, typer.Option(help="End with 1 when a month costs more USD than this.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the estimate as JSON.")] = False,
) -> None:
    """Estimate what the MSK resources of any template cost in a month.

    What the template and the load do not tell is listed as unknown and not part of the sum.
    Ends with 0, with 1 when it is more than the budget, with 2 when a file cannot be used.

    Examples:
    mskctl cost cdk.out --ingress-mbps 10 --egress-mbps 20 --retention-hours 72

    mskctl cost template.yaml --load load.yaml --prices prices.toml

    mskctl cost cdk.out --budget 2000 --json
    """
    # Imported late: other commands need none of this.
    from mskctl.cost_report import as_json as report_json  # noqa: PLC0415
    from mskctl.cost_report import estimate_paths, print_report  # noqa: PLC0415
    from mskctl.loads import read_loads  # noqa: PLC0415
    from mskctl.prices import read_prices  # noqa: PLC0415

    options = {
        "ingress_mbps": ingress_mbps,
        "egress_mbps": egress_mbps,
        "retention_hours": retention_hours,
        "partitions": partitions,
    }
    report = estimate_paths(paths, read_loads(load, options), read_prices(prices))
    if as_json:
        typer.echo(json.dumps(report_json(report), indent=2))
    else:
        print_report(report)
    monthly = report.estimate.monthly_usd
    if budget is not None and monthly > budget:
        typer.echo(f"mskctl: {monthly:,.2f} USD is above the budget of {budget:,.2f}", err=True)
        raise typer.Exit(1)
