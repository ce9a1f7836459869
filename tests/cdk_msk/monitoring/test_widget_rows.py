"""Places of widgets."""

from cdk_msk.monitoring.widget_rows import WidgetRows


def places(rows: WidgetRows) -> list[tuple[int, int]]:
    return [(one["x"], one["y"]) for one in rows.widgets]


def test_a_full_row_is_followed_by_the_next():
    """The next row begins below the highest widget of this one."""
    rows = WidgetRows()
    for width, height in ((8, 6), (8, 9), (8, 6), (8, 6)):
        rows.add("metric", width, height, {})
    assert places(rows) == [(0, 0), (8, 0), (16, 0), (0, 9)]


def test_text_has_a_row_of_its_own():
    """What comes before it is not waited for, and it fills the width."""
    rows = WidgetRows()
    rows.add("metric", 8, 6, {})
    rows.text("## Brokers", 2)
    rows.add("metric", 8, 6, {})
    assert places(rows) == [(0, 0), (0, 6), (0, 8)]
    assert rows.widgets[1]["width"] == 24


def test_a_row_may_end_early():
    """Two halves that are too few for a row leave the rest of it empty."""
    rows = WidgetRows()
    rows.add("metric", 6, 5, {})
    rows.end_row()
    rows.add("metric", 6, 5, {})
    assert places(rows) == [(0, 0), (0, 5)]
