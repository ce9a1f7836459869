"""Resources that come, go or change their logical id."""

from collections.abc import Iterator, Mapping

from msk_model.change.access import gained_by
from msk_model.change.change import ABSENT, Change, ChangeKind
from msk_model.change.cluster_policy import let_in_by
from msk_model.change.comparison import Comparison, is_retained, type_of
from msk_model.change.custom_types import ACLS, TOPIC, facts_of
from msk_model.change.departures import departure
from msk_model.change.difference import same
from msk_model.check import check_cluster, check_creation, check_native_topic
from msk_model.facts.replacement import ReplacementFacts
from msk_model.finding import Finding, Severity
from msk_model.resource import from_resource, properties_of
from msk_model.shape import ClusterShape
from msk_model.sources import template_reference

_NAMES = ("ClusterName", "TopicName", "ChannelName", "ReplicatorName", "ConnectorName", "Name")
_DELETION_POLICY = template_reference("aws-attribute-deletionpolicy")


def presence_changes(both: Comparison) -> Iterator[Change]:
    """One change for each MSK resource that only one of the templates has."""
    removed = [name for name in both.old_resources if name not in both.new_resources]
    added = [name for name in both.new_resources if name not in both.old_resources]
    renamed = {old: new for old in removed if (new := _same_resource(both, old, added)) is not None}
    for name in added:
        if name not in renamed.values():
            yield from _added(both, name)
    for name in removed:
        if name in renamed:
            yield from _renamed(both, name, renamed[name])
        else:
            yield from _removed(both, name)


def _same_resource(both: Comparison, old_id: str, added: list[str]) -> str | None:
    """The added resource of the type and name of the removed one."""
    old = both.old_resources[old_id]
    for new_id in added:
        new = both.new_resources[new_id]
        if type_of(new) == type_of(old) and _is_same(type_of(old), old, new):
            return new_id
    return None


def _is_same(type_name: str, old: Mapping[str, object], new: Mapping[str, object]) -> bool:
    """Whether both are about the same: the name decides, or what a custom resource is about."""
    before, after = properties_of(old), properties_of(new)
    facts = facts_of(type_name)
    if facts and type_name.startswith("Custom::"):
        return all(same(before.get(name), after.get(name)) for name in facts.create_only)
    return _same_name(before, after)


def _same_name(old: Mapping[str, object], new: Mapping[str, object]) -> bool:
    for name in _NAMES:
        if name in old:
            return name in new and same(old[name], new[name])
    return same(old, new)


def _added(both: Comparison, name: str) -> Iterator[Change]:
    resource = both.new_resources[name]
    if (facts := facts_of(type_of(resource))) is None:
        return
    if taken := _topic_of_another_type(both, name):
        yield Change(
            resource=name,
            resource_type=facts.name,
            path="",
            old=ABSENT,
            new=properties_of(resource),
            kind=ChangeKind.FORBIDDEN,
            reason=f"the topic exists already, by {taken}; it stays one that is adopted",
            source=facts.source,
        )
        return
    refused = [one for one in _creation_findings(both, name) if one.severity is Severity.ERROR]
    reason = "; ".join(f"{one.field} must {one.must}" for one in refused) or _arrival(
        facts, resource
    )
    yield Change(
        resource=name,
        resource_type=facts.name,
        path="",
        old=ABSENT,
        new=properties_of(resource),
        kind=ChangeKind.FORBIDDEN if refused else ChangeKind.FREE,
        reason=reason,
        source=refused[0].source if refused else facts.source,
    )


def _topic_of_another_type(both: Comparison, name: str) -> str | None:
    """The custom resource whose topic MSK's own type would have to create anew."""
    new = both.new_resources[name]
    if type_of(new) != "AWS::MSK::Topic":
        return None
    wanted = properties_of(new)
    for other, old in both.old_resources.items():
        had = properties_of(old)
        if (
            type_of(old) == TOPIC
            and isinstance(had.get("TopicName"), str)
            and all(same(had.get(one), wanted.get(one)) for one in ("ClusterArn", "TopicName"))
        ):
            return other
    return None


def _arrival(facts: ReplacementFacts, resource: Mapping[str, object]) -> str:
    properties = properties_of(resource)
    if facts.name == ACLS:
        return f"created; {gained_by(properties)}"
    if facts.name == "AWS::MSK::ClusterPolicy" and (who := let_in_by(properties)):
        return f"created; it lets in {', '.join(sorted(who))}"
    return "created"


def _creation_findings(both: Comparison, name: str) -> tuple[Finding, ...]:
    if cluster := both.new_shapes.clusters.get(name):
        # What another resource opens later is not there yet when MSK creates the cluster.
        created = from_resource(both.new_resources[name])
        at_creation = check_creation(created) if isinstance(created, ClusterShape) else ()
        return check_cluster(cluster) + at_creation
    if placed := both.new_shapes.topics.get(name):
        return check_native_topic(placed.topic, placed.cluster)
    return ()


def _removed(both: Comparison, name: str) -> Iterator[Change]:
    resource = both.old_resources[name]
    if (facts := facts_of(type_of(resource))) is None:
        return
    if is_retained(resource):
        kind, reason = ChangeKind.FREE, "its DeletionPolicy retains it; nobody manages it any more"
    else:
        kind, reason = departure(resource, facts)
    yield Change(
        resource=name,
        resource_type=facts.name,
        path="",
        old=properties_of(resource),
        new=ABSENT,
        kind=kind,
        reason=reason,
        source=_DELETION_POLICY,
    )


def _renamed(both: Comparison, old_id: str, new_id: str) -> Iterator[Change]:
    resource = both.old_resources[old_id]
    if (facts := facts_of(type_of(resource))) is None:
        return
    kind, reason = _fate(old_id, resource, facts)
    yield Change(
        resource=new_id,
        resource_type=facts.name,
        path="",
        old=old_id,
        new=new_id,
        kind=kind,
        reason=reason,
        source=template_reference("aws-attribute-updatereplacepolicy")
        if kind is ChangeKind.REPLACEMENT
        else _DELETION_POLICY,
    )


def _fate(
    old_id: str, resource: Mapping[str, object], facts: ReplacementFacts
) -> tuple[ChangeKind, str]:
    """What becomes of a resource that has another logical id from now on."""
    was = f"the logical id was {old_id}:"
    what = f"{was} CloudFormation creates another and deletes this one"
    kept, custom = is_retained(resource), facts.name.startswith("Custom::")
    left, loss = departure(resource, facts)
    if kept and custom:
        return ChangeKind.FREE, f"{was} what is there stays, and is taken over"
    if left is ChangeKind.SHUT_OUT and not kept:
        return left, f"{what} last: {loss}; refactor the stack to keep it"
    if facts.holds_records and not kept:
        return ChangeKind.DATA_LOSS, f"{what} with all its records; refactor the stack to keep it"
    if any(name in properties_of(resource) for name in _NAMES):
        reason = f"{what}, but the name is taken; refactor the stack, or import it"
        return ChangeKind.FORBIDDEN, reason
    return ChangeKind.REPLACEMENT, what
