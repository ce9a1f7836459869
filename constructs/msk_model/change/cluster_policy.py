"""Who may connect to a cluster by its policy, before and after."""

from collections.abc import Iterator, Mapping

from msk_model.change.change import Change, ChangeKind
from msk_model.change.classify import verdict_on
from msk_model.change.comparison import Comparison
from msk_model.change.difference import differences, same
from msk_model.facts.replacement import ReplacementFacts
from msk_model.intrinsics import look_up, members
from msk_model.policy_principals import let_in
from msk_model.resource import properties_of


def policy_changes(both: Comparison, name: str, facts: ReplacementFacts) -> Iterator[Change]:
    """The policy as one change, whoever it lets in or shuts out, and what else differs."""
    old, new = (
        properties_of(resources[name]) for resources in (both.old_resources, both.new_resources)
    )
    for difference in differences({**old, "Policy": None}, {**new, "Policy": None}):
        verdict = verdict_on(both, name, facts, difference)
        yield Change(
            resource=name,
            resource_type=facts.name,
            path="/".join(difference.path),
            old=difference.old,
            new=difference.new,
            kind=verdict.kind,
            reason=verdict.reason,
            source=verdict.source,
        )
    if same(old.get("Policy"), new.get("Policy")):
        return
    before, after = let_in_by(old), let_in_by(new)
    gained, lost = ", ".join(sorted(after - before)), ", ".join(sorted(before - after))
    reasons = [f"lets in {gained}"] if gained else []
    reasons += [f"lets in no more: {lost}"] if lost else []
    yield Change(
        resource=name,
        resource_type=facts.name,
        path="Policy",
        old=sorted(before),
        new=sorted(after),
        kind=ChangeKind.SHUT_OUT if lost else ChangeKind.IN_PLACE,
        reason="; ".join(reasons) or "the same may connect; what they may do changes",
        source=facts.source,
    )


def let_in_by(properties: Mapping[str, object]) -> frozenset[str]:
    """Everybody whom some statement of the policy lets in."""
    return frozenset(
        who
        for statement in members(look_up(properties, "Policy", "Statement"))
        if isinstance(statement, Mapping)
        for who in let_in(statement)
    )
