"""The value of what cannot be known at synth time: a token, an intrinsic, a value nobody stated."""

import enum
from typing import Final


class Unknown(enum.Enum):
    """The type of `UNKNOWN`, for annotations: ``int | Unknown``."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN
