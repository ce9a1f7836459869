"""``mskctl check``."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from msk_model import Severity
from mskctl.check import Report, check_paths
from mskctl.errors import UnwritableFile

_STDOUT = Path("-")
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def check(
    paths: Annotated[
        list[Path],
        typer.Argument(help="CloudFormation templates (JSON, YAML) or folders such as cdk.out."),
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print findings as JSON.")] = False,
    new: Annotated[
        bool,
        typer.Option("--new", help="Judge clusters as about to be created: MSK refuses more then."),
    ] = False,
    sarif: Annotated[
        Path | None,
        typer.Option(
            "--sarif",
            allow_dash=True,
            metavar="FILE",
            help="Write findings and rules as SARIF 2.1.0 too; - prints them instead.",
        ),
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(help="Where it will be deployed. Absent: no rule about regions applies."),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day to judge end of support on. Absent: today."),
    ] = None,
) -> None:
    """Check clusters, topics and what stands around them in any template against MSK's rules.

    Ends with 0 when nothing would be refused, 1 on errors, 2 when a path holds no template.

    Examples: mskctl check cdk.out; mskctl check template.yaml --new --sarif findings.sarif
    """
    day = (on or datetime.now()).date()
    report = check_paths(paths, on=day, new=new, region=region)
    if sarif is not None:
        _write_sarif(report, sarif)
    if sarif == _STDOUT:
        pass
    elif as_json:
        typer.echo(json.dumps(_as_json(report), indent=2, default=str))
    else:
        for one in report.findings:
            severity = one.finding.severity
            typer.secho(f"{severity.value}: ", fg=_COLOURS[severity], nl=False)
            typer.echo(f"{one.message}\n    {one.finding.source}")
        typer.echo(_summary(report))
    raise typer.Exit(1 if report.errors else 0)


def _write_sarif(report: Report, target: Path) -> None:
    # Imported late: only code scanning asks for it.
    from mskctl.sarif import as_sarif  # noqa: PLC0415

    text = json.dumps(as_sarif(report, root=Path.cwd()), indent=2)
    if target == _STDOUT:
        typer.echo(text)
        return
    try:
        target.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise UnwritableFile(f"{target}: file must be writable; {error.strerror}") from error


def _as_json(report: Report) -> dict[str, object]:
    return {
        "files": report.files,
        "clusters": report.clusters,
        "topics": report.topics,
        "errors": report.errors,
        "warnings": report.warnings,
        "findings": [one.as_json() for one in report.findings],
    }


def _summary(report: Report) -> str:
    return ", ".join(
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in (
            (report.files, "template"),
            (report.clusters, "cluster"),
            (report.topics, "topic"),
            (report.errors, "error"),
            (report.warnings, "warning"),
        )
    )
