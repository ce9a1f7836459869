"""``mskctl rules``."""

import json

from typer.testing import CliRunner

from msk_model.catalogue import all_rules
from mskctl.cli import app


def test_rules_are_listed_with_their_source():
    """One rule is two lines, and the last line counts them."""
    result = CliRunner().invoke(app, ["rules"])
    lines = result.output.splitlines()
    assert result.exit_code == 0
    assert "error: express-needs-three-zones:" in result.output
    assert len(lines) == 2 * len(all_rules()) + 1
    assert lines[-1] == f"{len(all_rules())} rules"


def test_rules_are_told_to_machines():
    """--json has every rule with what it is about."""
    listed = json.loads(CliRunner().invoke(app, ["rules", "--json"]).output)
    assert [one["rule"] for one in listed] == [one.id for one in all_rules()]
    assert {one["about"] for one in listed} == {"cluster", "new cluster", "topic", "template"}
    assert set(listed[0]) == {"rule", "about", "severity", "sentence", "explanation", "source"}
