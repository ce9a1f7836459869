"""Speaking to a child process."""

import sys

import pytest

from msk_local.kafka.broker import BrokerError
from msk_local.kafka.broker.child import Child

ECHO = [sys.executable, "-c", "import sys\nfor line in sys.stdin: print(line, end='', flush=True)"]
DEAF = [sys.executable, "-c", "import sys; sys.stdin.read()"]


def test_answers_come_line_by_line(tmp_path):
    """A command is answered, and the end of commands ends the child."""
    child = Child(ECHO, log=tmp_path / "log")
    assert child.ask({"n": 1}, seconds=60) == {"n": 1}
    assert child.ask({"n": 2}, seconds=60) == {"n": 2}
    assert child.alive
    child.end()
    child.end()
    assert not child.alive


@pytest.mark.parametrize(
    ("command", "reason"), [(["false"], "has ended"), (DEAF, "did not answer within 0.5 seconds")]
)
def test_silence_is_an_error_that_names_the_log(tmp_path, command, reason):
    """A child that ended or does not answer is reported with the file to look into."""
    child = Child(command, log=tmp_path / "broker.log")
    with pytest.raises(BrokerError, match=rf"{reason}.*broker\.log"):
        child.ask({}, seconds=0.5 if command is DEAF else 60)
    child.end()
