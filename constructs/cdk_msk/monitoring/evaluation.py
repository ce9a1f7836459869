"""How many data points make an alarm."""

from dataclasses import dataclass
from typing import Final

A_DAY: Final = 24 * 3600
"""As far as an alarm looks back, in seconds, with periods of less than an hour."""


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """An alarm fires when `datapoints` of the last `periods` are beyond its threshold.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html

    Attributes:
        datapoints: M of "M out of N".
        periods: N of "M out of N". How long one is stands in docs/alarms.md.

    Raises:
        ValueError: Not 1 <= datapoints <= periods.
    """

    datapoints: int
    periods: int

    def __post_init__(self) -> None:
        if not 1 <= self.datapoints <= self.periods:
            raise ValueError(
                f"datapoints must be from 1 to periods ({self.periods}), got {self.datapoints}"
            )


def require_reach(
    path: str, alarm_id: str, evaluation: Evaluation, *, period: int, longest: int
) -> None:
    """Refuse what reaches further back than CloudWatch looks.

    Args:
        path: Path of the construct, the first word of the error.
        alarm_id: Whose evaluation it is.
        evaluation: How many data points make the alarm.
        period: Of one data point, in seconds.
        longest: How far CloudWatch looks back, in seconds.

    Raises:
        ValueError: It does.
    """
    if evaluation.periods * period > longest:
        raise ValueError(
            f"{path}: evaluations must reach back no further than {longest // 3600} hours, got "
            f"{evaluation.periods} periods of {period} seconds for {alarm_id}; CloudWatch looks "
            "no further back"
        )
