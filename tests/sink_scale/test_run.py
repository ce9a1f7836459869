"""A deployed sink whose handlers are killed still delivers each record once."""

import pytest
from rich.console import Console

from main_job.progress import Progress
from sink_scale.run import run

pytestmark = pytest.mark.local_cloud


def test_killed_handlers_lose_nothing(tmp_path):
    """Twenty thousand records over twelve partitions; the auditor reads all of them."""
    result = run(
        directory=tmp_path / "scale",
        records=20_000,
        partitions=12,
        kills=2,
        broker="embedded",
        progress=Progress(Console(quiet=True)),
    )
    assert result.audit["records"] == 20_000
    assert result.audit["findings"] == []
    assert len(result.killed) == 2
