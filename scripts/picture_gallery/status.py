"""The screen of ``mskctl status``, as a terminal shows it."""

from io import StringIO

from rich.console import Console
from rich.terminal_theme import MONOKAI

from msk_model.status import assess
from mskctl.status.example import example
from mskctl.status.screen import screen
from picture_gallery.page import Page

_COLUMNS = 108
_CHARACTER, _LINE, _MARGIN = 8, 18, 24
_PAGE = """<!DOCTYPE html><meta charset="UTF-8"><style>
{{stylesheet}}
html, body {{{{ background: {background}; color: {foreground}; margin: 0; }}}}
body {{{{ padding: {margin}px; }}}}
pre {{{{ font: 13px/{line}px "DejaVu Sans Mono", Menlo, Consolas, monospace; margin: 0; }}}}
a {{{{ color: inherit; text-decoration: none; }}}}
</style><body><pre><code>{{code}}</code></pre></body>"""


def status() -> Page:
    """The example of Standard brokers."""
    console = Console(
        file=StringIO(),
        record=True,
        width=_COLUMNS,
        force_terminal=True,
        color_system="truecolor",
        highlight=False,
    )
    console.print(screen(assess(example("standard")), width=_COLUMNS))
    text = console.export_text(clear=False)
    page = _PAGE.format(
        background=MONOKAI.background_color.hex,
        foreground=MONOKAI.foreground_color.hex,
        margin=_MARGIN,
        line=_LINE,
    )
    return Page(
        html=console.export_html(theme=MONOKAI, code_format=page),
        width=_COLUMNS * _CHARACTER + 2 * _MARGIN,
        height=len(text.splitlines()) * _LINE + 2 * _MARGIN,
    )
