"""``mskctl plan``."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from msk_model.change import ABSENT, ChangeKind
from msk_model.change.cluster_updates import ONE_UPDATE
from mskctl.errors import MskctlError
from mskctl.plan import Pair, Plan, WrittenSteps, plan_pairs, template_pairs, write_steps
from mskctl.plan_live import UnreachableCluster, kafka_client, live_pair
from mskctl.templates import read_template, template_files

_COLOURS = {
    ChangeKind.FREE: "green",
    ChangeKind.IN_PLACE: "green",
    ChangeKind.ONE_AT_A_TIME: "cyan",
    ChangeKind.ROLLING_RESTART: "yellow",
    ChangeKind.SHUT_OUT: "bold red",
    ChangeKind.REPLACEMENT: "magenta",
    ChangeKind.DATA_LOSS: "bold red",
    ChangeKind.FORBIDDEN: "bold red",
    ChangeKind.CANNOT_BE_TOLD: "yellow",
}


class WrongPaths(MskctlError):  # noqa: N818  (it is the paths that are wrong)
    """Too few or too many paths."""

    exit_code = 2


def plan(
    paths: Annotated[
        list[Path],
        typer.Argument(help="OLD NEW: templates or folders such as cdk.out; NEW with --cluster."),
    ],
    *,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ARN", help="Compare with this live cluster, read-only."),
    ] = None,
    steps: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write the templates that lead there, one by one."),
    ] = None,
    fail_on: Annotated[
        ChangeKind | None,
        typer.Option(help="End with 1 when a change is of this kind or worse."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day to judge end of support on. Absent: today."),
    ] = None,
) -> None:
    """Tell what deploying NEW over OLD does to clusters, topics and connectors, and why.

    Ends with 0, with 1 when --fail-on is met or --steps finds no way, with 2 when asked wrongly.

    Examples: `mskctl plan cdk.out.old cdk.out --fail-on replacement`,
    `mskctl plan --cluster ARN template.yaml`, `mskctl plan old.json new.json --steps steps`.
    """
    if len(paths) != (1 if cluster else 2):
        wanted = "NEW alone with --cluster" if cluster else "OLD and NEW"
        raise WrongPaths(f"plan must be given {wanted}, got {len(paths)} paths")
    pairs: tuple[Pair, ...]
    if cluster:
        files = template_files(paths[0])
        if len(files) != 1:
            raise UnreachableCluster(f"{paths[0]}: path must hold one template with --cluster")
        template = read_template(files[0])
        pairs = (live_pair(kafka_client(cluster), cluster, files[0].name, template),)
    else:
        pairs = template_pairs(*paths)
    planned = plan_pairs(pairs, on=(on or datetime.now()).date())
    written = write_steps(pairs, steps) if steps else ()
    if as_json:
        typer.echo(json.dumps(_as_json(planned, written), indent=2, default=str))
    else:
        _print(planned, written)
    failed = fail_on is not None and planned.reaches(fail_on)
    raise typer.Exit(1 if failed or any(one.obstacles for one in written) else 0)


def _as_json(planned: Plan, written: tuple[WrittenSteps, ...]) -> dict[str, object]:
    return {
        "counts": planned.counts(),
        "changes": [one.as_json() for one in planned.changes],
        "together": [
            {"template": template, "resource": resource, "updates": updates}
            for (template, resource), updates in planned.together().items()
        ],
        "others": list(planned.others),
        "ways": [one.as_json() for one in written],
    }


def _print(planned: Plan, written: tuple[WrittenSteps, ...]) -> None:
    # Imported late: other commands start without it.
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415

    console = Console(file=sys.stdout, soft_wrap=True, highlight=False)
    for one in planned.changes:
        change = one.change
        colour = _COLOURS[change.kind]
        place = f"{change.resource}/{change.path}" if change.path else change.resource
        values = f": {_short(change.old)} -> {_short(change.new)}" if change.path else ""
        way_out = " (several deployments get there)" if change.stepwise else ""
        console.print(
            f"[{colour}]{change.kind.value}[/] {escape(f'{one.template}: {place}{values}')}\n"
            f"    {escape(change.reason)}{way_out}\n    [dim]{escape(change.source)}[/]"
        )
    for (template, resource), updates in planned.together().items():
        console.print(
            f"[bold red]too many at once[/] {escape(f'{template}: {resource}')}: "
            f"{', '.join(updates)}\n    MSK takes one of these updates in one deployment; "
            f"--steps writes one after the other\n    [dim]{ONE_UPDATE}[/]"
        )
    for found in written:
        for obstacle in found.obstacles:
            console.print(f"[bold red]no way[/] {escape(f'{found.template}: {obstacle}')}")
        for title, file in zip(found.titles, found.files, strict=True):
            console.print(f"[green]step[/] {escape(f'{file}: {title}')}")
    counted = [f"{count} {kind}" for kind, count in planned.counts().items() if count]
    if planned.others:
        counted.append(f"{len(planned.others)} of other services not judged")
    console.print(", ".join(counted) or "no changes")


def _short(value: object) -> str:
    if value is ABSENT:
        return "absent"
    text = json.dumps(value, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."
