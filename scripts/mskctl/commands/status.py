"""``mskctl status``."""

import enum
import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mskctl.errors import MskctlError, UnwritableFile

if TYPE_CHECKING:
    from msk_model.status import Status

_WIDTH_WITHOUT_TERMINAL = 120


class Kind(enum.Enum):
    """The examples."""

    STANDARD = "standard"
    EXPRESS = "express"
    SERVERLESS = "serverless"


class FailOn(enum.Enum):
    """What ends with 1."""

    PAGE = "page"
    WARNING = "warning"
    NEVER = "never"


class WrongCluster(MskctlError):  # noqa: N818  (it is the cluster that is wrong)
    """No cluster, or two."""

    exit_code = 2


def _clusters(incomplete: str) -> list[str]:
    from mskctl.topics_live import cluster_names  # noqa: PLC0415 - only the shell asks for it

    return cluster_names(incomplete)


def status(
    cluster: Annotated[
        str | None,
        typer.Argument(
            help="Name or ARN of a cluster.", autocompletion=_clusters, show_default=False
        ),
    ] = None,
    *,
    watch: Annotated[bool, typer.Option("--watch", help="Read it again until Ctrl-C.")] = False,
    every: Annotated[
        int, typer.Option(metavar="SECONDS", min=5, help="How often, with --watch.")
    ] = 60,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw the last day: an SVG file.")
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option(help="End with 1 when anything is this urgent or more.")
    ] = FailOn.PAGE,
    region: Annotated[
        str | None, typer.Option(help="Region of the cluster. Absent: as its ARN or AWS says.")
    ] = None,
    profile: Annotated[
        str | None, typer.Option(help="Profile of AWS's settings. Absent: the one in force.")
    ] = None,
    example: Annotated[
        Kind | None, typer.Option(help="Show a cluster that was made up; AWS is not asked.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Show one live cluster on one screen: state, storage, load, lag, alarms, and what to do.

    It only reads. What AWS does not let you read is named, and the rest is shown.
    Ends with 0, with 1 when something is as urgent as --fail-on, with 2 when the cluster cannot be
    read.

    Examples: mskctl status orders; mskctl status orders --watch --every 30;
    mskctl status orders --json --fail-on warning; mskctl status --example standard
    """
    from msk_model.status import Level  # noqa: PLC0415 - other commands need none of this
    from mskctl.status.document import as_json as document  # noqa: PLC0415

    threshold = None if fail_on is FailOn.NEVER else Level(fail_on.value)
    if (cluster is None) == (example is None):
        raise WrongCluster("status must be given one of CLUSTER and --example")
    reader = _example(example) if example else _live(str(cluster), region, profile)

    def read() -> "Status":
        found = reader()
        if plot is not None:
            _draw(plot, found)
        return found

    def tell(found: "Status") -> None:
        typer.echo(json.dumps(document(found, fail_on=threshold), indent=None if watch else 2))

    found = _show(read, tell, watch=watch, every=every, as_json=as_json)
    raise typer.Exit(1 if threshold is not None and found.reaches(threshold) else 0)


def _show(
    read: Callable[[], "Status"],
    tell: Callable[["Status"], None],
    *,
    watch: bool,
    every: int,
    as_json: bool,
) -> "Status":
    # Imported late: rich is slow to load, and JSON needs none of it.
    if as_json:
        from mskctl.status.watch import watch_documents  # noqa: PLC0415

        if watch:
            return watch_documents(read, tell, every=every, wait=time.sleep)
        found = read()
        tell(found)
        return found
    from rich.console import Console  # noqa: PLC0415

    from mskctl.status.screen import screen  # noqa: PLC0415
    from mskctl.status.watch import watch as watched  # noqa: PLC0415

    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(highlight=False, width=_WIDTH_WITHOUT_TERMINAL)
    if watch:
        return watched(read, console, every=every, wait=time.sleep)
    found = read()
    console.print(screen(found, width=console.width))
    return found


def _example(kind: Kind) -> Callable[[], "Status"]:
    from msk_model.status import assess  # noqa: PLC0415
    from mskctl.status.example import example  # noqa: PLC0415

    return lambda: assess(example(kind.value))


def _live(cluster: str, region: str | None, profile: str | None) -> Callable[[], "Status"]:
    from msk_model.status import assess  # noqa: PLC0415
    from mskctl.status.read import read_snapshot  # noqa: PLC0415
    from mskctl.status.session import open_session  # noqa: PLC0415

    session = open_session(cluster, region=region, profile=profile)
    return lambda: assess(read_snapshot(session, datetime.now(UTC)))


def _draw(file: Path, found: "Status") -> None:
    from mskctl.status.plot import plot  # noqa: PLC0415

    try:
        file.write_text(plot(found), encoding="utf-8")
    except OSError as error:
        raise UnwritableFile(f"{file}: file must be writable; {error.strerror}") from error
