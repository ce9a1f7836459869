"""HTML out of text that nobody can trust."""

import html
import re
from collections.abc import Iterable, Sequence

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Markup(str):
    """Text that is HTML already; every other text is escaped."""

    __slots__ = ()


def escaped(value: object) -> Markup:
    """`value` for HTML, XML and their attributes; what neither can hold becomes U+FFFD."""
    if isinstance(value, Markup):
        return value
    return Markup(html.escape(_UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", str(value))))


def element(name: str, *content: object, css: str = "") -> Markup:
    """An element with escaped content."""
    attribute = f' class="{escaped(css)}"' if css else ""
    return Markup(f"<{name}{attribute}>{''.join(map(escaped, content))}</{name}>")


def link(address: str) -> Markup:
    """A link to a page on the web; text only when it is no such address."""
    if not address.startswith("https://"):
        return escaped(address)
    shown = address.removeprefix("https://").rstrip("/").rpartition("/")[2] or address
    return Markup(f'<a href="{escaped(address)}">{escaped(shown)}</a>')


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    numbers: frozenset[str] = frozenset(),
) -> Markup:
    """A table in a box that scrolls when the page is too narrow for it.

    Args:
        columns: The headings of its columns.
        rows: One cell for each column.
        numbers: The columns to align to the right.
    """
    styles = ["number" if column in numbers else "" for column in columns]

    def row(tag: str, cells: Iterable[object]) -> Markup:
        return element(
            "tr",
            *(element(tag, cell, css=css) for cell, css in zip(cells, styles, strict=True)),
        )

    head = element("thead", row("th", columns))
    body = element("tbody", *(row("td", cells) for cells in rows))
    return Markup(f'<div class="scroll" tabindex="0"><table>{head}{body}</table></div>')
