"""What a metric showed over time."""

from collections.abc import Iterable
from dataclasses import dataclass

FRESH_SECONDS = 15 * 60
"""How old a value may be and still be the present one: CloudWatch is minutes behind."""


@dataclass(frozen=True)
class Series:
    """Values of one metric, oldest first; where there was none, there is none here.

    Attributes:
        points: Seconds since the epoch, at which a period began, and the value of the period.
    """

    points: tuple[tuple[float, float], ...] = ()

    @property
    def peak(self) -> float | None:
        """The highest value; `None` without any."""
        return max((value for _, value in self.points), default=None)

    @property
    def seconds(self) -> float:
        """How long the values reach."""
        return self.points[-1][0] - self.points[0][0] if self.points else 0.0

    def latest(self, at: float, *, within: float = FRESH_SECONDS) -> float | None:
        """The last value before `at`; `None` when it is older than `within` seconds."""
        before = [point for point in self.points if point[0] <= at]
        return before[-1][1] if before and at - before[-1][0] <= within else None

    def since(self, start: float) -> "Series":
        """The values from `start` on."""
        return Series(tuple(point for point in self.points if point[0] >= start))

    def slope(self) -> float | None:
        """The change in a second along the line of least squares; `None` without two times."""
        count = len(self.points)
        if count < 2:
            return None
        # From the first point on: seconds since the epoch, squared, lose what is of interest.
        start = self.points[0][0]
        mean_time = sum(time - start for time, _ in self.points) / count
        mean_value = sum(value for _, value in self.points) / count
        spread = sum((time - start - mean_time) ** 2 for time, _ in self.points)
        if spread == 0:
            return None
        moved = sum(
            (time - start - mean_time) * (value - mean_value) for time, value in self.points
        )
        return moved / spread


def combined(parts: Iterable[Series]) -> Series:
    """The sum of several series, at the times that all of them have."""
    tables = [dict(part.points) for part in parts]
    if not tables:
        return Series()
    times = set(tables[0]).intersection(*tables[1:])
    return Series(tuple((time, sum(table[time] for table in tables)) for time in sorted(times)))


def totalled(parts: Iterable[Series]) -> Series:
    """The sum of several series, at the times that any of them has: who is silent adds nothing."""
    totals: dict[float, float] = {}
    for part in parts:
        for time, value in part.points:
            totals[time] = totals.get(time, 0.0) + value
    return Series(tuple(sorted(totals.items())))
