"""Tables for humans."""

from mskctl.tables import print_table, usd


def test_unknown_amount_says_so():
    """It is no zero."""
    assert (usd(None), usd(1234.5)) == ("unknown", "1,234.50")


def test_table_without_terminal_is_wide(capsys):
    """A log keeps rows on one line each."""
    print_table("Title", ("a", "b"), [("x" * 60, "1"), ("[b]", "22")], numbers=frozenset("b"))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert lines[3].startswith("[b]")
    assert lines[3].rstrip().endswith("22")
