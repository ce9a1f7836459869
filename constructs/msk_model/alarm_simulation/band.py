"""The band of values that CloudWatch expects of a metric."""

import re
from statistics import fmean, pstdev
from typing import Final

from msk_model.alarm_simulation.metrics import Metrics, Name

_FUNCTION = re.compile(r"ANOMALY_DETECTION_BAND\((?P<id>\w+), (?P<deviations>[\d.]+)\)$")
_LEAST_LEARNT: Final = 3


def upper_band(
    expression: str, metrics: Metrics, name: Name, statistic: str, *, end: int, period: int
) -> float | None:
    """The upper edge of the band, learnt from all periods before minute `end`.

    CloudWatch learns hours and weekdays from two weeks of data, by a model it does not publish.
    This stands in for it: the mean and so many standard deviations, on whatever day.

    Args:
        expression: ``ANOMALY_DETECTION_BAND(id, deviations)``.
        metrics: What was published.
        name: The metric of the expression.
        statistic: Of a period.
        end: The minute after the last one that is learnt from.
        period: In seconds.

    Returns:
        The edge; `None` while there is too little to learn from.

    Raises:
        ValueError: The expression is something else.
    """
    found = _FUNCTION.match(expression)
    if found is None:
        raise ValueError(f"band must be of a metric and deviations, got {expression}")
    ends = range(end, 0, -(period // 60))
    learnt = [metrics.statistic(name, statistic, end=each, period=period) for each in ends]
    known = [value for value in learnt if value is not None]
    if len(known) < _LEAST_LEARNT:
        return None
    return fmean(known) + float(found["deviations"]) * pstdev(known)
