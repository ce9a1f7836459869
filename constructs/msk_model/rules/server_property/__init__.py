"""Every rule about one property of a configuration: `rule(name, value, cluster)`."""

from collections.abc import Callable

from msk_model.finding import Finding
from msk_model.rules.server_property import (
    server_property_fits_metadata_mode,
    server_property_is_current,
    server_property_is_settable,
    server_property_takes_its_value,
)
from msk_model.shape import ClusterShape

ServerPropertyRule = Callable[[str, object, ClusterShape], Finding | None]

SERVER_PROPERTY_RULES: tuple[ServerPropertyRule, ...] = (
    server_property_is_settable.rule,
    server_property_takes_its_value.rule,
    server_property_fits_metadata_mode.rule,
    server_property_is_current.rule,
)
"""Hold for each property by itself."""
