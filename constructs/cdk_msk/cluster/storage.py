"""Storage of Standard brokers; Express brokers bring their own."""

import enum
from dataclasses import dataclass

import aws_cdk as cdk

from cdk_msk.cluster.broker_size import BrokerSize
from msk_model import BrokerType


class StorageMode(enum.Enum):
    """Where a cluster keeps its records."""

    LOCAL = "LOCAL"
    """On the brokers' volumes only."""
    TIERED = "TIERED"
    """Older segments of topics that ask for it go to a cheaper tier. There is no way back."""


@dataclass(frozen=True, kw_only=True)
class Storage:
    """The volume of each Standard broker.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-storage-management.html

    Attributes:
        volume_size: Of each broker, in whole GiB. It can grow later, by at least 10 GiB every six
            hours, and never shrink. Once storage autoscaling has grown a volume, this number is
            out of date: change it only to more than the volume has.
        provisioned_throughput_mibps: Volume throughput in MiB/s. Absent: the volume's baseline.
        mode: Whether topics may use tiered storage.
    """

    volume_size: cdk.Size
    provisioned_throughput_mibps: int | None = None
    mode: StorageMode = StorageMode.LOCAL

    @property
    def volume_size_gib(self) -> float:
        """`volume_size` in GiB; with a fraction when it is not a whole number of them."""
        return self.volume_size.to_gibibytes(rounding=cdk.SizeRoundingBehavior.NONE)


def default_storage(broker_size: BrokerSize) -> Storage | None:
    """What a cluster gets that names no storage: 100 GiB a broker; what Express brings, None."""
    if broker_size.broker_type is BrokerType.EXPRESS:
        return None
    return Storage(volume_size=cdk.Size.gibibytes(100))
