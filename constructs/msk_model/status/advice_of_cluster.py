"""Advice about the state, the version and the updates of a cluster."""

from collections.abc import Iterator
from datetime import timedelta

from msk_model.check import check_cluster
from msk_model.facts.kafka_versions import KafkaVersionFacts, all_kafka_versions, kafka_version
from msk_model.finding import Severity
from msk_model.shape import ClusterShape, names
from msk_model.sources import developer_guide
from msk_model.status.advice import Advice, Level
from msk_model.status.snapshot import Snapshot

_STATES = {
    "FAILED": (Level.PAGE, "read the reason above, keep what you can, and create it again"),
    "HEALING": (Level.WARNING, "wait: MSK replaces a broker by itself; do not update meanwhile"),
    "DELETING": (Level.WARNING, "nothing can be done: it is being deleted"),
    "CREATING": (Level.NOTE, "wait: it takes 20 to 40 minutes; metrics follow"),
    "MAINTENANCE": (Level.NOTE, "wait: MSK patches one broker after the other"),
    "UPDATING": (Level.NOTE, "wait: updates that change brokers restart one after the other"),
    "REBOOTING_BROKER": (Level.NOTE, "wait until the broker is back"),
}
_SOON = timedelta(days=180)
_LATELY = timedelta(days=7)
_SUPPORT = developer_guide("version-support")


def advice_of_cluster(snapshot: Snapshot) -> Iterator[Advice]:
    """What its state, its version, its updates and its settings call for."""
    yield from _of_state(snapshot)
    yield from _of_version(snapshot)
    yield from _of_operations(snapshot)
    yield from _of_software(snapshot)
    yield from _of_settings(snapshot)


def _of_state(snapshot: Snapshot) -> Iterator[Advice]:
    if snapshot.state in _STATES:
        level, do = _STATES[snapshot.state]
        reason = f": {snapshot.state_reason}" if snapshot.state_reason else ""
        yield Advice(
            id="state",
            level=level,
            what=f"the cluster is {snapshot.state}{reason}",
            do=do,
            source=developer_guide("msk-cluster-states"),
        )


def version_facts(shape: ClusterShape) -> KafkaVersionFacts | None:
    """What is known of the version it runs; `None` when nothing is."""
    return kafka_version(shape.kafka_version) if isinstance(shape.kafka_version, str) else None


def _of_version(snapshot: Snapshot) -> Iterator[Advice]:
    facts = version_facts(snapshot.shape)
    if facts is None or facts.end_of_support is None:
        return
    end, today = facts.end_of_support, snapshot.at.date()
    if end - today > _SOON:
        return
    recommended = next(
        (one.name for one in all_kafka_versions() if one.recommended and one.kraft == facts.kraft),
        "a supported version",
    )
    past = end < today
    yield Advice(
        id="kafka-version",
        level=Level.WARNING if past else Level.NOTE,
        what=f"support of Kafka {facts.name} {'ended' if past else 'ends'} on {end}"
        + (": MSK upgrades it unasked" if past else f", in {(end - today).days} days"),
        do=f"upgrade to {recommended}; `mskctl plan` shows the way",
        source=_SUPPORT,
    )


def _of_operations(snapshot: Snapshot) -> Iterator[Advice]:
    operations = snapshot.operations or ()
    for one in operations:
        if one.pending:
            yield Advice(
                id="operation-pending",
                level=Level.NOTE,
                what=f"{one.type} goes on since {_minute(one.started)}",
                do="wait with further updates: MSK takes one at a time",
                source=developer_guide("msk-operations"),
            )
    latest = next((one for one in operations if not one.pending), None)
    if latest and latest.failed and latest.ended and snapshot.at - latest.ended <= _LATELY:
        yield Advice(
            id="operation-failed",
            level=Level.WARNING,
            what=f"{latest.type} failed on {_minute(latest.ended)}"
            + (f": {latest.error}" if latest.error else ""),
            do="mend what it names, then update again",
            source=developer_guide("troubleshooting"),
        )


def _of_software(snapshot: Snapshot) -> Iterator[Advice]:
    versions = sorted({one.kafka_version for one in snapshot.brokers or () if one.kafka_version})
    if len(versions) > 1:
        yield Advice(
            id="mixed-versions",
            level=Level.NOTE,
            what=f"brokers run different versions: {', '.join(versions)}",
            do="wait until the upgrade has reached every broker",
            source=developer_guide("version-upgrades"),
        )


def _of_settings(snapshot: Snapshot) -> Iterator[Advice]:
    """The rules that also stop a deployment, over what runs."""
    properties = names(ClusterShape)
    for finding in check_cluster(snapshot.shape):
        known = properties.get(finding.field)
        yield Advice(
            id=finding.rule,
            level=Level.WARNING if finding.severity is Severity.ERROR else Level.NOTE,
            what=f"{known.property if known else finding.field} must {finding.must}, "
            f"got {finding.value!r}",
            do=finding.fix,
            source=finding.source,
        )


def _minute(time: object) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC" if time else "an unknown time"
