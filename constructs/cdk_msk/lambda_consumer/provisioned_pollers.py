"""How many pollers Lambda keeps ready for a consumer."""

from dataclasses import dataclass

from cdk_msk.checks import known
from msk_model import Unknown


@dataclass(frozen=True, kw_only=True)
class ProvisionedPollers:
    """Pollers that are always there, instead of on demand.

    One poller reads up to 5 MB/s or drives up to 5 invocations at a time, and is paid for by the
    hour. Lambda never runs more of them than the topic has partitions.

    https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html

    Attributes:
        minimum: Pollers that stay, 1 to 200.
        maximum: Pollers under load, 1 to 2000, not below `minimum`.

    Raises:
        ValueError: A number is out of range.
    """

    minimum: int = 1
    maximum: int = 200

    def __post_init__(self) -> None:
        minimum, maximum = known(self.minimum), known(self.maximum)
        if not isinstance(minimum, Unknown) and not 1 <= minimum <= 200:
            message = f"minimum must be between 1 and 200 pollers, got {minimum!r}"
            raise ValueError(message)
        if isinstance(maximum, Unknown):
            return
        least = 1 if isinstance(minimum, Unknown) else minimum
        if not least <= maximum <= 2000:
            message = f"maximum must be between minimum ({least}) and 2000 pollers, got {maximum!r}"
            raise ValueError(message)
