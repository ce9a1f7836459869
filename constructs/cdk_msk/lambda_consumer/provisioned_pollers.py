"""How many pollers Lambda keeps ready for a consumer."""

import enum
import re
from dataclasses import dataclass

from cdk_msk.checks import known
from msk_model import Unknown

_GROUP = re.compile(r"[A-Za-z0-9_-]{1,128}")


class PollerLogLevel(enum.Enum):
    """What pollers write about their work into the function's log.

    https://docs.aws.amazon.com/lambda/latest/dg/esm-logging.html
    """

    DEBUG = "DEBUG"
    """Every step of the processing."""
    INFO = "INFO"
    """Normal operation: starting, scaling."""
    WARN = "WARN"
    """What may go wrong, and what does."""


@dataclass(frozen=True, kw_only=True)
class ProvisionedPollers:
    """Pollers that are always there, instead of on demand.

    One poller reads up to 5 MB/s or drives up to 5 invocations at a time, and is paid for by the
    hour. Lambda never runs more of them than the topic has partitions.

    https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html

    Attributes:
        minimum: Pollers that stay, 1 to 200.
        maximum: Pollers under load, 1 to 2000, not below `minimum`.
        group: Consumers in one network whose pollers have the same group share what they pay for:
            up to 100 consumers, whose maxima are 2000 together. None: they share with nobody.
        log_level: What the pollers log. None: nothing.

    Raises:
        ValueError: A number is out of range, or the group no name.
    """

    minimum: int = 1
    maximum: int = 200
    group: str | None = None
    log_level: PollerLogLevel | None = None

    def __post_init__(self) -> None:
        minimum, maximum = known(self.minimum), known(self.maximum)
        group = known(self.group)
        if isinstance(group, str) and not _GROUP.fullmatch(group):
            message = f"group must be 1 to 128 letters, digits, _ and -, got {group!r}"
            raise ValueError(message)
        if not isinstance(minimum, Unknown) and not 1 <= minimum <= 200:
            message = f"minimum must be between 1 and 200 pollers, got {minimum!r}"
            raise ValueError(message)
        if isinstance(maximum, Unknown):
            return
        least = 1 if isinstance(minimum, Unknown) else minimum
        if not least <= maximum <= 2000:
            message = f"maximum must be between minimum ({least}) and 2000 pollers, got {maximum!r}"
            raise ValueError(message)
