"""Numbers and times as people read them; what is not known is `no data`, never 0."""

from datetime import date, datetime, timedelta

from msk_model.status.duration import duration

NO_DATA = "no data"

_BARS = "▁▂▃▄▅▆▇█"


def number(value: float | None, unit: str = "") -> str:
    """A value of three figures, with its unit."""
    if value is None:
        return NO_DATA
    if abs(value) >= 100 or value == int(value):
        text = f"{value:,.0f}"
    else:
        text = f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return f"{text} {unit}".rstrip()


def age(seconds: float | None) -> str:
    """A time in its two largest units: ``3 h 20 min``."""
    return NO_DATA if seconds is None else duration(seconds)


def moment(time: datetime | None) -> str:
    """A time to the minute, in UTC."""
    return f"{time:%Y-%m-%d %H:%M}" if time else "unknown"


def day_from(day: date, today: date) -> str:
    """A day and how far it is: ``2026-12-05, in 12 days``."""
    away = (day - today) / timedelta(days=1)
    if away < 0:
        return f"{day}, {-away:.0f} days ago"
    return f"{day}, today" if away == 0 else f"{day}, in {away:,.0f} days"


def bar(percent: float | None, width: int) -> str:
    """How full something is, in eighths of a character."""
    if percent is None:
        return " " * width
    eighths = round(min(max(percent, 0.0), 100.0) / 100 * width * 8)
    whole, rest = divmod(eighths, 8)
    partial = " ▏▎▍▌▋▊▉"[rest] if rest else ""
    return ("█" * whole + partial).ljust(width, "·")


def sparkline(values: list[float], width: int) -> str:
    """The course of values, from 0 to the highest, in `width` characters at most."""
    if not values:
        return ""
    count = min(width, len(values))
    size = len(values) / count
    # The highest of each slice: a peak is what one looks for.
    slices = [
        max(values[int(n * size) : max(int((n + 1) * size), int(n * size) + 1)])
        for n in range(count)
    ]
    most = max(slices)
    if most <= 0:
        return _BARS[0] * count
    return "".join(_BARS[min(7, int(max(0.0, value) / most * 7.999))] for value in slices)
