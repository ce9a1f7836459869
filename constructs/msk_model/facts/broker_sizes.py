"""The broker sizes MSK offers, and what each carries."""

from dataclasses import dataclass
from functools import cache

from msk_model.facts.table import read_table
from msk_model.shape import BrokerType


@dataclass(frozen=True, kw_only=True)
class BrokerSizeFacts:
    """One broker size.

    Attributes:
        name: As CloudFormation spells it: ``kafka.m7g.large``, ``express.m7g.large``.
        vcpu: Virtual processors.
        memory_gib: Memory in GiB.
        recommended_partitions: Replicas, leaders and followers alike, AWS advises for each broker.
        maximum_partitions: Replicas above which Standard refuses updates; the quota on Express.
        recommended_ingress_mbps: What AWS advises, in MB/s for each broker.
        maximum_ingress_mbps: Where Express throttles; on Standard guidance only.
        recommended_egress_mbps: As for ingress.
        maximum_egress_mbps: As for ingress.
        max_volume_throughput_mibps: The most that can be provisioned in MiB/s; `None` when the
            size takes no provisioned volume throughput.
    """

    name: str
    vcpu: int
    memory_gib: int
    recommended_partitions: int
    maximum_partitions: int
    recommended_ingress_mbps: float
    maximum_ingress_mbps: float
    recommended_egress_mbps: float
    maximum_egress_mbps: float
    max_volume_throughput_mibps: float | None = None

    @property
    def broker_type(self) -> BrokerType:
        """Standard or Express."""
        return BrokerType.EXPRESS if self.name.startswith("express.") else BrokerType.STANDARD


@cache
def _sizes() -> dict[str, BrokerSizeFacts]:
    table = read_table("broker_sizes")
    return {
        name: BrokerSizeFacts(name=name, **row)
        for name, row in table.items()
        if isinstance(row, dict)
    }


def all_broker_sizes() -> tuple[BrokerSizeFacts, ...]:
    """Every size: Standard by family from small to large, then Express."""
    return tuple(_sizes().values())


def broker_size(name: str) -> BrokerSizeFacts | None:
    """The size called `name`, or `None` when MSK has no such size."""
    return _sizes().get(name)
