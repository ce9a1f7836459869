"""Durations and sizes as people write them: ``7 days``, ``10 GiB``."""

import re
from collections.abc import Mapping
from decimal import Decimal

from msk_model.facts.settings import SettingType, ValueFacts

_SECOND = 1_000
_DURATIONS: Mapping[str, int] = {
    "ms": 1,
    "s": _SECOND,
    "min": 60 * _SECOND,
    "h": 3_600 * _SECOND,
    "d": 86_400 * _SECOND,
}
_LONG_NAMES: Mapping[str, str] = {
    "millisecond": "ms",
    "second": "s",
    "sec": "s",
    "m": "min",
    "minute": "min",
    "hour": "h",
    "day": "d",
    "byte": "B",
    "b": "B",
}
_SIZES: Mapping[str, int] = {
    "B": 1,
    "KiB": 2**10,
    "MiB": 2**20,
    "GiB": 2**30,
    "TiB": 2**40,
    "kB": 10**3,
    "KB": 10**3,
    "MB": 10**6,
    "GB": 10**9,
    "TB": 10**12,
}
_KAFKA: Mapping[str, tuple[Mapping[str, int], int]] = {
    "ms": (_DURATIONS, 1),
    "seconds": (_DURATIONS, _SECOND),
    "minutes": (_DURATIONS, 60 * _SECOND),
    "hours": (_DURATIONS, 3_600 * _SECOND),
    "bytes": (_SIZES, 1),
}
"""Kafka's units: the scale they are on, and how many of its smallest they are."""
_WRITTEN: Mapping[str, tuple[tuple[str, int], ...]] = {
    "ms": tuple((name, _DURATIONS[short]) for name, short in (("day", "d"), ("hour", "h"))),
    "bytes": tuple((name, _SIZES[name]) for name in ("TiB", "GiB", "MiB")),
}
_QUANTITY = re.compile(r"(\d{1,18}(?:\.\d{1,6})?)\s*([A-Za-z]{1,12})", re.ASCII)

SettingValue = str | int | float | bool
"""A setting as people state it; text may carry a unit."""


def in_unit(text: str, unit: str) -> int | None:
    """`text` as a whole number of `unit`; None when it is no quantity of that kind.

    Args:
        text: A number and a unit: ``7 days``, ``1.5 GiB``, ``90min``.
        unit: Kafka's: ``ms``, ``seconds``, ``minutes``, ``hours`` or ``bytes``.
    """
    match = _QUANTITY.fullmatch(text.strip())
    if match is None or unit not in _KAFKA:
        return None
    scale, smallest = _KAFKA[unit]
    name: str = match[2]
    size = scale.get(name) or scale.get(_LONG_NAMES.get(name.lower().removesuffix("s"), ""))
    if size is None:
        return None
    number = Decimal(match[1]) * size / smallest
    return int(number) if number == number.to_integral_value() else None


def unit_names(unit: str | None) -> tuple[str, ...]:
    """What a quantity in `unit` may be followed by, short and long; nothing where none fits."""
    if unit is None or unit not in _KAFKA:
        return ()
    scale, _ = _KAFKA[unit]
    words = [name for name, short in _LONG_NAMES.items() if short in scale and len(name) > 1]
    return (*scale, *(f"{word}s?" for word in words))


def readable(number: int, unit: str | None) -> SettingValue:
    """`number` in the largest unit that leaves it whole: ``604800000`` ms are ``7 days``."""
    for name, size in _WRITTEN.get(unit or "", ()):
        if number > 0 and number % size == 0:
            count = number // size
            plural = "s" if unit == "ms" and count > 1 else ""
            return f"{count} {name}{plural}"
    return number


def setting_text(value: SettingValue, facts: ValueFacts | None) -> str:
    """`value` as Kafka writes it; text in which no quantity can be read stays as it is.

    Args:
        value: As it was stated.
        facts: What the setting takes. None: nobody knows, so nothing is converted.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and facts is not None and facts.unit is not None:
        number = in_unit(value, facts.unit)
        return value if number is None else str(number)
    return str(value)


def setting_value(text: str, facts: ValueFacts | None) -> SettingValue:
    """`text` as people would state it: numbers as numbers, with a unit where that is shorter."""
    if facts is None or not facts.accepts(text):
        return text
    if facts.type is SettingType.BOOLEAN:
        return text.strip().lower() == "true"
    if facts.type in {SettingType.INT, SettingType.LONG}:
        return readable(int(text), facts.unit)
    return text
