"""Advice about the alarms of a cluster, and about what could not be read."""

from collections.abc import Iterator, Sequence

from msk_model.sources import developer_guide
from msk_model.status.advice import Advice, Level
from msk_model.status.snapshot import Alarm, Snapshot

_SOURCE = developer_guide("bestpractices-cw-alarms")
_NAMED = 3


def advice_of_alarms(snapshot: Snapshot) -> Iterator[Advice]:
    """Alarms that fire, that cannot tell, and that are not there."""
    alarms = snapshot.alarms
    if alarms is None:
        return
    if not alarms:
        yield Advice(
            id="no-alarms",
            level=Level.WARNING,
            what="no alarm watches this cluster",
            do="add ClusterAlarms(…) to its stack, with a topic that somebody reads",
            source=_SOURCE,
        )
        return
    yield from _firing(alarms)
    blind = [one for one in alarms if one.state == "INSUFFICIENT_DATA"]
    if blind:
        yield Advice(
            id="alarms-without-data",
            level=Level.NOTE,
            what=f"{len(blind)} of {len(alarms)} alarms have no data: {_listed(blind)}",
            do="wait after a deployment; else see that the cluster publishes the metric at its "
            "monitoring level",
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/"
            "alarms-and-missing-data.html",
        )


def _firing(alarms: Sequence[Alarm]) -> Iterator[Advice]:
    """Each alarm that tells somebody; the others together.

    Where composite alarms tell somebody, they are the pages and single alarms are tickets; where
    none does, every alarm that tells somebody is taken for a page.
    """
    firing = [one for one in alarms if one.state == "ALARM"]
    told = [one for one in firing if one.notifies]
    incidents = any(one.composite and one.notifies for one in alarms)
    for one in told:
        yield Advice(
            id="alarm-firing",
            level=Level.PAGE if one.composite or not incidents else Level.WARNING,
            what=f"alarm {one.name} fires",
            do=one.description or f"see why it fires: {one.reason or 'it does not say'}",
            source=_SOURCE,
        )
    untold = [one for one in firing if not one.notifies]
    if untold:
        word = "alarms fire" if len(untold) > 1 else "alarm fires"
        yield Advice(
            id="alarms-firing-quietly",
            # A composite alarm tells for those it is made of: the quiet ones are its details.
            level=Level.NOTE if incidents or told else Level.WARNING,
            what=f"{len(untold)} {word} and by itself tells nobody: {_listed(untold)}",
            do="look at what is listed when you look for the cause",
            source=_SOURCE,
        )


def advice_of_unread(snapshot: Snapshot) -> Iterator[Advice]:
    """What is missing from the answer, and what it takes to have it."""
    for one in snapshot.unread:
        yield Advice(
            id="unread",
            # Without metrics nobody knows whether the cluster is well.
            level=Level.WARNING if one.source == "metrics" else Level.NOTE,
            what=f"{one.source} could not be read: {one.reason}",
            do=f"allow {one.action}" if one.action else "rely on alarms for the rest",
            source="https://docs.aws.amazon.com/service-authorization/latest/reference/"
            "reference_policies_actions-resources-contextkeys.html",
        )


def _listed(alarms: Sequence[Alarm]) -> str:
    names = ", ".join(one.name for one in alarms[:_NAMED])
    return f"{names} and {len(alarms) - _NAMED} more" if len(alarms) > _NAMED else names
