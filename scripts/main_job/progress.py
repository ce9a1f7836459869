"""Progress of the main job on the terminal, and how long each step took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.status import Status


@dataclass
class Step:
    """One step of the job."""

    title: str
    seconds: float = 0.0
    result: str = ""
    """What came of it, in a few words; set by the step itself."""
    _status: Status | None = field(default=None, repr=False)

    def now(self, what: str) -> None:
        """Says what is being done at this moment, where somebody is looking."""
        if self._status is not None:
            self._status.update(f"{self.title} … {what}")


class Progress:
    """Prints each step as it ends, with a spinner while it runs on a terminal."""

    def __init__(self, console: Console) -> None:
        self.steps: list[Step] = []
        self._console = console

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Runs one step; it is shown as failed when the block raises."""
        step = Step(title)
        self.steps.append(step)
        started = time.monotonic()
        mark, style = "✗", "red"
        if not self._console.is_terminal:
            self._console.print(f"… {title}")
        try:
            with self._console.status(title) as step._status:
                yield step
            mark, style = "✓", "green"
        finally:
            step.seconds = time.monotonic() - started
            step._status = None
            self._console.print(
                f"[{style}]{mark}[/] {title} [dim]{step.seconds:.1f} s[/] {step.result}",
                highlight=False,
            )
