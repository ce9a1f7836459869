"""The guide to logs has what alarms link to."""

from pathlib import Path

from cdk_msk.logs.alarm_facts import LOG_ALARMS
from cdk_msk.logs.query_facts import LOG_QUERIES

GUIDE = (Path(__file__).parents[3] / "docs" / "logs.md").read_text(encoding="utf-8")


def test_every_alarm_has_its_runbook():
    """A heading of its own, with the threshold it has by default and the query to run."""
    sections = {one.partition("\n")[0]: one for one in GUIDE.split("\n### ")[1:]}
    for alarm in LOG_ALARMS:
        assert f"More than {alarm.threshold:g} " in sections[alarm.id]
        assert any(f"`{query.id}`" in sections[alarm.id] for query in LOG_QUERIES)


def test_every_query_is_listed():
    """With what it tells."""
    for query in LOG_QUERIES:
        assert f"\n| `{query.id}` | " in GUIDE
