"""How many data points make an alarm."""

from dataclasses import dataclass


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
