"""Recording rules keep every measure, once for each cluster."""

import promql_parser as promql

from msk_model.prometheus import recording_rules

MOST_RULES = 20
"""In a group: the default limit of hosted Prometheus services."""


def test_groups_are_small_and_have_names_of_their_own():
    """Groups of two clusters can stand in one server."""
    groups = [*recording_rules("a"), *recording_rules("b")]
    assert len({group.name for group in groups}) == len(groups)
    assert all(0 < len(group.rules) <= MOST_RULES for group in groups)


def test_rules_of_one_cluster_leave_others_alone(selectors):
    """Every series that goes into a rule is of the cluster."""
    for group in recording_rules("demo"):
        for rule in group.rules:
            assert promql.parse(rule.expr)
            for selector in selectors(rule.expr):
                chosen = {(m.name, m.value) for m in selector.matchers.matchers}
                assert ("cluster", "demo") in chosen
