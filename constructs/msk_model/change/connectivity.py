"""The ways into a cluster that `cdk_msk` opens and closes after MSK has created it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msk_model.change.change import ABSENT, Change, ChangeKind
from msk_model.change.classify import Verdict
from msk_model.change.comparison import Comparison, type_of
from msk_model.change.custom_types import CONNECTIVITY
from msk_model.change.order import value_at
from msk_model.change.transition import DUAL_STACK_STAYS
from msk_model.intrinsics import flag_at, referred_to, text_at
from msk_model.resource import properties_of
from msk_model.sources import developer_guide
from msk_model.template import Resources
from msk_model.unknown import UNKNOWN

_OTHER_VPCS = developer_guide("aws-access-mult-vpc")
_WAYS: Mapping[tuple[str, ...], tuple[str, str]] = {
    ("PublicAccess",): ("the internet", developer_guide("public-access")),
    ("VpcConnectivity", "Iam"): ("other VPCs with IAM", _OTHER_VPCS),
    ("VpcConnectivity", "Scram"): ("other VPCs with SCRAM", _OTHER_VPCS),
    ("VpcConnectivity", "Tls"): ("other VPCs with certificates", _OTHER_VPCS),
}
_MEANWHILE = (
    "MSK takes from half an hour to hours, and meanwhile refuses other updates of the cluster, "
    "topics, users and its policy"
)
_LATE = (
    "; nothing says it any more, so it closes after CloudFormation has declared success, and a "
    "failure is an event only: say False instead"
)
_NETWORK = developer_guide("mskp-choose-cluster-network-type")


class _Chain(NamedTuple):
    """The first of the resources that ask for the same, and what each of them asks for."""

    name: str
    resource: Mapping[str, object]


def connectivity_changes(both: Comparison) -> Iterator[Change]:
    """One change for each way that opens or closes; nothing for a cluster that leaves."""
    before, after = _chains(both.old_resources), _chains(both.new_resources)
    for cluster in {**before, **after}:
        if cluster in both.old_resources and cluster not in both.new_resources:
            continue
        old, new = before.get(cluster), after.get(cluster)
        yield from _ways(old, new)
        yield from _network(old, new)


def chain_of(resources: Resources, cluster_id: str) -> tuple[str, ...]:
    """All resources that ask for the connectivity of a cluster."""
    return tuple(
        name
        for name, resource in resources.items()
        if type_of(resource) == CONNECTIVITY
        and referred_to(properties_of(resource).get("ClusterArn")) == cluster_id
    )


def _chains(resources: Resources) -> dict[str, _Chain]:
    found: dict[str, _Chain] = {}
    for name, resource in resources.items():
        if type_of(resource) == CONNECTIVITY:
            arn = properties_of(resource).get("ClusterArn")
            found.setdefault(referred_to(arn) or str(arn), _Chain(name, resource))
    return found


def _ways(old: _Chain | None, new: _Chain | None) -> Iterator[Change]:
    for path, (who, source) in _WAYS.items():
        was, will = (
            flag_at(properties_of(one.resource), *path) if one else None for one in (old, new)
        )
        if was == will or (not was and not will):
            continue
        if UNKNOWN in (was, will):
            kind, reason = ChangeKind.CANNOT_BE_TOLD, f"only the deployment knows; {_MEANWHILE}"
        elif will is True:
            kind, reason = ChangeKind.ONE_AT_A_TIME, f"opens to {who}; {_MEANWHILE}"
        else:
            late = _LATE if new is None else ""
            kind, reason = ChangeKind.SHUT_OUT, f"closes to clients from {who}{late}"
        yield _change(old, new, path, Verdict(kind, reason, source))


def _network(old: _Chain | None, new: _Chain | None) -> Iterator[Change]:
    was, will = (
        text_at(properties_of(one.resource), "NetworkType") if one else None for one in (old, new)
    )
    was, will = ("IPV4" if one is None else one for one in (was, will))
    if was == will:
        return
    if UNKNOWN in (was, will):
        kind, reason = ChangeKind.CANNOT_BE_TOLD, "only the deployment knows the network type"
    elif was == "DUAL":
        kind, reason = ChangeKind.FORBIDDEN, DUAL_STACK_STAYS
    else:
        kind, reason = ChangeKind.ONE_AT_A_TIME, f"gives brokers IPv6, for good; {_MEANWHILE}"
    yield _change(old, new, ("NetworkType",), Verdict(kind, reason, _NETWORK))


def _change(
    old: _Chain | None, new: _Chain | None, path: tuple[str, ...], verdict: Verdict
) -> Change:
    shown = new or old
    assert shown is not None  # noqa: S101  (something differs)
    place = "/".join(path)
    return Change(
        resource=shown.name,
        resource_type=CONNECTIVITY,
        path=place,
        old=value_at(old.resource, place) if old else ABSENT,
        new=value_at(new.resource, place) if new else ABSENT,
        kind=verdict.kind,
        reason=verdict.reason,
        source=verdict.source,
        update="connectivity",
    )
