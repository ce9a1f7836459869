"""The catalogue of rules."""

import pytest

from msk_model.catalogue import all_rules


def test_there_is_a_rule_for_every_mistake_that_is_promised():
    """Ids are unique, and there are as many as the documentation says at least."""
    ids = [rule.id for rule in all_rules()]
    assert len(set(ids)) == len(ids)
    assert len(ids) > 100


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_every_rule_says_what_it_is(rule):
    """A sentence, what is answered to breaking it, and a page that decides it."""
    assert rule.sentence.endswith(".")
    assert rule.explanation.startswith(("Refuse", "Warn"))
    assert rule.source.startswith("https://")
