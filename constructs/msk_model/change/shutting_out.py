"""What the settings of a cluster do to those whom entries of access control lists govern."""

from collections.abc import Iterator, Mapping

from msk_model.change.access import entries, on_cluster, principal
from msk_model.change.change import Change, ChangeKind
from msk_model.change.comparison import Comparison, clusters_of_both, is_retained
from msk_model.change.custom_types import ACLS, ADMINISTERED
from msk_model.resource import properties_of
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

_CLUSTER = "AWS::MSK::Cluster"
_SETTING = "allow.everyone.if.no.acl.found"
_SOURCE = developer_guide("msk-acls")


def shutting_out(both: Comparison) -> Iterator[Change]:
    """Who is let in or shut out as a cluster is closed, opened, or loses IAM."""
    for cluster_id in clusters_of_both(both):
        if closes(both, cluster_id):
            yield _closing(both, cluster_id)
        elif opens(both, cluster_id):
            reason = (
                "what has no entry is open to everybody who signs in; entries that leave go after "
                "it, as they should"
            )
            yield _change(cluster_id, _SETTING, (ChangeKind.IN_PLACE, reason), new=True)
        if loses_iam(both, cluster_id):
            yield from _without_iam(both, cluster_id)


def closes(both: Comparison, cluster_id: str) -> bool:
    """Whether what has no entry is open to everybody, and is to be closed."""
    before, after = (_is_open(shape) for shape in _shapes(both, cluster_id))
    return before is True and after is False


def opens(both: Comparison, cluster_id: str) -> bool:
    """Whether what has no entry is closed, and is to be open to everybody."""
    before, after = (_is_open(shape) for shape in _shapes(both, cluster_id))
    return before is False and after is True


def loses_iam(both: Comparison, cluster_id: str) -> bool:
    """Whether IAM is switched off."""
    before, after = _shapes(both, cluster_id)
    return before.iam is True and after.iam is False


def gains_iam(both: Comparison, cluster_id: str) -> bool:
    """Whether IAM is switched on."""
    before, after = _shapes(both, cluster_id)
    return before.iam is False and after.iam is True


def missing_entries(both: Comparison, cluster_id: str) -> tuple[str, ...]:
    """The resources whose entries have to be there before the cluster is closed, and are not."""
    before, _ = _shapes(both, cluster_id)
    if not closes(both, cluster_id) or not _governs_somebody(before):
        return ()
    return tuple(
        name
        for name in on_cluster(both.new_resources, cluster_id, ACLS)
        if any(
            permission == "ALLOW"
            for permission, *_ in entries(properties_of(both.new_resources[name]))
            - entries(properties_of(both.old_resources.get(name, {})))
        )
    )


def stranded(both: Comparison, cluster_id: str) -> tuple[str, ...]:
    """The resources that leave together with IAM, without which they cannot be removed."""
    if not loses_iam(both, cluster_id):
        return ()
    return tuple(
        name
        for name in on_cluster(both.old_resources, cluster_id, *ADMINISTERED)
        if name not in both.new_resources and not is_retained(both.old_resources[name])
    )


def _closing(both: Comparison, cluster_id: str) -> Change:
    before, _ = _shapes(both, cluster_id)
    if missing := missing_entries(both, cluster_id):
        reason = (
            f"refused until their entries follow: {_principals(both, missing)}; CloudFormation "
            "changes the cluster first, so deploy the entries before the setting"
        )
        verdict = (ChangeKind.SHUT_OUT, reason)
        return _change(cluster_id, _SETTING, verdict, new=False, stepwise=True)
    if not _governs_somebody(before):
        kind, reason = ChangeKind.FREE, "clients with IAM are not governed by entries"
    elif have := on_cluster(both.old_resources, cluster_id, ACLS):
        kind = ChangeKind.IN_PLACE
        reason = f"only entries let clients in from then on; {_principals(both, have)} have some"
    else:
        kind = ChangeKind.SHUT_OUT
        reason = "clients without IAM are refused: no entry for any of them is in this template"
    return _change(cluster_id, _SETTING, (kind, reason), new=False)


def _without_iam(both: Comparison, cluster_id: str) -> Iterator[Change]:
    left = on_cluster(both.new_resources, cluster_id, *ADMINISTERED)
    gone = stranded(both, cluster_id)
    needs = "signs in with IAM; switch it off in a later deployment"
    for names, said in ((left, "takes care of"), (gone, "removes")):
        if names:
            yield _change(
                cluster_id,
                "ClientAuthentication/Sasl/Iam",
                (ChangeKind.FORBIDDEN, f"what {said} {', '.join(names)} {needs}"),
                new=False,
                stepwise=names is gone,
            )


def _principals(both: Comparison, names: tuple[str, ...]) -> str:
    said = {
        principal(properties_of(both.new_resources.get(name) or both.old_resources[name]))
        for name in names
    }
    return ", ".join(sorted(said))


def _governs_somebody(shape: ClusterShape) -> bool:
    """Whether some clients do not sign in with IAM."""
    return any(one is not False for one in (shape.scram, shape.tls, shape.unauthenticated))


def _is_open(shape: ClusterShape) -> bool | None:
    """Whether a resource without entries is open to everybody; None when that cannot be told."""
    stated = shape.server_properties
    if stated is not None and not isinstance(stated, Mapping):
        return None
    value = (stated or {}).get(_SETTING, "true")
    return value.strip().lower() != "false" if isinstance(value, str) else None


def _shapes(both: Comparison, cluster_id: str) -> tuple[ClusterShape, ClusterShape]:
    return both.old_shapes.clusters[cluster_id], both.new_shapes.clusters[cluster_id]


def _change(
    cluster_id: str,
    path: str,
    verdict: tuple[ChangeKind, str],
    *,
    new: bool,
    stepwise: bool = False,
) -> Change:
    return Change(
        resource=cluster_id,
        resource_type=_CLUSTER,
        path=path,
        old=not new,
        new=new,
        kind=verdict[0],
        reason=verdict[1],
        source=_SOURCE,
        stepwise=stepwise,
    )
