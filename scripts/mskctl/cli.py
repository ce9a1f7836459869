"""The command line ``mskctl``: its commands, and how it fails."""

import sys

import typer

from mskctl.commands.check import check
from mskctl.commands.cost import cost
from mskctl.commands.plan import plan
from mskctl.commands.report import report
from mskctl.commands.rules import rules
from mskctl.commands.size import size
from mskctl.errors import MskctlError

app = typer.Typer(
    name="mskctl",
    help="Amazon MSK from the command line.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command()(check)
app.command()(plan)
app.command()(rules)
app.command()(size)
app.command()(cost)
app.command()(report)


@app.callback()
def root() -> None:
    """Amazon MSK from the command line."""


def main() -> None:
    """Run the command line; expected failures are one line on stderr."""
    try:
        app()
    except MskctlError as error:
        typer.echo(f"mskctl: {error}", err=True)
        sys.exit(error.exit_code)
