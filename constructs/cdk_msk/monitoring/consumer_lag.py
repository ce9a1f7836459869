"""How far behind a consumer group may be."""

from dataclasses import dataclass

import aws_cdk as cdk

from cdk_msk.checks import known
from msk_model import UNKNOWN, Unknown
from msk_model.facts.alarms import Severity


@dataclass(frozen=True, kw_only=True)
class ConsumerLag:
    """The objective of a consumer group: the lag at which somebody wants to be told.

    MSK publishes lag for groups in state STABLE or EMPTY that commit offsets and whose name is
    ASCII without a colon. https://docs.aws.amazon.com/msk/latest/developerguide/consumer-lag.html

    Attributes:
        group: Id of the group.
        topic: Name of the topic. None: every topic of the group, each on its own, in one alarm
            that also sees topics to come; not for anomalies.
        maximum_offset_lag: Records, over all partitions. None: records are not counted.
        maximum_time_lag: Age of the oldest record not yet consumed, by MSK's estimate. None: time
            is not measured.
        anomaly_deviations: Standard deviations that the records may be above what CloudWatch has
            learnt to expect at this time of the day and week: 2 is usual, more is quieter. A
            ticket, as a guess wakes nobody. None: nothing is learnt.
        severity: Of the two objectives: ``page`` or ``ticket``.

    Raises:
        ValueError: No limit is given or one that nobody can keep, or the group is one MSK publishes
            no lag for, or anomalies are wanted without a topic.
    """

    group: str
    topic: str | None = None
    maximum_offset_lag: int | None = None
    maximum_time_lag: cdk.Duration | None = None
    anomaly_deviations: float | None = None
    severity: Severity = "page"

    def __post_init__(self) -> None:
        limits = (self.maximum_offset_lag, self.maximum_time_lag, self.anomaly_deviations)
        if all(limit is None for limit in limits):
            raise ValueError(
                f"maximum_offset_lag, maximum_time_lag or anomaly_deviations must be given for "
                f"group {self.group!r}, got none"
            )
        self._require_positive()
        if known(self.group) is not UNKNOWN and (
            not self.group or ":" in self.group or not self.group.isascii()
        ):
            raise ValueError(
                f"group must be ASCII without a colon, got {self.group!r}; "
                "MSK publishes no lag for other groups"
            )
        if self.topic is None:
            self._require_query()
        if self.anomaly_deviations is not None and not self.anomaly_deviations > 0:
            raise ValueError(f"anomaly_deviations must be above 0, got {self.anomaly_deviations}")
        if self.severity not in {"page", "ticket"}:
            raise ValueError(f"severity must be 'page' or 'ticket', got {self.severity!r}")

    @property
    def name(self) -> str | None:
        """What tells it from others of a cluster; None: group or topic is only known deployed."""
        if UNKNOWN in (known(self.group), known(self.topic)):
            return None
        return self.group if self.topic is None else f"{self.group}-{self.topic}"

    def threshold(self, alarm_id: str) -> float | None:
        """The limit an alarm compares with; None: that alarm is not wanted."""
        if alarm_id == "SumOffsetLag":
            return self.maximum_offset_lag
        if alarm_id == "EstimatedMaxTimeLag" and self.maximum_time_lag is not None:
            return float(self.maximum_time_lag.to_seconds())
        return None

    def _require_positive(self) -> None:
        """Whether the objectives can be met: nobody is less than 0 behind."""
        records = known(self.maximum_offset_lag)
        if not isinstance(records, Unknown) and records is not None and records < 1:
            raise ValueError(
                f"maximum_offset_lag must be at least 1 record, got {self.maximum_offset_lag} for "
                f"group {self.group!r}; its alarm would never end"
            )
        if self.maximum_time_lag is not None and self.maximum_time_lag.to_milliseconds() < 1000:
            raise ValueError(
                "maximum_time_lag must be at least a second, got "
                f"{self.maximum_time_lag.to_human_string()} for group {self.group!r}; its alarm "
                "would never end"
            )

    def _require_query(self) -> None:
        """Whether a query over the topics of the group is possible."""
        if self.anomaly_deviations is not None:
            raise ValueError(
                f"topic must be given with anomaly_deviations, got None for group {self.group!r}; "
                "CloudWatch learns from one metric at a time"
            )
        if "'" in self.group:
            raise ValueError(
                f"topic must be given for a group with an apostrophe, got None for {self.group!r}; "
                "it would end the name in the query"
            )
