"""``mskctl rules``."""

import json
from typing import Annotated

import typer

from msk_model import Severity
from msk_model.catalogue import RuleFacts, all_rules

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def rules(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the rules as JSON.")] = False,
) -> None:
    """List every rule that `mskctl check` knows, with its source.

    An error is what MSK or CloudFormation refuses; a warning deploys, and somebody will be sorry.

    Examples: mskctl rules | grep express; mskctl rules --json
    """
    if as_json:
        typer.echo(json.dumps([_as_json(rule) for rule in all_rules()], indent=2))
        return
    for rule in all_rules():
        typer.secho(f"{rule.severity.value}: ", fg=_COLOURS[rule.severity], nl=False)
        typer.echo(f"{rule.id}: {rule.sentence}\n    {rule.source}")
    typer.echo(f"{len(all_rules())} rules")


def _as_json(rule: RuleFacts) -> dict[str, str]:
    return {
        "rule": rule.id,
        "about": rule.about,
        "severity": rule.severity.value,
        "sentence": rule.sentence,
        "explanation": rule.explanation,
        "source": rule.source,
    }
