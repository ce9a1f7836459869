"""Progress tells the truth about each step."""

import io

import pytest
from rich.console import Console

from main_job.progress import Progress


def test_a_step_that_ends_is_ticked_with_its_result():
    """What came of a step stands beside it."""
    out = io.StringIO()
    progress = Progress(Console(file=out, width=120))
    with progress.step("Deploy") as step:
        step.now("the cluster")
        step.result = "3 brokers"
    assert "✓ Deploy" in out.getvalue()
    assert "3 brokers" in out.getvalue()
    assert [step.title for step in progress.steps] == ["Deploy"]


def test_a_step_that_raises_is_crossed_and_still_raises():
    """A failure is never shown as success."""
    out = io.StringIO()
    with pytest.raises(RuntimeError), Progress(Console(file=out, width=120)).step("Deploy"):
        raise RuntimeError
    assert "✗ Deploy" in out.getvalue()
    assert "✓" not in out.getvalue()
