"""Tables for humans, as wide as the terminal, wide enough where there is none."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

_WIDTH_WITHOUT_TERMINAL = 140


def usd(amount: float | None) -> str:
    """An amount of US dollars, or that it is unknown."""
    return "unknown" if amount is None else f"{amount:,.2f}"


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: frozenset[str],
) -> None:
    """Print a table.

    Args:
        title: Its heading.
        columns: The headings of its columns.
        rows: One text for each column.
        numbers: The columns to align to the right.
    """
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDTH_WITHOUT_TERMINAL)
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for column in columns:
        table.add_column(
            column,
            justify="right" if column in numbers else "left",
            overflow="fold",
            no_wrap=column in numbers,
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
