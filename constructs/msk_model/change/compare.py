"""Every difference between two templates that concerns MSK."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from msk_model.change.access import acl_change
from msk_model.change.change import Change, ChangeKind
from msk_model.change.classify import attribute_changes, verdict_on
from msk_model.change.cluster import cluster_changes
from msk_model.change.cluster_policy import policy_changes
from msk_model.change.comparison import Comparison, type_of
from msk_model.change.connectivity import connectivity_changes
from msk_model.change.custom_types import ACLS, TOPIC, facts_of, is_judged, is_mechanics
from msk_model.change.difference import differences, same
from msk_model.change.grants import grant_changes
from msk_model.change.presence import presence_changes
from msk_model.change.sections import shifts
from msk_model.change.shutting_out import shutting_out
from msk_model.change.topics import topic_changes
from msk_model.facts.replacement import ReplacementFacts
from msk_model.resource import properties_of
from msk_model.sources import template_reference


def compare(
    old: Mapping[str, object], new: Mapping[str, object], *, on: date | None = None
) -> tuple[Change, ...]:
    """What turning the template `old` into `new` does to every MSK resource.

    Any two trees can be compared: what cannot be understood cannot be told, and never raises.

    Args:
        old: The template that is deployed.
        new: The template that is wanted.
        on: The day to judge Kafka versions' end of support on. Absent: it is not judged.
    """
    both = Comparison(old, new)
    changed = [
        change
        for name in both.new_resources
        if name in both.old_resources
        for change in _resource_changes(both, name, on)
    ]
    return (
        *changed,
        *shutting_out(both),
        *connectivity_changes(both),
        *grant_changes(both),
        *presence_changes(both),
        *_shifts(both),
    )


def others(old: Mapping[str, object], new: Mapping[str, object]) -> tuple[str, ...]:
    """Logical ids of resources that differ and are not MSK's, about which nothing is said."""
    both = Comparison(old, new)
    names = [*both.new_resources, *(n for n in both.old_resources if n not in both.new_resources)]
    return tuple(
        name
        for name in names
        if not is_judged(_type(both, name))
        and not same(both.old_resources.get(name), both.new_resources.get(name))
    )


def _shifts(both: Comparison) -> Iterator[Change]:
    ours = [name for name in both.new_resources if facts_of(_type(both, name))]
    for shift in shifts(both, ours):
        yield Change(
            resource=shift.name,
            resource_type=shift.section,
            path=shift.section,
            old=shift.old,
            new=shift.new,
            kind=ChangeKind.CANNOT_BE_TOLD,
            reason="resources of MSK depend on it, and their values may change with it",
            source=template_reference("template-anatomy"),
        )


def _type(both: Comparison, name: str) -> str:
    return type_of(both.new_resources.get(name) or both.old_resources.get(name, {}))


def _resource_changes(both: Comparison, name: str, on: date | None) -> Iterator[Change]:
    old, new = both.old_resources[name], both.new_resources[name]
    before, after = facts_of(type_of(old)), facts_of(type_of(new))
    if type_of(old) != type_of(new):
        if facts := before or after:
            yield _retyped(name, facts, old, new)
        return
    if after is None:
        return
    yield from attribute_changes(name, after, old, new)
    if after.name == "AWS::MSK::Cluster":
        yield from cluster_changes(both, name, after, on)
    else:
        yield from _JUDGES.get(after.name, _property_changes)(both, name, after)


def _property_changes(both: Comparison, name: str, facts: ReplacementFacts) -> Iterator[Change]:
    old, new = both.old_resources[name], both.new_resources[name]
    for difference in differences(properties_of(old), properties_of(new)):
        if is_mechanics(facts.name, difference.path):
            continue
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


def _retyped(
    name: str, facts: ReplacementFacts, old: Mapping[str, object], new: Mapping[str, object]
) -> Change:
    return Change(
        resource=name,
        resource_type=facts.name,
        path="Type",
        old=old.get("Type"),
        new=new.get("Type"),
        kind=ChangeKind.FORBIDDEN,
        reason="a logical id keeps its type; give the new resource another one",
        source=template_reference("resources-section-structure"),
    )


_Judge = Callable[[Comparison, str, ReplacementFacts], Iterator[Change]]
_JUDGES: Mapping[str, _Judge] = {
    "AWS::MSK::ClusterPolicy": policy_changes,
    "AWS::MSK::Topic": topic_changes,
    ACLS: acl_change,
    TOPIC: topic_changes,
}
