"""A local cloud: CloudFormation, MSK with real Kafka clients, Lambda; all of it on loopback."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from msk_local.cloud import LocalCloud

__all__ = ["LocalCloud"]


def __getattr__(name: str) -> Any:
    """The cloud is loaded when it is asked for, so that one part of it can be used alone."""
    if name != "LocalCloud":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module("msk_local.cloud").LocalCloud
