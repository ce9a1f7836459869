"""The command line ``mskctl``: its commands, and how it fails."""

import re
import sys
from typing import NoReturn

import typer
import typer.exceptions

from msk_model import nearest
from mskctl.commands.check import check
from mskctl.commands.client_config import client_config
from mskctl.commands.configuration import configuration
from mskctl.commands.cost import cost
from mskctl.commands.plan import plan
from mskctl.commands.prometheus import prometheus
from mskctl.commands.report import report
from mskctl.commands.rules import rules
from mskctl.commands.sink import app as sink
from mskctl.commands.size import size
from mskctl.commands.status import status
from mskctl.commands.topics import app as topics
from mskctl.errors import MskctlError

app = typer.Typer(
    name="mskctl",
    help="Amazon MSK from the command line.",
    rich_markup_mode=None,  # plain help and one-line errors, in half the time
    pretty_exceptions_enable=False,
)
app.command()(check)
app.command()(plan)
app.command()(rules)
app.command()(size)
app.command()(cost)
app.command()(report)
app.command()(configuration)
app.command()(client_config)
app.command()(prometheus)
app.command()(status)
app.add_typer(topics)
app.add_typer(sink)


@app.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """Amazon MSK from the command line."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


def main() -> None:
    """Run the command line; expected failures are one line on stderr."""
    try:
        status = app(standalone_mode=False)
    except MskctlError as error:
        _fail(str(error), error.exit_code)
    except typer.exceptions.TyperException as error:
        # The nearest of the allowed values, as commands and options get it from typer itself.
        message = error.format_message().replace("Value error, ", "")
        got, *allowed = re.findall(r"'([\w-]+)'", message.partition(": ")[2]) or [""]
        close = nearest(got, allowed) if "is not one of" in message else None
        _fail(f"{message} Did you mean {close!r}?" if close else message, 2)
    except OverflowError:
        _fail("a number is too large to count with; state one that a cluster could have", 2)
    sys.exit(status or 0)


def _fail(message: str, status: int) -> NoReturn:
    typer.echo(f"mskctl: {message}", err=True)
    sys.exit(status)
