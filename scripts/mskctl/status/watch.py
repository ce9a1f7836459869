"""A status that is read again and again, until Ctrl-C."""

from collections.abc import Callable

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from msk_model.status import Status
from mskctl.status.screen import screen
from mskctl.status.session import UnreadableCluster


def watch(
    read: Callable[[], Status],
    console: Console,
    *,
    every: float,
    wait: Callable[[float], None],
) -> Status:
    """Show what `read` says until Ctrl-C; then the last screen stays, and is returned.

    Args:
        read: Reads the cluster.
        console: Where to show it. One that is no terminal gets one screen after the other.
        every: Seconds between two readings.
        wait: Waits so many seconds.

    Raises:
        UnreadableCluster: The first reading failed. Later ones are tried again.
    """
    status = read()
    with Live(
        console=console, auto_refresh=False, screen=console.is_terminal, transient=True
    ) as live:
        trouble: str | None = None
        try:
            while True:
                shown = screen(status, width=console.width)
                footer = Text(trouble or f"every {every:g} s, Ctrl-C ends", style="dim")
                if console.is_terminal:
                    live.update(Group(footer, shown), refresh=True)
                else:
                    console.print(shown, footer)
                wait(every)
                try:
                    status, trouble = read(), None
                except UnreadableCluster as error:
                    trouble = f"could not be read again, and is older: {error}"
        except KeyboardInterrupt:
            pass
    if console.is_terminal:
        console.print(screen(status, width=console.width))
    return status


def watch_documents(
    read: Callable[[], Status],
    tell: Callable[[Status], None],
    *,
    every: float,
    wait: Callable[[float], None],
) -> Status:
    """Tell what `read` says until Ctrl-C; the last one is returned.

    Args:
        read: Reads the cluster.
        tell: Prints it.
        every: Seconds between two readings.
        wait: Waits so many seconds.

    Raises:
        UnreadableCluster: A reading failed: who reads documents wants to know.
    """
    status = read()
    try:
        while True:
            tell(status)
            wait(every)
            status = read()
    except KeyboardInterrupt:
        return status
