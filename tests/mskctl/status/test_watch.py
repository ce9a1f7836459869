"""A status that is read again and again."""

from io import StringIO

import pytest
from rich.console import Console

from msk_model.status import assess
from mskctl.status.example import example
from mskctl.status.session import UnreadableCluster
from mskctl.status.watch import watch, watch_documents

STATUS = assess(example("express"))


class Rounds:
    """Waits that end with Ctrl-C after so many."""

    def __init__(self, count):
        self.left, self.waited = count, []

    def __call__(self, seconds):
        self.waited.append(seconds)
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt


@pytest.mark.parametrize("terminal", [True, False])
def test_ctrl_c_ends_it(terminal):
    """The last screen stays; nothing is raised; the terminal is given back."""
    console = Console(file=StringIO(), width=100, force_terminal=terminal, color_system=None)
    readings, wait = [], Rounds(3)

    def read():
        readings.append(1)
        return STATUS

    assert watch(read, console, every=30, wait=wait) is STATUS
    assert len(readings) == 3
    assert wait.waited == [30, 30, 30]
    text = console.file.getvalue()
    assert text.count("every 30 s, Ctrl-C ends") == 3
    if terminal:
        # It goes to a screen of its own, comes back, and leaves what was last seen.
        assert text.count("\x1b[?1049h") == text.count("\x1b[?1049l") == 1
        assert "orders  ACTIVE" in text.split("\x1b[?1049l")[1]
        assert text.rfind("\x1b[?25h") > text.rfind("\x1b[?25l")


def test_ctrl_c_while_reading_ends_it_too():
    """The screen before is the last."""
    console = Console(file=StringIO(), width=100)
    answers = iter([STATUS])

    def read():
        try:
            return next(answers)
        except StopIteration:
            raise KeyboardInterrupt from None

    assert watch(read, console, every=5, wait=lambda _: None) is STATUS


def test_a_reading_that_fails_is_tried_again():
    """The screen stays, and says that it is older; the first one has to succeed."""
    console = Console(file=StringIO(), width=100)
    answers = iter([STATUS, UnreadableCluster("throttled"), STATUS])

    def read():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert watch(read, console, every=5, wait=Rounds(3)) is STATUS
    text = console.file.getvalue()
    assert text.count("could not be read again, and is older: throttled") == 1
    assert text.count("orders  ACTIVE") == 3

    def never():
        raise UnreadableCluster("gone")

    with pytest.raises(UnreadableCluster, match="gone"):
        watch(never, console, every=5, wait=Rounds(1))


def test_documents_are_told_one_by_one():
    """Until Ctrl-C."""
    told = []
    assert watch_documents(lambda: STATUS, told.append, every=5, wait=Rounds(2)) is STATUS
    assert told == [STATUS, STATUS]
