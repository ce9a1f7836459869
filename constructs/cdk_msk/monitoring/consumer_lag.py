"""How far behind a consumer group may be."""

from dataclasses import dataclass

import aws_cdk as cdk

from cdk_msk.checks import known
from msk_model import UNKNOWN


@dataclass(frozen=True, kw_only=True)
class ConsumerLag:
    """The lag at which somebody wants to be told about a consumer group.

    MSK publishes lag for groups in state STABLE or EMPTY that commit offsets and whose name is
    ASCII without a colon. https://docs.aws.amazon.com/msk/latest/developerguide/consumer-lag.html

    Attributes:
        group: Id of the group.
        topic: Name of the topic.
        maximum_offset_lag: Records, over all partitions. None: records are not counted.
        maximum_time_lag: Age of the oldest record not yet consumed, by MSK's estimate. None: time
            is not measured.

    Raises:
        ValueError: Neither limit is given, or the group is one MSK publishes no lag for.
    """

    group: str
    topic: str
    maximum_offset_lag: int | None = None
    maximum_time_lag: cdk.Duration | None = None

    def __post_init__(self) -> None:
        if self.maximum_offset_lag is None and self.maximum_time_lag is None:
            raise ValueError(
                f"maximum_offset_lag or maximum_time_lag must be given for group "
                f"{self.group!r}, got neither"
            )
        if known(self.group) is not UNKNOWN and (":" in self.group or not self.group.isascii()):
            raise ValueError(
                f"group must be ASCII without a colon, got {self.group!r}; "
                "MSK publishes no lag for other groups"
            )

    @property
    def name(self) -> str | None:
        """What tells it from others of a cluster; None: group or topic is only known deployed."""
        if UNKNOWN in (known(self.group), known(self.topic)):
            return None
        return f"{self.group}-{self.topic}"

    def threshold(self, alarm_id: str) -> float | None:
        """The limit an alarm compares with; None: that alarm is not wanted."""
        if alarm_id == "SumOffsetLag":
            return self.maximum_offset_lag
        if alarm_id == "EstimatedMaxTimeLag" and self.maximum_time_lag is not None:
            return float(self.maximum_time_lag.to_seconds())
        return None
