"""Wrong words get one line and exit status 2."""

import subprocess
import sys

import pytest


def mskctl(*words):
    return subprocess.run(
        [sys.executable, "-m", "mskctl", *words], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chek"], "mskctl: No such command 'chek'. Did you mean 'check'?"),
        (["check", "--jsn", "x"], "mskctl: No such option: --jsn (Possible options: --json, "),
        (["plan", "a", "b", "--fail-on", "replacment"], "Did you mean 'replacement'?"),
        (["check"], "mskctl: Missing argument 'paths'."),
        (["check", "nowhere"], "mskctl: nowhere: path must exist; "),
    ],
)
def test_a_wrong_word_is_answered_in_one_line(words, said):
    """With the nearest valid name where there is one."""
    done = mskctl(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr


def test_no_word_at_all_gets_the_help():
    """Whoever only types the name sees what there is."""
    done = mskctl()
    assert done.returncode == 2
    assert "check " in done.stdout


def test_starting_loads_no_table_printer():
    """The help comes at once: rich is loaded by the commands that print tables."""
    code = "import sys, mskctl.cli; print('rich' in sys.modules, 'boto3' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False False"
