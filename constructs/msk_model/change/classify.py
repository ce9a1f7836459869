"""Differences of resources other than clusters' updates, classified."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from msk_model.change.change import ABSENT, Change, ChangeKind
from msk_model.change.comparison import Comparison, clusters_running_latest, is_retained
from msk_model.change.difference import Difference, refer_elsewhere, same
from msk_model.facts.replacement import ReplacementFacts
from msk_model.intrinsics import referred_to
from msk_model.resource import properties_of
from msk_model.sources import developer_guide, template_reference


class Verdict(NamedTuple):
    """A kind with its reason and source."""

    kind: ChangeKind
    reason: str
    source: str


def verdict_on(
    both: Comparison, logical_id: str, facts: ReplacementFacts, difference: Difference
) -> Verdict:
    """What a difference in a property costs, as far as the type alone decides it."""
    path = difference.path
    certain = difference.is_certain or refer_elsewhere(difference, *both.ids)
    if facts.is_create_only(path) or facts.hides_create_only(path):
        if not certain:
            reason = "a change of it replaces the resource, and only the deployment knows its value"
            return Verdict(ChangeKind.CANNOT_BE_TOLD, reason, facts.source)
        return replacement_of(both, logical_id, facts)
    judge = _JUDGES.get(facts.name)
    if judge and (verdict := judge(both, logical_id, difference)):
        return verdict
    return Verdict(ChangeKind.IN_PLACE, "CloudFormation updates it in place", facts.source)


def replacement_of(both: Comparison, logical_id: str, facts: ReplacementFacts) -> Verdict:
    """What replacing a resource costs."""
    new, old = both.new_resources[logical_id], both.old_resources[logical_id]
    if facts.holds_records:
        kept = all(is_retained(one, "UpdateReplacePolicy") for one in (old, new))
        if kept:
            reason = "replaced by an empty one; the old one stays, and nobody manages it any more"
            return Verdict(ChangeKind.REPLACEMENT, reason, facts.source)
        reason = (
            "replaced by an empty one, and the old one is deleted with its records; "
            "with an unchanged name the new one cannot even be created"
        )
        return Verdict(ChangeKind.DATA_LOSS, reason, facts.source)
    order = "the old one is deleted first: an outage" if facts.delete_first else "by another one"
    if facts.name == "AWS::MSK::Configuration":
        if _is_another_configuration(both, logical_id):
            return Verdict(ChangeKind.FREE, _successor(both, logical_id), facts.source)
        order = "by another one, which needs another name"
    return Verdict(ChangeKind.REPLACEMENT, f"replaced, {order}", facts.source)


def attribute_changes(
    logical_id: str, facts: ReplacementFacts, old: Mapping[str, object], new: Mapping[str, object]
) -> Iterator[Change]:
    """Changes of what stands beside the properties of a resource."""
    for attribute in ("DeletionPolicy", "UpdateReplacePolicy"):
        if not same(old.get(attribute, ABSENT), new.get(attribute, ABSENT)):
            exposed = facts.holds_records and not is_retained(new, attribute)
            yield Change(
                resource=logical_id,
                resource_type=facts.name,
                path=attribute,
                old=old.get(attribute, ABSENT),
                new=new.get(attribute, ABSENT),
                kind=ChangeKind.FREE,
                reason="from now on its records go with the resource" if exposed else "noted only",
                source=template_reference(f"aws-attribute-{attribute.lower()}"),
            )
    if not same(old.get("Condition", ABSENT), new.get("Condition", ABSENT)):
        yield Change(
            resource=logical_id,
            resource_type=facts.name,
            path="Condition",
            old=old.get("Condition", ABSENT),
            new=new.get("Condition", ABSENT),
            kind=ChangeKind.CANNOT_BE_TOLD,
            reason="the condition decides whether the resource is there",
            source=template_reference("conditions-section-structure"),
        )


def _configuration(both: Comparison, logical_id: str, difference: Difference) -> Verdict | None:
    if difference.path[:1] != ("ServerProperties",):
        return None
    source = developer_guide("msk-update-cluster-config")
    if _is_another_configuration(both, logical_id):
        return Verdict(ChangeKind.FREE, "the settings of another configuration", source)
    if clusters := clusters_running_latest(logical_id, both.new_resources):
        reason = f"a new revision, which {' and '.join(clusters)} will run"
        return Verdict(ChangeKind.FREE, reason, source)
    reason = (
        "a new revision, which no cluster here applies; take its LatestRevision.Revision "
        "as ConfigurationInfo.Revision of the cluster"
    )
    return Verdict(ChangeKind.FREE, reason, source)


def _is_another_configuration(both: Comparison, logical_id: str) -> bool:
    """Whether the name changes: the two stand side by side until the deployment has succeeded."""
    both_of_them = (both.old_resources[logical_id], both.new_resources[logical_id])
    return not same(*(properties_of(one).get("Name") for one in both_of_them))


def _successor(both: Comparison, logical_id: str) -> str:
    kept = is_retained(both.new_resources[logical_id], "UpdateReplacePolicy")
    former = "stays, and nobody manages it any more" if kept else "goes when no cluster uses it"
    return f"another configuration is created before clusters change; the former one {former}"


def _scram(both: Comparison, logical_id: str, _difference: Difference) -> Verdict | None:
    source = developer_guide("msk-password")
    old, new = (
        properties_of(resources[logical_id]).get("SecretArnList", [])
        for resources in (both.old_resources, both.new_resources)
    )
    if not isinstance(old, list) or not isinstance(new, list):
        return Verdict(ChangeKind.CANNOT_BE_TOLD, "the list of secrets cannot be read", source)
    gone = [one for one in old if not any(same(one, other) for other in new)]
    if gone:
        named = ", ".join(referred_to(one) or str(one) for one in gone)
        reason = f"the users of {named} are disassociated and can no longer log in"
        return Verdict(ChangeKind.SHUT_OUT, reason, source)
    return Verdict(ChangeKind.IN_PLACE, "SCRAM secrets are associated", source)


_Judge = Callable[[Comparison, str, Difference], Verdict | None]
_JUDGES: Mapping[str, _Judge] = {
    "AWS::MSK::Configuration": _configuration,
    "AWS::MSK::BatchScramSecret": _scram,
}
