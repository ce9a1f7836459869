"""How loaded a cluster is against what its size may carry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from msk_model.facts.alarms import alarm, threshold_for
from msk_model.facts.broker_sizes import broker_size
from msk_model.shape import ClusterType
from msk_model.sizing import Limit
from msk_model.status.limits import limits_of
from msk_model.status.series import Series, combined, totalled
from msk_model.status.snapshot import Snapshot

_MEGA = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """One kind of load, at the broker that has most of it.

    Attributes:
        id: Its name: ``cpu``, ``ingress``.
        title: Its name for people.
        unit: What values count.
        where: ``broker 2``, or ``cluster``; `None` without data.
        value: The present load; `None` without data, which is not 0.
        peak: The highest of the day, at any broker; `None` without data.
        limit: What AWS advises to stay below; `None` when nothing says it.
        maximum: What MSK enforces; `None` when nothing is enforced or known.
        lines: The day, by broker, or as one line called ``cluster``.
        source: The page that states the limit.
    """

    id: str
    title: str
    unit: str
    where: str | None
    value: float | None
    peak: float | None
    limit: float | None
    maximum: float | None = None
    lines: Mapping[str, Series] = field(default_factory=dict, repr=False)
    source: str = ""

    @property
    def percent(self) -> float | None:
        """The load as a percentage of what is advised; `None` without either."""
        return None if self.value is None or not self.limit else 100 * self.value / self.limit


Lines = Mapping[str, Series]


def gauges(snapshot: Snapshot) -> tuple[Gauge, ...]:
    """Every kind of load that such a cluster publishes, also where there is no data yet."""
    if snapshot.shape.cluster_type is ClusterType.SERVERLESS:
        return _of_serverless(snapshot)
    limits = limits_of(snapshot.shape)
    cpu = alarm("CpuUsage")
    found = (
        _gauge(
            snapshot,
            id="cpu",
            title="CPU, user and system",
            unit="%",
            lines=_cpu(snapshot),
            limit=None if cpu is None else threshold_for(cpu, snapshot.shape),
            source="" if cpu is None else cpu.source,
        ),
        _throughput(snapshot, limits, id="ingress", metric="BytesInPerSec"),
        _throughput(snapshot, limits, id="egress", metric="BytesOutPerSec"),
        _partitions(snapshot, limits),
        _connections(snapshot, limits),
    )
    return tuple(one for one in found if one is not None)


def _cpu(snapshot: Snapshot) -> Lines:
    system = snapshot.by_broker("CpuSystem")
    return {
        broker: combined([user, system[broker]])
        for broker, user in snapshot.by_broker("CpuUser").items()
        if broker in system
    }


def _throughput(
    snapshot: Snapshot, limits: Mapping[str, Limit], *, id: str, metric: str
) -> Gauge | None:
    advised, enforced = limits.get(id), limits.get(f"{id}-maximum")
    return _gauge(
        snapshot,
        id=id,
        title=id.capitalize(),
        unit="MB/s",
        lines=_scaled(snapshot.by_broker(metric), lambda value: value / _MEGA),
        limit=advised.per_broker if advised else None,
        maximum=enforced.per_broker if enforced else None,
        source=advised.source if advised else "",
    )


def _partitions(snapshot: Snapshot, limits: Mapping[str, Limit]) -> Gauge:
    name = snapshot.shape.broker_size
    size = broker_size(name) if isinstance(name, str) else None
    advised = limits.get("partitions")
    return _gauge(
        snapshot,
        id="partitions",
        title="Partitions, with replicas",
        unit="",
        lines=snapshot.by_broker("PartitionCount"),
        limit=advised.per_broker if advised else None,
        maximum=size.maximum_partitions if size else None,
        source=advised.source if advised else "",
    )


def _connections(snapshot: Snapshot, limits: Mapping[str, Limit]) -> Gauge | None:
    """Only connections with IAM have a limit."""
    if snapshot.shape.iam is False:
        return None
    advised = limits.get("connections")
    return _gauge(
        snapshot,
        id="connections",
        title="Connections with IAM",
        unit="",
        lines=snapshot.by_broker("ClientConnectionCount"),
        limit=advised.per_broker if advised else None,
        maximum=advised.per_broker if advised else None,
        source=advised.source if advised else "",
    )


def _of_serverless(snapshot: Snapshot) -> tuple[Gauge, ...]:
    """Traffic of all topics, and groups that are there; nobody publishes the rest."""
    limits = limits_of(snapshot.shape)
    found: list[Gauge] = []
    for name, metric in (("ingress", "BytesInPerSec"), ("egress", "BytesOutPerSec")):
        # A sum of a minute, of what each partition published once a minute.
        total = totalled(series for _, series in snapshot.series_of(metric))
        found.append(
            _gauge(
                snapshot,
                id=name,
                title=name.capitalize(),
                unit="MB/s",
                lines=_scaled({"cluster": total}, lambda value: value / _MEGA),
                limit=limits[name].fixed,
                maximum=limits[name].fixed,
                source=limits[name].source,
            )
        )
    groups = len({group for group, _ in snapshot.groups})
    known = snapshot.metrics_read
    limit = limits["consumer-groups"]
    found.append(
        Gauge(
            id="consumer-groups",
            title="Consumer groups",
            unit="",
            where="cluster" if known else None,
            value=groups if known else None,
            peak=groups if known else None,
            limit=limit.fixed,
            maximum=limit.fixed,
            source=limit.source,
        )
    )
    return tuple(found)


def _scaled(lines: Lines, change: Callable[[float], float]) -> Lines:
    return {
        name: Series(tuple((time, change(value)) for time, value in line.points))
        for name, line in lines.items()
    }


def _gauge(
    snapshot: Snapshot,
    *,
    id: str,
    title: str,
    unit: str,
    lines: Lines,
    limit: float | None,
    maximum: float | None = None,
    source: str = "",
) -> Gauge:
    present = {
        name: value
        for name, line in lines.items()
        if (value := line.latest(snapshot.seconds)) is not None
    }
    worst = max(present, key=lambda name: present[name], default=None)
    peaks = [peak for line in lines.values() if (peak := line.peak) is not None]
    where = worst if worst in {None, "cluster"} else f"broker {worst}"
    return Gauge(
        id=id,
        title=title,
        unit=unit,
        where=where,
        value=None if worst is None else present[worst],
        peak=max(peaks, default=None),
        limit=limit,
        maximum=maximum,
        lines={name: line for name, line in lines.items() if line.points},
        source=source,
    )
