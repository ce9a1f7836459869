"""The state of one alarm: M out of N, and what missing data mean."""

from collections.abc import Sequence
from typing import Final, Literal

State = Literal["OK", "ALARM", "INSUFFICIENT_DATA"]

MORE_THAN_ASKED: Final = 2
"""Periods that are looked at beyond the evaluation periods, in case data points are missing.

CloudWatch does not say how many they are; its examples have two.
"""


def state_of(
    points: Sequence[bool | None], *, datapoints: int, periods: int, missing: str, before: State
) -> State:
    """The state after looking at `points`.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html

    Args:
        points: Whether each period is breaching, the oldest first; None: no data.
        datapoints: M of "M out of N".
        periods: N of "M out of N".
        missing: How missing data are treated.
        before: The state until now.
    """
    real = [point for point in points if point is not None]
    lacking = periods - len(real)
    if lacking <= 0:
        return _fires(real[-periods:], datapoints)
    if missing in {"breaching", "notBreaching"}:
        # The treatment fills as few points as possible; every real one counts.
        return _fires([*real, *([missing == "breaching"] * lacking)], datapoints)
    if sum(real) >= datapoints:
        return "ALARM"
    if missing == "ignore" and all(real):
        return before
    if not real:
        return "INSUFFICIENT_DATA"
    return "ALARM" if all(real) and _is_old_enough(points, datapoints) else "OK"


def _fires(points: Sequence[bool], datapoints: int) -> State:
    return "ALARM" if sum(points) >= datapoints else "OK"


def _is_old_enough(points: Sequence[bool | None], datapoints: int) -> bool:
    """Whether what breaches and was not contradicted since is there as long as firing takes."""
    return len(points) - points.index(True) >= datapoints
