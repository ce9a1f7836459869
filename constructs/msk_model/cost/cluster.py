"""What one cluster costs in a month.

The dimensions are those of https://aws.amazon.com/msk/pricing/: broker hours and disks for Standard
brokers; broker hours, data in and data kept for Express brokers; hours of the cluster and of its
partitions, data in, out and kept for Serverless. Replication between brokers is not billed.
"""

from collections.abc import Iterator

from msk_model.cost.line import CostLine, Estimate, line
from msk_model.cost.usage import Usage
from msk_model.facts.prices import HOURS_PER_MONTH, PriceTable
from msk_model.shape import BrokerType, ClusterShape, ClusterType
from msk_model.unknown import UNKNOWN

INCLUDED_THROUGHPUT_MIBPS = 250
"""Volume throughput that costs nothing extra, in MiB/s: what every volume has anyway."""

_UNSTATED_INGRESS = "state the ingress to know it"
_UNSTATED_STORED = "state ingress and retention to know it"


def cluster_costs(shape: ClusterShape, usage: Usage, prices: PriceTable) -> Estimate:
    """What a cluster of `shape` costs under `usage`. What is unknown is a line that says so."""
    if shape.cluster_type is ClusterType.SERVERLESS:
        return Estimate(tuple(_serverless(usage, prices)))
    lines = [_brokers(shape, prices)]
    match shape.broker_type:
        case BrokerType.EXPRESS:
            lines += _express(usage, prices)
        case BrokerType.STANDARD:
            lines += _standard(shape, usage, prices)
        case _:
            lines.append(
                CostLine(
                    dimension="storage", quantity=None, price=None, note="broker size is unknown"
                )
            )
    lines += _vpc_connectivity(shape, prices)
    return Estimate(tuple(lines))


def _brokers(shape: ClusterShape, prices: PriceTable) -> CostLine:
    if not isinstance(shape.broker_size, str):
        return CostLine(
            dimension="brokers", quantity=None, price=None, note="broker size is unknown"
        )
    hours = None if shape.broker_count is UNKNOWN else shape.broker_count * HOURS_PER_MONTH
    note = "" if hours is None else f"{shape.broker_count} x {shape.broker_size}"
    return line(
        prices,
        shape.broker_size,
        "brokers",
        hours,
        note=note,
        unknown="number of brokers is unknown",
    )


def _standard(shape: ClusterShape, usage: Usage, prices: PriceTable) -> Iterator[CostLine]:
    count, volume = shape.broker_count, shape.volume_size_gib
    known = isinstance(count, int) and isinstance(volume, int)
    note = f"{count} x {volume} GiB"
    if isinstance(shape.autoscaling_max_gib, int):
        note += f", which autoscaling may grow to {shape.autoscaling_max_gib} GiB each"
    yield line(
        prices,
        "standard-storage",
        "storage",
        count * volume if known else None,  # type: ignore[operator]
        note=note,
        unknown="volume size or number of brokers is unknown",
    )
    throughput = shape.volume_throughput_mibps
    if throughput is UNKNOWN or (throughput is not None and count is UNKNOWN):
        yield line(
            prices, "volume-throughput", "volume throughput", None, unknown="throughput is unknown"
        )
    elif throughput is not None and isinstance(count, int):
        extra = max(0, throughput - INCLUDED_THROUGHPUT_MIBPS)
        yield line(
            prices,
            "volume-throughput",
            "volume throughput",
            float(count * extra),
            note=f"{count} x {extra} MiB/s above the {INCLUDED_THROUGHPUT_MIBPS} included",
        )
    if shape.storage_mode == "TIERED":
        yield line(
            prices,
            "tiered-storage",
            "tiered storage",
            usage.stored_gb,
            note="at most: as if all that is kept were in the tier",
            unknown=_UNSTATED_STORED,
        )


def _express(usage: Usage, prices: PriceTable) -> Iterator[CostLine]:
    yield line(prices, "express-ingress", "ingress", usage.ingress_gb, unknown=_UNSTATED_INGRESS)
    yield line(
        prices,
        "express-storage",
        "storage",
        usage.stored_gb,
        note="each record once, replicas are not counted",
        unknown=_UNSTATED_STORED,
    )


def _serverless(usage: Usage, prices: PriceTable) -> Iterator[CostLine]:
    partition_hours = None if usage.partitions is None else usage.partitions * HOURS_PER_MONTH
    yield line(prices, "serverless-cluster", "cluster", float(HOURS_PER_MONTH))
    yield line(
        prices,
        "serverless-partition",
        "partitions",
        partition_hours,
        unknown="state the partitions to know it",
    )
    yield line(prices, "serverless-ingress", "ingress", usage.ingress_gb, unknown=_UNSTATED_INGRESS)
    yield line(
        prices,
        "serverless-egress",
        "egress",
        usage.egress_gb,
        unknown="state the egress to know it",
    )
    yield line(prices, "serverless-storage", "storage", usage.stored_gb, unknown=_UNSTATED_STORED)


def _vpc_connectivity(shape: ClusterShape, prices: PriceTable) -> Iterator[CostLine]:
    """Hours only: how much of the traffic comes from other VPCs nobody says."""
    if isinstance(shape.vpc_connectivity, frozenset) and shape.vpc_connectivity:
        kinds = ", ".join(sorted(shape.vpc_connectivity))
        yield line(
            prices,
            "vpc-connectivity",
            "multi-VPC connectivity",
            float(len(shape.vpc_connectivity) * HOURS_PER_MONTH),
            note=f"{kinds}; data processed is left out",
        )
