"""An order of dimensions of metrics."""

from typing import Any

from moto.cloudwatch.models import Dimension


def order_dimensions() -> None:
    """Let moto sort dimensions by name and value.

    GetMetricData compares sorted dimensions, and moto's own order is none: three dimensions that
    are asked for in another order than they were put in would then be found to differ.
    """
    Dimension.__lt__ = _before  # type: ignore[method-assign]


def _before(one: Any, other: Any) -> bool:
    return (one.name, one.value) < (other.name, other.value)
