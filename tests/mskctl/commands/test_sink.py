"""The command line of sinks, as far as it needs no AWS; `tests/sink_scale` runs the rest."""

import pytest
from typer.testing import CliRunner

from mskctl.cli import app
from mskctl.errors import MskctlError
from mskctl.sink.offsets import offsets_in


def test_without_a_command_it_helps():
    """As every group of commands does."""
    result = CliRunner().invoke(app, ["sink"])
    assert result.exit_code == 2
    assert {"audit", "replay"} <= set(result.stdout.split())


@pytest.mark.parametrize("text", ["3", "3:9", "3:9-1", "a:1-2"])
def test_offsets_that_are_no_range(text):
    """Are refused before anything is asked."""
    with pytest.raises(MskctlError, match="offsets must be <partition>:<first>-<last>"):
        CliRunner().invoke(
            app, ["sink", "replay", "orders-sink", "--offsets", text], catch_exceptions=False
        )


@pytest.mark.parametrize("text", ["[]", "{", '{"0": 4}', '{"a": [0, 1]}'])
def test_a_file_of_offsets_that_is_none(tmp_path, text):
    """Says what it should look like."""
    file = tmp_path / "offsets.json"
    file.write_text(text)
    with pytest.raises(MskctlError, match="file must hold offsets such as"):
        offsets_in(file)
