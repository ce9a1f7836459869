"""``mskctl configuration``."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from msk_model.configuration_differences import PropertyDifference


def configuration(
    paths: Annotated[
        list[Path],
        typer.Argument(help="CloudFormation templates (JSON, YAML) or folders such as cdk.out."),
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the settings as JSON.")] = False,
) -> None:
    """Show the broker settings of each cluster beside MSK's own, and which of them are dangerous.

    Ends with 0, or with 2 when a path holds no template.

    Example: mskctl configuration cdk.out
    """
    # Imported late: other commands need none of this.
    from msk_model.configuration_differences import configuration_differences  # noqa: PLC0415
    from msk_model.template import from_template  # noqa: PLC0415
    from mskctl.templates import read_template, template_files  # noqa: PLC0415

    found = {
        f"{file.name}: {name}": configuration_differences(shape)
        for path in paths
        for file in template_files(path)
        for name, shape in from_template(read_template(file)).clusters.items()
    }
    if as_json:
        answer = [
            {"cluster": cluster, "settings": [_as_json(one) for one in settings]}
            for cluster, settings in found.items()
        ]
        typer.echo(json.dumps(answer, indent=2))
        return
    for cluster, settings in found.items():
        if settings:
            _print(cluster, settings)
        else:
            typer.echo(f"{cluster}: no settings of its own here")
    if not found:
        typer.echo("no clusters")


def _as_json(one: "PropertyDifference") -> dict[str, object]:
    return {
        "name": one.name,
        "value": _text(one),
        "default": one.default,
        "differs": not one.is_default,
        "findings": [
            {"rule": finding.rule, "severity": finding.severity.value, "fix": finding.fix}
            for finding in one.findings
        ],
    }


def _text(one: "PropertyDifference") -> str | None:
    """The value; None where only a deployment knows it."""
    return one.value if isinstance(one.value, str) else None


def _print(cluster: str, settings: "tuple[PropertyDifference, ...]") -> None:
    from mskctl.tables import print_table  # noqa: PLC0415 - it takes rich

    print_table(
        cluster,
        ("", "Setting", "Is", "MSK's own", "Note"),
        [
            (
                "!" if one.findings else "",
                one.name,
                _text(one) or "(unknown)",
                one.default or "",
                "; ".join(f"must {finding.must}" for finding in one.findings)
                or ("as without it" if one.is_default else ""),
            )
            for one in settings
        ],
        numbers=frozenset(),
    )
