"""What values a Kafka setting takes, whether of a broker or of a topic."""

import enum
import re
from dataclasses import dataclass


class SettingType(enum.Enum):
    """Kafka's own types of settings."""

    BOOLEAN = "boolean"
    INT = "int"
    LONG = "long"
    DOUBLE = "double"
    STRING = "string"
    LIST = "list"


_BITS = {SettingType.INT: 31, SettingType.LONG: 63}
_WHOLE = re.compile(r"[+-]?\d{1,20}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class ValueFacts:
    """The values a setting takes.

    Attributes:
        type: Kafka's type.
        minimum: Least number allowed; `None` when only the type bounds it.
        maximum: Greatest number allowed; `None` when only the type bounds it.
        allowed: The words allowed, or the elements allowed in a list; empty when all are.
        unit: What a number counts: ``ms``, ``bytes``, ``minutes``; `None` when it is a plain count.
        also: Numbers allowed besides those in range, by which Kafka means something of their own.
        pattern: What the whole list looks like; `None` when its elements decide.
    """

    type: SettingType
    minimum: float | None = None
    maximum: float | None = None
    allowed: tuple[str, ...] = ()
    unit: str | None = None
    also: tuple[float, ...] = ()
    pattern: str | None = None

    def accepts(self, value: str) -> bool:
        """Whether Kafka would parse `value` and find it in range."""
        match self.type:
            case SettingType.BOOLEAN:
                return value.strip().lower() in {"true", "false"}
            case SettingType.STRING:
                return not self.allowed or value.strip() in self.allowed
            case SettingType.LIST if self.pattern is not None:
                return re.fullmatch(self.pattern, value.replace(" ", ""), re.ASCII) is not None
            case SettingType.LIST:
                words = [word.strip() for word in value.split(",")]
                return not self.allowed or set(words) <= set(self.allowed)
            case _:
                number = _number(value, self.type)
                return number in self.also or (
                    number is not None
                    and (self.minimum is None or number >= self.minimum)
                    and (self.maximum is None or number <= self.maximum)
                )

    @property
    def phrase(self) -> str:
        """What a value has to be, to be read after "must be": ``an integer from 1 to 9``."""
        match self.type:
            case SettingType.BOOLEAN:
                return "true or false"
            case SettingType.STRING if self.allowed:
                return f"one of {', '.join(self.allowed)}"
            case SettingType.LIST if self.allowed:
                return f"a comma-separated list of {', '.join(self.allowed)}"
            case SettingType.LIST if self.pattern is not None:
                return f"a list like {self.pattern}"
            case SettingType.STRING | SettingType.LIST:
                return "text"
            case _:
                return self._number_phrase()

    def _number_phrase(self) -> str:
        kind = "a number" if self.type is SettingType.DOUBLE else "a whole number"
        unit = f" {self.unit}" if self.unit else ""
        unit += "".join(f", or {number:.15g}" for number in self.also)
        greatest = 2**31 - 1 if self.type is SettingType.INT else None
        most = greatest if self.maximum is None else self.maximum
        if self.minimum is None:
            return f"{kind} of {self.unit}" if self.unit else kind
        if most is None:
            return f"{kind}, at least {self.minimum:.15g}{unit}"
        return f"{kind} from {self.minimum:.15g} to {most:.15g}{unit}"


def _number(value: str, setting_type: SettingType) -> float | None:
    """`value` as Kafka reads it, or `None` when it is no number of that type."""
    bits = _BITS.get(setting_type)
    pattern = _DECIMAL if bits is None else _WHOLE
    if not pattern.fullmatch(value.strip()):
        return None
    if bits is None:
        return float(value)
    number = int(value)
    return number if -(2**bits) <= number < 2**bits else None
