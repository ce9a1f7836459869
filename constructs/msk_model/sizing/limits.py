"""The equations of Standard brokers, of Express brokers and of Serverless.

What AWS recommends may be used wholly; of hard limits, the target share. The last broker never
counts where a rolling restart, which every update and patch is, would take its capacity away.
"""

import math

from msk_model.cost.cluster import INCLUDED_THROUGHPUT_MIBPS
from msk_model.facts.broker_sizes import BrokerSizeFacts
from msk_model.sizing.bandwidth import Bandwidth
from msk_model.sizing.demand import Demand
from msk_model.sizing.limit import Limit
from msk_model.sources import developer_guide

MAXIMUM_VOLUME_GIB = 16384
"""The largest volume of a Standard broker."""
EXPRESS_REPLICATION_FACTOR = 3
"""Copies that Express brokers always keep."""

_MB_PER_MIB = 1.048576
_QUOTAS = developer_guide("limits")
_STANDARD_THROUGHPUT = "https://github.com/awslabs/mcp/tree/main/src/aws-msk-mcp-server"
_RIGHT_SIZING = (
    "https://aws.amazon.com/blogs/big-data/best-practices-for-right-sizing-your-apache-kafka-"
    "clusters-to-optimize-performance-and-cost/"
)
_VOLUME_THROUGHPUT = developer_guide("msk-provision-throughput-management")


def standard_limits(
    demand: Demand, size: BrokerSizeFacts, instance: Bandwidth
) -> tuple[Limit, ...]:
    """The equations for Standard brokers of `size` whose instance sustains `instance`.

    Volumes are taken to be as large, and their throughput as high, as the size allows: both grow
    in place.
    """
    written = demand.ingress * demand.replication_factor
    sent = demand.egress + demand.ingress * (demand.replication_factor - 1)
    volume_mibps = math.floor(size.max_volume_throughput_mibps or INCLUDED_THROUGHPUT_MIBPS)
    return (
        *_broker_limits(
            demand,
            size,
            replicas=demand.partitions * demand.replication_factor,
            throughput_source=_STANDARD_THROUGHPUT,
            partitions_source=developer_guide("bestpractices"),
        ),
        Limit(
            id="replication-factor",
            equation="replication factor <= brokers",
            unit="brokers",
            source="https://kafka.apache.org/documentation/#basic_ops_add_topic",
            load=demand.replication_factor,
            per_broker=1,
            is_traffic=False,
            is_count=True,
        ),
        volume_throughput_limit(demand, volume_mibps),
        Limit(
            id="ebs-bandwidth",
            equation="ingress x replication factor <= brokers x EBS bandwidth of the instance",
            unit="MB/s",
            source=_RIGHT_SIZING,
            load=written,
            per_broker=instance.ebs_mbps,
            share=demand.target,
        ),
        Limit(
            id="network",
            equation="egress + ingress x (replication factor - 1) <= brokers x network bandwidth",
            unit="MB/s",
            source=_RIGHT_SIZING,
            load=sent,
            per_broker=instance.network_mbps,
            share=demand.target,
        ),
        volume_limit(demand, MAXIMUM_VOLUME_GIB),
    )


def volume_limit(demand: Demand, volume_gib: int) -> Limit:
    """The equation for volumes of `volume_gib` each."""
    return Limit(
        id="volume-size",
        equation="ingress x retention x replication factor <= brokers x volume size",
        unit="GiB",
        source=_QUOTAS,
        load=demand.stored_gib * demand.replication_factor,
        per_broker=volume_gib,
        share=demand.target,
    )


def volume_throughput_limit(demand: Demand, throughput_mibps: int) -> Limit:
    """The equation for volumes of `throughput_mibps` each."""
    return Limit(
        id="volume-throughput",
        equation="ingress x replication factor <= brokers x volume throughput",
        unit="MB/s",
        source=_VOLUME_THROUGHPUT,
        load=demand.ingress * demand.replication_factor,
        per_broker=throughput_mibps * _MB_PER_MIB,
        share=demand.target,
    )


def express_limits(demand: Demand, size: BrokerSizeFacts) -> tuple[Limit, ...]:
    """The equations for Express brokers of `size`."""
    return (
        *_broker_limits(
            demand,
            size,
            replicas=demand.partitions * EXPRESS_REPLICATION_FACTOR,
            throughput_source=_QUOTAS,
            partitions_source=developer_guide("bestpractices-express"),
        ),
        Limit(
            id="partition-throughput",
            equation="ingress <= partitions x 15 MB/s, spread evenly",
            unit="MB/s",
            source=_QUOTAS,
            load=demand.ingress,
            fixed=15.0 * demand.partitions,
            share=demand.target,
        ),
    )


def serverless_limits(demand: Demand) -> tuple[Limit, ...]:
    """The quotas of a serverless cluster."""

    def quota(
        id: str, equation: str, unit: str, load: float, fixed: float, *, traffic: bool = True
    ) -> Limit:
        return Limit(
            id=id,
            equation=equation,
            unit=unit,
            source=_QUOTAS,
            load=load,
            fixed=fixed,
            share=demand.target,
            is_traffic=traffic,
        )

    partitions = demand.partitions
    groups = demand.consumer_groups
    return (
        quota("ingress", "ingress <= 200 MB/s", "MB/s", demand.ingress, 200),
        quota("egress", "egress <= 400 MB/s", "MB/s", demand.egress, 400),
        quota("partitions", "partitions <= 2400", "partitions", partitions, 2400, traffic=False),
        quota(
            "partition-ingress",
            "ingress <= partitions x 5 MB/s, spread evenly",
            "MB/s",
            demand.ingress,
            5.0 * partitions,
        ),
        quota(
            "partition-egress",
            "egress <= partitions x 10 MB/s, spread evenly",
            "MB/s",
            demand.egress,
            10.0 * partitions,
        ),
        quota(
            "connections",
            "connections <= 3000",
            "connections",
            demand.grown_connections,
            3000,
        ),
        quota("consumer-groups", "consumer groups <= 500", "groups", groups, 500, traffic=False),
    )


def _broker_limits(
    demand: Demand,
    size: BrokerSizeFacts,
    *,
    replicas: int,
    throughput_source: str,
    partitions_source: str,
) -> tuple[Limit, ...]:
    """The equations that Standard and Express brokers have in common."""

    def throughput(direction: str, load: float, recommended: float, maximum: float) -> list[Limit]:
        def limit(
            suffix: str, equation: str, per_broker: float, share: float = 1, spare: int = 0
        ) -> Limit:
            return Limit(
                id=direction + suffix,
                equation=f"{direction} <= {equation} {direction}",
                unit="MB/s",
                source=throughput_source,
                load=load,
                per_broker=per_broker,
                share=share,
                spare_brokers=spare,
            )

        return [
            limit("", "brokers x recommended", recommended),
            limit("-maximum", "brokers x maximum", maximum, share=demand.target),
            limit("-while-restarting", "(brokers - 1) x maximum", maximum, spare=1),
        ]

    return (
        *throughput(
            "ingress", demand.ingress, size.recommended_ingress_mbps, size.maximum_ingress_mbps
        ),
        *throughput(
            "egress", demand.egress, size.recommended_egress_mbps, size.maximum_egress_mbps
        ),
        Limit(
            id="partitions",
            equation="partitions x replication factor <= brokers x recommended partitions",
            unit="replicas",
            source=partitions_source,
            load=replicas,
            per_broker=size.recommended_partitions,
            is_traffic=False,
        ),
        Limit(
            id="connections",
            equation="connections with IAM <= brokers x 3000",
            unit="connections",
            source=_QUOTAS,
            load=demand.grown_connections,
            per_broker=3000,
            share=demand.target,
        ),
    )
