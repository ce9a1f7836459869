"""Names as grants take them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_model.client import check_names


def rules(names, field="topics"):
    return [found.rule for found in check_names(field, names)]


@pytest.mark.parametrize(
    "names", [["orders"], ["orders-*"], ["*"], ["a", "b-*"], ["a", "a"], ["${T}", "*"], []]
)
def test_names_and_prefixes_are_taken(names):
    """Whole names, prefixes, everything alone; and what is filled in later is not judged."""
    assert rules(names) == []


@pytest.mark.parametrize("name", ["*orders", "or*ders", "**", "order?", "", "*-*"])
def test_other_patterns_are_refused(name):
    """What IAM would take for a pattern and Kafka for a name, or the other way round."""
    assert rules([name]) == ["names-are-whole-or-prefixes"]


@pytest.mark.parametrize("names", [["orders", "*"], ["orders-eu", "orders-*"], ["o-*", "*"]])
def test_a_wildcard_does_not_widen_a_name(names):
    """A name beside a wildcard that covers it says two things at once."""
    (found,) = check_names("topics", names)
    assert found.rule == "wildcards-widen-no-name"
    assert repr(names[0]) in found.must


def test_topics_have_letters_topics_can_have():
    """Groups may be called what no topic may be."""
    assert rules(["my topic"]) == ["granted-topics-can-exist"]
    assert rules(["a" * 250]) == ["granted-topics-can-exist"]
    assert rules(["my group"], "groups") == []


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text("ab*", min_size=1, max_size=4), max_size=4))
def test_what_passes_grants_no_name_twice(names):
    """Among names that pass, none is covered by another."""
    if not rules(names):
        for wide in names:
            covered = {n for n in names if wide.endswith("*") and n.startswith(wide[:-1])}
            assert covered <= {wide}
