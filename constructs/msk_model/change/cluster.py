"""Differences of a running cluster, classified by the update that makes them."""

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date

from msk_model.change.change import ABSENT, Change, ChangeKind
from msk_model.change.classify import verdict_on
from msk_model.change.cluster_updates import ClusterUpdate, cluster_update
from msk_model.change.comparison import Comparison
from msk_model.change.difference import Difference, differences, refer_elsewhere, same
from msk_model.change.transition import refusals
from msk_model.check import check_cluster
from msk_model.facts.kafka_versions import is_kraft, kafka_version
from msk_model.facts.replacement import ReplacementFacts
from msk_model.finding import Finding, Severity
from msk_model.intrinsics import referred_to
from msk_model.resource import properties_of
from msk_model.shape import ClusterShape, names
from msk_model.sources import developer_guide


def cluster_changes(
    both: Comparison, logical_id: str, facts: ReplacementFacts, on: date | None
) -> Iterator[Change]:
    """Every difference of a provisioned cluster that both templates have."""
    old, new = both.old_shapes.clusters[logical_id], both.new_shapes.clusters[logical_id]
    found = [
        _change(both, logical_id, facts, difference)
        for difference in differences(
            properties_of(both.old_resources[logical_id]),
            properties_of(both.new_resources[logical_id]),
        )
    ]
    found += _configured_anew(both, logical_id, facts)
    # What no number of updates gets over is said rather than what several do.
    by_hope = sorted(refusals(old, new), key=lambda one: not one.stepwise)
    refused = {refusal.path: refusal for refusal in by_hope}
    broken = list(new_errors(old, new))
    for change in found:
        finding = next((one for one in broken if _concerns(one, change)), None)
        if change.path in refused:
            refusal = refused[change.path]
            yield dataclasses.replace(
                change,
                kind=ChangeKind.FORBIDDEN,
                reason=refusal.reason,
                source=refusal.source,
                stepwise=refusal.stepwise,
            )
        elif finding and change.kind is not ChangeKind.CANNOT_BE_TOLD:
            broken.remove(finding)
            yield _forbidden(change, finding)
        else:
            yield change
    if found:
        yield from (_broken(both, logical_id, facts, one) for one in broken)
    if on is not None:
        yield from _past_support(logical_id, facts, new, on)


def new_errors(old: ClusterShape, new: ClusterShape) -> Iterator[Finding]:
    """What MSK refuses of the new cluster and did not of the old one."""
    before = {(one.rule, one.field) for one in check_cluster(old)}
    for finding in check_cluster(new):
        if finding.severity is Severity.ERROR and (finding.rule, finding.field) not in before:
            yield finding


def _change(
    both: Comparison, logical_id: str, facts: ReplacementFacts, difference: Difference
) -> Change:
    update = cluster_update(difference.path)
    if update is None:
        kind, reason, source = verdict_on(both, logical_id, facts, difference)
        if kind is ChangeKind.IN_PLACE:
            kind, reason = ChangeKind.CANNOT_BE_TOLD, "no update of MSK is known to change it"
    else:
        kind, reason, source = _cost(both, logical_id, update, difference)
    return Change(
        resource=logical_id,
        resource_type=facts.name,
        path="/".join(difference.path),
        old=difference.old,
        new=difference.new,
        kind=kind,
        reason=reason,
        source=source,
        update=update.name if update else None,
    )


def _configured_anew(
    both: Comparison, logical_id: str, facts: ReplacementFacts
) -> Iterator[Change]:
    """What a configuration of the same template brings to a cluster that says nothing new."""
    info = properties_of(both.new_resources[logical_id]).get("ConfigurationInfo")
    if not isinstance(info, Mapping) or not same(
        info, properties_of(both.old_resources[logical_id]).get("ConfigurationInfo")
    ):
        return
    name = referred_to(info.get("Arn"))
    old, new = (
        properties_of(resources.get(name or "", {}))
        for resources in (both.old_resources, both.new_resources)
    )
    renamed = not same(old.get("Name"), new.get("Name"))
    revised = not same(old.get("ServerProperties"), new.get("ServerProperties"))
    if renamed or (revised and referred_to(info.get("Revision")) == name):
        update = cluster_update(("ConfigurationInfo",))
        assert update is not None  # noqa: S101  (one of the table)
        yield Change(
            resource=logical_id,
            resource_type=facts.name,
            path="ConfigurationInfo",
            old=old.get("Name" if renamed else "ServerProperties", ABSENT),
            new=new.get("Name" if renamed else "ServerProperties", ABSENT),
            kind=update.kind,
            reason=update.reason,
            source=update.source,
            update=update.name,
        )


def _cost(
    both: Comparison, logical_id: str, update: ClusterUpdate, difference: Difference
) -> tuple[ChangeKind, str, str]:
    certain = difference.is_certain or refer_elsewhere(difference, *both.ids)
    version = both.new_shapes.clusters[logical_id].kafka_version
    if update.kind is not ChangeKind.FREE and not certain:
        reason = f"only the deployment knows the values; {update.reason}"
        return ChangeKind.CANNOT_BE_TOLD, reason, update.source
    if update.name == "storage" and difference.new is ABSENT:
        reason = "what MSK makes of a setting that is left out is not documented"
        return ChangeKind.CANNOT_BE_TOLD, reason, update.source
    if (
        update.name == "zookeeper-access"
        and difference.new is ABSENT
        and isinstance(version, str)
        and is_kraft(version)
    ):
        return ChangeKind.FREE, "a KRaft cluster has no ZooKeeper to open", update.source
    if (
        update.name == "security"
        and difference.path[-1] == "Enabled"
        and same(difference.new, False)
    ):
        return ChangeKind.SHUT_OUT, "clients that authenticate by it are shut out", update.source
    return update.kind, update.reason, update.source


def _concerns(finding: Finding, change: Change) -> bool:
    path = names(ClusterShape)[finding.field].property
    update = cluster_update(tuple(path.split("/")))
    return update is not None and update.name == change.update


def _forbidden(change: Change, finding: Finding) -> Change:
    return dataclasses.replace(
        change,
        kind=ChangeKind.FORBIDDEN,
        reason=f"it must {finding.must}; {finding.fix}",
        source=finding.source,
    )


def _broken(both: Comparison, logical_id: str, facts: ReplacementFacts, finding: Finding) -> Change:
    """A rule broken by what changed elsewhere."""
    old, new = (
        getattr(shapes.clusters[logical_id], finding.field)
        for shapes in (both.old_shapes, both.new_shapes)
    )
    path = names(ClusterShape)[finding.field].property
    update = cluster_update(tuple(path.split("/")))
    return Change(
        resource=logical_id,
        resource_type=facts.name,
        path=path,
        old=old,
        new=new,
        kind=ChangeKind.FORBIDDEN,
        reason=f"it must {finding.must}; {finding.fix}",
        source=finding.source,
        update=update.name if update else None,
    )


def _past_support(
    logical_id: str, facts: ReplacementFacts, shape: ClusterShape, on: date
) -> Iterator[Change]:
    version = shape.kafka_version
    known = kafka_version(version) if isinstance(version, str) else None
    if known and known.end_of_support and known.end_of_support < on:
        yield Change(
            resource=logical_id,
            resource_type=facts.name,
            path="KafkaVersion",
            old=known.name,
            new=known.name,
            kind=ChangeKind.FREE,
            reason=f"its support ended on {known.end_of_support}: MSK upgrades it unasked, and the "
            "template then states a downgrade",
            source=developer_guide("version-support"),
        )
