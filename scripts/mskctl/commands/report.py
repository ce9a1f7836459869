"""``mskctl report``."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from mskctl.errors import UnwritableFile


def report(
    path: Annotated[
        Path, typer.Argument(help="CloudFormation template (JSON, YAML) or folder such as cdk.out.")
    ],
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The HTML file to write.")],
    previous: Annotated[
        Path | None, typer.Option(metavar="PATH", help="What is deployed now, to plan from.")
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="Heading of the page. Absent: the name of PATH.")
    ] = None,
    load: Annotated[
        Path | None, typer.Option(help="YAML file with the load on clusters, as for cost.")
    ] = None,
    prices: Annotated[
        Path | None, typer.Option(help="TOML file with prices to replace the list prices.")
    ] = None,
    new: Annotated[
        bool,
        typer.Option("--new", help="Judge clusters as about to be created: MSK refuses more then."),
    ] = False,
    region: Annotated[
        str | None,
        typer.Option(help="Where it will be deployed. Absent: no rule about regions applies."),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day to judge end of support on. Absent: today."),
    ] = None,
) -> None:
    """Write one HTML page for a reviewer: what is deployed, what it costs, who may do what.

    The page needs no other file, no network and no script. Ends with 0 whatever it says, with 2
    when a path holds no template.

    Examples: `mskctl report cdk.out --out report.html`,
    `mskctl report cdk.out --previous cdk.out.old --out report.html --title "Orders"`.
    """
    # Imported late: other commands need none of this.
    from mskctl.loads import read_loads  # noqa: PLC0415
    from mskctl.report.content import read_content  # noqa: PLC0415
    from mskctl.report.page import page  # noqa: PLC0415

    day = (on or datetime.now()).date()
    loads = read_loads(load, {})
    content = read_content(
        path,
        previous=previous,
        title=title,
        on=day,
        loads=loads,
        prices=prices,
        new=new,
        region=region,
    )
    try:
        out.write_text(page(content), encoding="utf-8")
    except OSError as error:
        raise UnwritableFile(f"{out}: file must be writable; {error.strerror}") from error
    typer.echo(f"{out}: errors: {content.checked.errors}, warnings: {content.checked.warnings}")
